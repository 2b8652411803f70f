/** Marked events answer as the list of their numbers would. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Marks } from '../../../main/capture/reading/marks.ts'
import { firstNotBefore, Selection } from '../../../main/capture/reading/selected.ts'

/** Bytes of several blocks, one in `every` a one, from a seed. */
const marked = fc
  .record({
    length: fc.nat(20_000),
    every: fc.integer({ min: 1, max: 50 }),
    seed: fc.nat(),
    first: fc.nat(1000),
  })
  .map(({ length, every, seed, first }) => {
    const bytes = Uint8Array.from({ length }, (_, i) =>
      Number((Math.imul(i + seed, 2654435761) >>> 7) % every === 0),
    )
    const events = [...bytes.keys()].filter((i) => bytes[i] === 1).map((i) => first + i)
    return { bytes, events, first }
  })

test('each place, in any order; how many before; all of them', () => {
  fc.assert(
    fc.property(marked, fc.array(fc.nat(21_000), { maxLength: 60 }), ({ bytes, events, first }, asked) => {
      const marks = new Marks(bytes, first)
      expect(marks.length).toBe(events.length)
      for (const place of [...asked, ...asked.map((at) => at + 1)])
        expect(marks.at(place)).toBe(events[place])
      for (const event of asked) expect(marks.before(event)).toBe(events.filter((one) => one < event).length)
      expect([...marks.list()]).toEqual(events)
    }),
    { numRuns: 100 },
  )
})

test('one after the other, forward and backward', () => {
  fc.assert(
    fc.property(marked, ({ bytes, events, first }) => {
      const marks = new Marks(bytes, first)
      expect(events.map((_, place) => marks.at(place))).toEqual(events)
      expect(events.map((_, place) => marks.at(events.length - 1 - place))).toEqual(events.toReversed())
      expect(marks.at(events.length)).toBeUndefined()
      expect(marks.at(-1)).toBeUndefined()
    }),
    { numRuns: 30 },
  )
})

test('the first event at a time or later is found as in a list', () => {
  fc.assert(
    fc.property(
      marked,
      fc.array(fc.integer({ min: -10, max: 90_000 }), { maxLength: 40 }),
      (made, limits) => {
        const time = Float64Array.from(
          { length: made.first + made.bytes.length },
          (_, event) => Math.floor(event / 3) * 12,
        )
        const marks = Selection.marked(new Marks(made.bytes, made.first))
        const list = new Selection(Uint32Array.from(made.events), made.events.length)
        for (const limit of limits)
          expect(firstNotBefore(marks, time, limit)).toBe(firstNotBefore(list, time, limit))
      },
    ),
    { numRuns: 100 },
  )
})

test('of more events than a chunk has', () => {
  const bytes = Uint8Array.from({ length: 200_003 }, (_, i) =>
    Number((Math.imul(i, 2654435761) >>> 9) % 3 === 0),
  )
  const events = [...bytes.keys()].filter((i) => bytes[i] === 1).map((i) => i + 7)
  const marks = new Marks(bytes, 7)
  expect([marks.length, marks.span]).toEqual([events.length, bytes.length])
  expect(marks.list()).toEqual(Uint32Array.from(events))
  for (let place = 0; place < events.length; place += 97) {
    expect(marks.at(place)).toBe(events[place])
    expect(marks.before(events[place]!)).toBe(place)
  }
})
