/** One shape for everything that can go wrong: what happened, where, and what to do about it. */
import { z } from 'zod'

export const Place = z.object({
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  byte: z.int().optional(),
  field: z.string().optional(),
})
export type Place = z.infer<typeof Place>

export const ProblemShape = z.object({
  code: z.string(),
  message: z.string(),
  where: Place.optional(),
  advice: z.string().optional(),
})
export type ProblemShape = z.infer<typeof ProblemShape>

/** An expected failure, to be shown to a person as it is. Anything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: string
  readonly where: Place | undefined
  readonly advice: string | undefined

  /** @param code kebab-case, stable, e.g. `case-locked`; scripts may test for it. */
  constructor(
    code: string,
    message: string,
    options: { where?: Place; advice?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.where = options.where
    this.advice = options.advice
  }

  toJSON(): ProblemShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.where && { where: this.where }),
      ...(this.advice && { advice: this.advice }),
    }
  }
}

/** Turns anything thrown into the one shape; unexpected errors keep their message under `unexpected`. */
export function toProblem(error: unknown): ProblemShape {
  if (error instanceof Problem) return error.toJSON()
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) }
}

/** `file:line:column (byte n)`, as far as it is known; empty when nothing is. */
export function placeText(where: Place | undefined): string {
  if (!where) return ''
  const at = [where.file, where.line, where.column].filter((part) => part !== undefined).join(':')
  const byte = where.byte === undefined ? '' : ` (byte ${where.byte})`
  const field = where.field === undefined ? '' : ` field ${where.field}`
  return `${at}${byte}${field}`.trim()
}
