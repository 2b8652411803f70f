/** Numbers with few decimals come back bit for bit, whatever stands among them. */
import { array, assert, constantFrom, double, integer, oneof, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { columnStats } from '../../../main/case/codec/chunk-stats.ts'
import { decodeColumn, encodeColumn } from '../../../main/case/codec/column.ts'
import { asDecimals } from '../../../main/case/codec/decimals.ts'
import { numberKernel } from '../../../main/case/codec/wasm/number-kernel.ts'

const decimal = tuple(integer(), integer({ min: 0, max: 12 })).map(([whole, places]) => whole / 10 ** places)
const odd = oneof(double(), constantFrom(-0, NaN, Infinity, -Infinity, 2 ** 53, 1e-300))

test('property: what is stored is what is read', () => {
  assert(
    property(
      array(oneof({ weight: 20, arbitrary: decimal }, { weight: 1, arbitrary: odd }), { minLength: 1 }),
      (cells) => {
        const data = Float64Array.from(cells)
        const back = decodeColumn('number', encodeColumn({ type: 'number', data }, data.length))
        expect(Array.from(back.type === 'number' ? back.data : [])).toEqual(cells)
      },
    ),
    { numRuns: 2000 },
  )
})

function decimals(data: Float64Array) {
  const kernel = numberKernel()
  kernel.load(data)
  return asDecimals(data, kernel)
}

test('decimals take half the room of doubles or less; what has none is left alone', () => {
  const prices = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 10_007) / 100)
  expect(decimals(prices)?.places).toBe(2)
  expect(encodeColumn({ type: 'number', data: prices }, 1000).length).toBeLessThan(3000)
  expect(decimals(Float64Array.of(Math.PI, Math.E))).toBeNull()
  expect(decimals(Float64Array.of(0.5, -0))).toBeNull()
})

test('property: statistics are those of the values, and a value is whole as JavaScript has it', () => {
  const cell = oneof(integer(), decimal, odd)
  assert(
    property(array(cell, { maxLength: 40 }), (cells) => {
      const { nulls, min, max, whole } = columnStats({ type: 'number', data: Float64Array.from(cells) })
      const present = cells.filter((value) => !Number.isNaN(value))
      expect([nulls, min, max]).toEqual([
        cells.length - present.length,
        present.length > 0 ? expect.closeTo(Math.min(...present), 20) : null,
        present.length > 0 ? expect.closeTo(Math.max(...present), 20) : null,
      ])
      expect(whole).toBe(present.every((value) => Number.isSafeInteger(value) && !Object.is(value, -0)))
    }),
    { numRuns: 2000 },
  )
})
