/** The byte scan finds what lowercasing each value and looking into it finds, in any script. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterContext } from '../../../main/capture/reading/filter-context.ts'
import { parseFilter } from '../../../main/capture/reading/filter-parser.ts'
import { matchEvents, selectSlowly, type SelectionPoint } from '../../../main/capture/reading/selection.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { addCapture, chunkOf, newCase, text } from '../case/fixtures.ts'

/** Scripts whose lowercasing is odd (Kelvin sign, dotted I, sigmas), NULs, quotes, wildcards as text, surrogate pairs. */
const PIECES = [
  'a',
  'A',
  'b',
  'İ',
  'i',
  'K',
  'k',
  'Σ',
  'σ',
  'ς',
  'ß',
  'ẞ',
  'é',
  'É',
  '\0',
  '"',
  '\\',
  ' ',
  '.',
  '💾',
  'Ω',
  'admin',
  'CMD.exe',
]
const anyText = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((parts) => parts.join(''))
const ascii = fc.array(fc.constantFrom(...PIECES.filter((piece) => /^[\0-\x7f]+$/.test(piece))), {
  maxLength: 6,
})
const anyColumn = fc.oneof(
  fc.array(anyText, { minLength: 1, maxLength: 12 }),
  fc.array(
    ascii.map((parts) => parts.join('')),
    { minLength: 1, maxLength: 12 },
  ),
)
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`

test('a phrase is found in every text column, as a walk over the values finds it', () => {
  fc.assert(
    fc.property(anyColumn, anyColumn, anyText, (one, two, phrase) => {
      fc.pre(phrase !== '')
      const rows = Math.min(one.length, two.length)
      const c = newCase()
      try {
        addCapture(c, [chunkOf({ one: text(...one.slice(0, rows)), two: text(...two.slice(0, rows)) })])
        const context = filterContext(c, loadCore(c), null)
        const holds = (value: string): boolean => value.toLowerCase().includes(phrase.toLowerCase())
        const wanted = Array.from({ length: rows }, (_, row) => holds(one[row]!) || holds(two[row]!))
        const found = matchEvents(context, parseFilter(quoted(phrase)))
        expect(Array.from(found, Boolean)).toEqual(wanted)
        const inOne = matchEvents(context, parseFilter(`one:${quoted(`*${phrase}*`)}`))
        expect(Array.from(inOne, Boolean)).toEqual(one.slice(0, rows).map(holds))
        const whole = matchEvents(context, parseFilter(`one:${quoted(phrase)}`))
        expect(Array.from(whole, Boolean)).toEqual(
          one.slice(0, rows).map((value) => value.toLowerCase() === phrase.toLowerCase()),
        )
      } finally {
        c.close()
      }
    }),
    { numRuns: 120 },
  )
})

test('a slow selection tells of what it found so far, and stops when told to', async () => {
  const c = newCase()
  const chunk = chunkOf({
    note: text(...Array.from({ length: 3000 }, (_, row) => `${'long '.repeat(200)}${row}`)),
  })
  addCapture(
    c,
    Array.from({ length: 40 }, () => chunk),
  )
  const core = loadCore(c)
  const input = { filter: '"long 7"', labelSet: null, from: null, to: null }
  const points: Omit<SelectionPoint, 'matched'>[] = []
  const done = await selectSlowly(c, core, input, {
    look: ({ fraction, seen }) => points.push({ fraction, seen }),
  })
  expect(done.events.length).toBe(40 * 111)
  expect(points.every(({ fraction, seen }) => fraction === seen / core.count)).toBe(true)
  const stop = new AbortController()
  stop.abort()
  await expect(
    selectSlowly(c, core, { ...input, filter: '"long 8"' }, { signal: stop.signal }),
  ).rejects.toThrow('abort')
  c.close()
})
