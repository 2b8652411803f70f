/** With an index and without, every search finds the same; an index that is not the one that was made is not used. */
import { appendFileSync, existsSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterContext } from '../../../main/capture/reading/filter-context.ts'
import { parseFilter } from '../../../main/capture/reading/filter-parser.ts'
import { matchEvents } from '../../../main/capture/reading/selection.ts'
import { buildIndex, listIndexes, removeIndex, wordIndex } from '../../../main/capture/reading/word-index.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { indexPath } from '../../../main/case/evidence/index-file.ts'
import { getSource } from '../../../main/case/evidence/sources.ts'
import { addCapture, chunkOf, newCase, text } from '../case/fixtures.ts'

const PIECES = [
  'a',
  'A',
  'b',
  'İ',
  'i',
  'K',
  'k',
  'Σ',
  'ς',
  'ß',
  'É',
  '\0',
  '"',
  '\\',
  ' ',
  '.',
  '/',
  '_',
  '💾',
  'admin',
  'CMD',
  'exe',
  '4242',
  '\n',
]
const anyText = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((parts) => parts.join(''))
const anyChunk = fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 5 })
const ctx = { signal: new AbortController().signal, progress: () => {} }

function found(c: CaseFile, filter: string): number[] {
  return [...matchEvents(filterContext(c, loadCore(c), null), parseFilter(filter))]
}
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`

test('an index changes no result', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChunk, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(anyText, fc.constantFrom('', '*', '?')), { minLength: 12, maxLength: 12 }),
      async (chunks, phrases) => {
        const c = newCase()
        try {
          addCapture(
            c,
            chunks.map((rows) =>
              chunkOf({ one: text(...rows.map(([a]) => a)), two: text(...rows.map(([, b]) => b)) }),
            ),
          )
          const filters = phrases
            .filter(([phrase]) => phrase !== '')
            .flatMap(([phrase, wild]) => [
              quoted(phrase + wild + phrase),
              quoted(phrase),
              `one:${quoted(`*${phrase}*`)}`,
              `two=${quoted(phrase)}`,
            ])
          const before = filters.map((filter) => found(c, filter))
          await buildIndex(c, 1, ctx)
          expect(wordIndex(c, getSource(c, 1))).not.toBeNull()
          expect(filters.map((filter) => found(c, filter))).toEqual(before)
        } finally {
          c.close()
        }
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)

test('a rare word is looked for in the chunk that has it, a long one everywhere', async () => {
  const c = newCase()
  addCapture(c, [
    chunkOf({ one: text('alpha beta', 'x') }),
    chunkOf({ one: text('gamma', 'y') }),
    chunkOf({ one: text('Z'.repeat(40_000), 'y') }),
  ])
  await buildIndex(c, 1, ctx)
  const index = wordIndex(c, getSource(c, 1))!
  const chunksOf = (literal: string) => [0, 1, 2].filter((ordinal) => index.mayHold('one', ordinal, literal))
  expect(chunksOf('alpha')).toEqual([0, 2])
  expect(chunksOf('ha be')).toEqual([0, 2])
  expect(chunksOf('amm')).toEqual([1, 2])
  expect(chunksOf('alpha gamma')).toEqual([2])
  expect(chunksOf('..')).toEqual([0, 1, 2])
  c.close()
})

test('it is made whole or not at all, logged, checked, and removed without a trace but the log', async () => {
  const c = newCase()
  addCapture(c, [chunkOf({ one: text('alpha', 'beta') })])
  const stop = new AbortController()
  stop.abort()
  await expect(buildIndex(c, 1, { ...ctx, signal: stop.signal })).rejects.toThrow('abort')
  expect(existsSync(indexPath(c, 1)) || existsSync(`${indexPath(c, 1)}.part`)).toBe(false)
  await buildIndex(c, 1, ctx)
  expect(listIndexes(c)).toMatchObject([{ source: 1, trusted: true }])
  appendFileSync(indexPath(c, 1), 'x')
  expect(listIndexes(c)).toMatchObject([{ source: 1, trusted: false }])
  expect(found(c, 'alpha')).toEqual([1, 0])
  removeIndex(c, 1)
  expect(listIndexes(c)).toMatchObject([{ source: 1, bytes: null, trusted: false }])
  expect(existsSync(indexPath(c, 1))).toBe(false)
  expect(
    custodyEntries(c, 0, 100)
      .map(({ action }) => action)
      .slice(-2),
  ).toEqual(['index-built', 'index-removed'])
  c.close()
})
