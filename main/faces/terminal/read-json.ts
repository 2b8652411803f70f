/** Reads a JSON file that a person wrote, and says where it is wrong. */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { sniffEncoding } from '../../capture/encoding.ts'
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
      advice: first && isMissing(first) ? MISSING : WRONG,
    },
  )
}

const WRONG = 'Correct it, or leave it out to take the default.'
const MISSING = 'It must be there: null, or [] for a list, where there is none.'

/** Whether a field is complained about that is not there and has no default. */
function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path)
    // Windows editors mark UTF-8, and PowerShell writes UTF-16; TextDecoder takes the mark off.
    return new TextDecoder(sniffEncoding(bytes).encoding).decode(bytes)
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
    const before = text.slice(0, mistakeAt(text)).split('\n')
    throw new Problem('invalid-json', `This is not JSON: ${reason((error as Error).message)}`, {
      where: { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
      cause: error,
    })
  }
}

/** V8's message without the text that it quotes; the place is told apart. */
function reason(message: string): string {
  return message.replace(/, .*is not valid JSON$/s, '').replace(/ in JSON at position.*$/s, '')
}

/**
 * Where JSON stops being JSON. V8 tells the position of most mistakes. Of a character that may not stand where it does, it does not; but
 * the beginning of a text fails at its own end as long as it could still become JSON, so the shortest beginning that
 * fails earlier ends with that character.
 */
function mistakeAt(text: string): number {
  const told = mistake(text)
  if (typeof told === 'number') return told
  let [fine, wrong] = [0, text.length]
  while (wrong - fine > 1) {
    const middle = (fine + wrong) >> 1
    if (mistake(text.slice(0, middle)) === 'unplaced') wrong = middle
    else fine = middle
  }
  return wrong - 1
}

/** The position of the mistake in a text; `unplaced` where V8 does not tell it, null where there is none. */
function mistake(text: string): number | 'unplaced' | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const { message } = error as Error
    if (message.startsWith('Unexpected end')) return text.length
    const at = /at position (\d+)/.exec(message)?.[1]
    return at === undefined ? 'unplaced' : Number(at)
  }
}
