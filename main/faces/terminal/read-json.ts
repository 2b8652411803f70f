/** Reads a JSON file that a person wrote, and says where it is wrong. */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Problem } from '../../../preload/contract/problem.ts'

/** @throws Problem file-missing, file-unreadable, invalid-json (with line and column), invalid-config (with the field) */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(parse(path, readText(path)))
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const field = first?.path.map(String).join('.') ?? ''
  throw new Problem(
    'invalid-config',
    `${field ? `${field}: ` : ''}${first?.message ?? 'It is not as expected'}`,
    {
      where: { file: path, ...(field && { field }) },
      advice: 'Correct it, or leave it out to take the default.',
    },
  )
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Problem(
      missing ? 'file-missing' : 'file-unreadable',
      missing ? `There is no file ${path}` : `${path} cannot be read: ${(error as Error).message}`,
      { where: { file: path }, cause: error },
    )
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = (error as Error).message
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
    const before = text.slice(0, at).split('\n')
    throw new Problem('invalid-json', `This is not JSON: ${message}`, {
      where: { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
      cause: error,
    })
  }
}
