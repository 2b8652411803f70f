/** What makes reading quick says the same as a plain walk over the values: masks by intervals and codes, runs, and places of ones. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventHistogram } from '../../../main/capture/reading/histogram.ts'
import { compared, inside } from '../../../main/capture/reading/interval.ts'
import { codeMask } from '../../../main/capture/reading/code-mask.ts'
import { freeMasks, intervalMask, type Mask } from '../../../main/capture/reading/masks.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { countOnes } from '../../../main/capture/reading/ones.ts'
import { Selection } from '../../../main/capture/reading/selected.ts'
import { anyTable, build, EPOCH } from './table.ts'

const listed = (mask: Mask, rows: number): number[] =>
  typeof mask === 'boolean' ? Array.from({ length: rows }, () => Number(mask)) : [...mask]

test('a mask by an interval is what each value says for itself', () => {
  const value = fc.oneof(
    fc.constantFrom(0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 1, 2),
    fc.double(),
  )
  const op = fc.constantFrom(':', '>', '>=', '<', '<=')
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 40 }),
      value,
      value,
      op,
      fc.boolean(),
      (list, one, other, how, withEnd) => {
        fc.pre(!Number.isNaN(one) && !Number.isNaN(other))
        const interval = compared(how, Math.min(one, other), Math.max(one, other), withEnd)
        const values = Float64Array.from([...list, one, other])
        const expected = Array.from(values, (at) => Number(inside(interval, at)))
        expect(listed(intervalMask(values, interval), values.length)).toEqual(expected)
        freeMasks()
      },
    ),
    { numRuns: 500 },
  )
})

test('a mask by codes looks up each code, whatever their width', () => {
  const table = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(table, fc.array(fc.nat(), { minLength: 1, maxLength: 50 }), (ones, picks) => {
      const codes = picks.map((pick) => pick % ones.length)
      const expected = codes.map((code) => ones[code])
      const widths = ones.length <= 256 ? [Uint8Array, Uint16Array, Uint32Array] : [Uint16Array, Uint32Array]
      for (const Width of widths) {
        // Begun at any place of the memory they lie in.
        for (const start of [0, 1, 2, 4]) {
          const padded = Width.from([...Array.from<number>({ length: start }).fill(0), ...codes])
          const mask = codeMask(padded.subarray(start), Uint8Array.from(ones))
          expect(listed(mask, codes.length)).toEqual(expected)
          freeMasks()
        }
      }
    }),
  )
})

test('a mask by codes of more rows than a chunk has', () => {
  const table = Uint8Array.from({ length: 256 }, (_, code) => Number(code % 5 === 2))
  const one = Uint8Array.from({ length: 300 }, (_, code) => Number(code === 299))
  const rows = 140_001
  const bytes = Uint8Array.from({ length: rows }, (_, row) => (row * 7919) >>> 3)
  expect(codeMask(bytes, table)).toEqual(bytes.map((code) => table[code]!))
  const pairs = Uint16Array.from({ length: rows }, (_, row) => (row * 7919) % 300)
  expect(codeMask(pairs, one)).toEqual(Uint8Array.from(pairs, (code) => one[code]!))
  freeMasks()
})

test('a mask by one code finds it among any others', () => {
  const near = fc.constantFrom(0, 1, 2, 127, 128, 129, 254, 255)
  fc.assert(
    fc.property(near, fc.array(near, { minLength: 1, maxLength: 50 }), fc.boolean(), (code, low, wide) => {
      const shift = wide ? 128 : 0
      const table = Uint8Array.from({ length: 256 + 256 * shift }, (_, i) => Number(i === code * (shift + 1)))
      const codes = low.map((one) => one * (shift + 1))
      const mask = codeMask(wide ? Uint16Array.from(codes) : Uint8Array.from(codes), table)
      expect(listed(mask, codes.length)).toEqual(low.map((one) => Number(one === code)))
      freeMasks()
    }),
    { numRuns: 1000 },
  )
})

test('ones are counted, many or few, from any place on', () => {
  const bits = fc.oneof(
    fc.array(fc.constantFrom<0 | 1>(0, 1), { maxLength: 3000 }),
    fc.tuple(fc.nat(3000), fc.nat(2999)).map(([length, one]) => {
      const list = Array.from<0 | 1>({ length }).fill(0)
      if (one < length) list[one] = 1
      return list
    }),
    fc.nat(3000).map((length) => Array.from<0 | 1>({ length }).fill(1)),
  )
  fc.assert(
    fc.property(bits, fc.nat(5), (list, skipped) => {
      const bytes = Uint8Array.from(list).subarray(Math.min(skipped, list.length))
      expect(countOnes(bytes)).toBe(bytes.filter((byte) => byte === 1).length)
    }),
    { numRuns: 300 },
  )
})

test('a run of events is the same as the events listed', () => {
  const run = Selection.run(5, 4)
  expect([...run.events]).toEqual([5, 6, 7, 8])
  expect([run.length, run.timed, run.at(2), run.slice(1, 3).at(0)]).toEqual([4, 4, 7, 6])
  expect([...run.slice(1, 3).events]).toEqual([...new Selection(run.events, 4).slice(1, 3).events])
})

test('events in order of time are selected and counted as a plain walk selects and counts them', () => {
  const filters = { '': () => true, 'score>0': (score: number) => score > 0, 'time>2024-01-02': null }
  const range = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const name = fc.constantFrom<keyof typeof filters>('', 'score>0', 'time>2024-01-02')
  fc.assert(
    fc.property(anyTable, name, fc.option(range), (table, filter, hours) => {
      const times = table.flat(2).map(({ at }, i) => (Number.isNaN(at) ? EPOCH + i : at))
      times.sort((a, b) => a - b)
      let next = 0
      const ordered = table.map((chunks) =>
        chunks.map((rows) => rows.map((row) => ({ ...row, at: times[next++]! }))),
      )
      const { c, core, events } = build(ordered)
      const [from, to] = hours ? hours.map((hour) => EPOCH + hour * 3_600_000_000) : [null, null]
      const passes = filters[filter]
      const expected = [...events.keys()].filter((id) => {
        const { at, score } = events[id]!
        const inRange = from == null || to == null || (at >= from && at <= to)
        return inRange && (passes ? passes(score) : at >= EPOCH + 2 * 86_400_000_000)
      })
      const input = { filter, labelSet: null, from: from ?? null, to: to ?? null }
      const { rows, matched } = eventPage(c, core, { ...input, offset: 0, limit: 1000, order: 'oldest' })
      expect(rows.map(({ id }) => id)).toEqual(expected)
      expect(matched).toBe(expected.length)
      const { from: start, bucket, counts } = eventHistogram(c, core, { ...input, buckets: 7 })!
      const counted = counts.map(() => 0)
      for (const id of expected) counted[Math.floor((events[id]!.at - start) / bucket)]!++
      expect(counts).toEqual(counted)
    }),
    { numRuns: 30 },
  )
})
