/** Numbers with few decimals come back bit for bit, whatever stands among them. */
import { array, assert, constantFrom, double, integer, oneof, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeColumn } from '../../../main/case/codec.ts'
import { asDecimals } from '../../../main/case/decimals.ts'

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

test('decimals take half the room of doubles or less; what has none is left alone', () => {
  const prices = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 10_007) / 100)
  expect(asDecimals(prices)?.places).toBe(2)
  expect(encodeColumn({ type: 'number', data: prices }, 1000).length).toBeLessThan(3000)
  expect(asDecimals(Float64Array.of(Math.PI, Math.E))).toBeNull()
  expect(asDecimals(Float64Array.of(0.5, -0))).toBeNull()
})
