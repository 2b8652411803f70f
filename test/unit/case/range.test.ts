/** Stored numbers are asked whether they lie in a range without being put in order: the same rows as the numbers themselves say. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnData } from '../../../main/case/evidence/chunks.ts'
import { encodeColumn, rowsWithin } from '../../../main/case/codec/column.ts'
import { leastOver, mostOver } from '../../../main/case/codec/decimals.ts'

/** Cells of one width each, with its edges. */
const kinds = {
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.oneof(fc.integer({ min: -32_768, max: 32_767 }), fc.constantFrom(-32_768, -129, 128, 32_767)),
  int32: fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -32_769, 32_768)),
  int64: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER)),
  decimals: fc
    .tuple(fc.integer(), fc.integer({ min: 1, max: 6 }))
    .map(([whole, places]) => whole / 10 ** places),
  doubles: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-0, Infinity, -Infinity, Number.MIN_VALUE)),
}
const types: ColumnData['type'][] = ['integer', 'integer', 'integer', 'time', 'number', 'number']

const cases = fc.oneof(
  ...Object.values(kinds).map((cell, i) =>
    fc.record({
      type: fc.constant(types[i] as 'integer' | 'time' | 'number'),
      cells: fc.array(fc.oneof({ weight: 8, arbitrary: cell }, { weight: 1, arbitrary: fc.constant(NaN) }), {
        minLength: 1,
        maxLength: 70,
      }),
      ends: fc.tuple(cell, fc.oneof(cell, fc.double(), fc.constantFrom(-Infinity, Infinity, NaN))),
      swapped: fc.boolean(),
    }),
  ),
)

test('whatever the width, with values missing or not', () => {
  fc.assert(
    fc.property(cases, ({ type, cells, ends, swapped }) => {
      const [low, high] = swapped ? [ends[1], ends[0]] : ends
      const blob = encodeColumn({ type, data: Float64Array.from(cells) }, cells.length)
      const found = rowsWithin(blob, cells.length, low, high)
      const expected = cells.map((cell) => Number(cell >= low && cell <= high))
      expect(typeof found === 'boolean' ? cells.map(() => Number(found)) : [...found]).toEqual(expected)
      // What can be told for all rows at once is told so.
      expect(typeof found === 'boolean').toBe(new Set(expected).size === 1)
    }),
    { numRuns: 5000 },
  )
})

test('a whole chunk', () => {
  const rows = 65_521
  for (const width of [100, 30_000, 2 ** 30, 2 ** 40]) {
    const data = Float64Array.from(
      { length: rows },
      (_, i) => Math.floor((((i * 7919) % rows) / rows) * 2 * width) - width,
    )
    const found = rowsWithin(encodeColumn({ type: 'integer', data }, rows), rows, -width / 3, width / 7)
    expect(found).toEqual(Uint8Array.from(data, (value) => Number(value >= -width / 3 && value <= width / 7)))
  }
})

test('ends of a range as whole numbers over a power of ten', () => {
  const end = fc.oneof(kinds.decimals, fc.double({ noNaN: true, min: -1e9, max: 1e9 }))
  fc.assert(
    fc.property(end, fc.integer({ min: 0, max: 6 }), (at, places) => {
      const scale = 10 ** places
      const [least, most] = [leastOver(scale, at), mostOver(scale, at)]
      expect([least / scale >= at, (least - 1) / scale >= at]).toEqual([true, false])
      expect([most / scale <= at, (most + 1) / scale <= at]).toEqual([true, false])
    }),
    { numRuns: 2000 },
  )
  expect(leastOver(10, -Infinity)).toBeLessThanOrEqual(-(2 ** 53))
  expect(leastOver(10, Infinity)).toBe(Infinity)
  expect(mostOver(10, Infinity)).toBe(Infinity)
})

test('a changed byte is found; so is a chunk of other rows, or of texts', () => {
  const data = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009)
  const blob = encodeColumn({ type: 'integer', data }, 1000)
  for (let at = 16; at < blob.length; at += 37) {
    const changed = Buffer.from(blob)
    changed[at]! ^= 4
    expect(() => rowsWithin(changed, 1000, 3, 5)).toThrow('does not decode')
  }
  expect(() => rowsWithin(blob, 999, 3, 5)).toThrow('does not decode')
  const text = encodeColumn({ type: 'text', codes: Uint32Array.of(1, 0), values: ['', 'a'] }, 2)
  expect(() => rowsWithin(text, 2, 3, 5)).toThrow('does not decode')
})
