/** A JSON file that a person wrote: what is wrong in it, and where. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readJson } from '../../../main/faces/terminal/read-json.ts'
import { Problem } from '../../../preload/contract/problem.ts'

const path = join(mkdtempSync(join(tmpdir(), 'json-')), 'file.json')
function problemOf(text: string): Problem {
  writeFileSync(path, text)
  try {
    readJson(path, z.unknown())
  } catch (error) {
    if (error instanceof Problem) return error
  }
  throw new Error('it was read')
}

test('a mistake is told with line and column', () => {
  const known: [string, number, number][] = [
    ['{\n  "seed": 7,\n  "model": }\n', 3, 12],
    ['{"a": 1,}', 1, 9],
    ['{"a" 1}', 1, 6],
    ['nonsense', 1, 2],
    ['{"a": "unclosed', 1, 16],
    ['', 1, 1],
    ['[1, 2] 3', 1, 8],
    ["{'a': 1}", 1, 2],
  ]
  for (const [text, line, column] of known)
    expect(problemOf(text).where, text).toMatchObject({ line, column })
})

test('one wrong character put anywhere into JSON is found at its place, or where it first shows', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, seed) => {
      const at = seed % (json.length + 1)
      const broken = `${json.slice(0, at)}\u0001${json.slice(at)}`
      const { where } = problemOf(broken)
      expect(where!.line).toBe(1)
      expect(Math.abs(where!.column! - 1 - at)).toBeLessThanOrEqual(1)
    }),
  )
})

test('files as Windows writes them are read: with a byte order mark, and in UTF-16', () => {
  for (const bytes of ['\uFEFF{"a": "ü"}', Buffer.from('\uFEFF{"a": "ü"}', 'utf16le')]) {
    writeFileSync(path, bytes)
    expect(readJson(path, z.unknown())).toEqual({ a: 'ü' })
  }
})

test('the advice for a field that is missing is not to leave it out', () => {
  writeFileSync(path, '{}')
  const read = () => readJson(path, z.object({ host: z.string().nullable() }))
  expect(read).toThrow(
    expect.objectContaining({ advice: expect.stringContaining('must be there') as string }),
  )
})
