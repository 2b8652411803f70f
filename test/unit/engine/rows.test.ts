/** Rows in the order of a training: any rows, any columns of them, and nothing else is written to. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeRows } from '../../../main/engine/training/rows.ts'

const tasks = fc
  .record({ rows: fc.integer({ min: 1, max: 9 }), columns: fc.integer({ min: 1, max: 40 }) })
  .chain((size) =>
    fc.record({
      size: fc.constant(size),
      order: fc.array(fc.nat({ max: size.rows - 1 }), { maxLength: 20 }),
      first: fc.nat({ max: size.columns - 1 }),
    }),
  )

test('takes each row, or some columns of it, and stops there', () => {
  fc.assert(
    fc.property(tasks, fc.nat({ max: 39 }), ({ size: { rows, columns }, order, first }, more) => {
      const width = Math.min(columns - first, more + 1)
      // Numbers with all kinds of bits, tables that do not begin where their memory does.
      const data = Float32Array.from({ length: rows * columns + 1 }, (_, i) =>
        i % 7 === 0 ? -0 : 1 / i,
      ).subarray(1)
      const to = new Float32Array(order.length * width + 3).fill(5)
      takeRows({ rows, columns, data }, Int32Array.from(order), to.subarray(1), first, width)
      const expected = order.flatMap((row) =>
        Array.from(data.subarray(row * columns + first, row * columns + first + width)),
      )
      expect(Array.from(to)).toEqual([5, ...expected, 5, 5])
    }),
  )
})
