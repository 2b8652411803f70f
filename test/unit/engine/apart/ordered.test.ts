/** Rows that several threads put in order: each finds its own, whoever put them there, and nobody depends on who failed. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrderedRows } from '../../../../main/engine/apart/ordered.ts'
import { emptyShared, type SharedChunk } from '../../../../main/engine/apart/shared.ts'
import { permutation } from '../../../../main/engine/random.ts'

const [BATCH, COLUMNS] = [3, 5]

/** A chunk of so many steps over a table whose numbers tell row and column, in memory that was used before. */
function task(steps: number) {
  const count = steps * BATCH
  const table = {
    rows: count,
    columns: COLUMNS,
    data: Float32Array.from({ length: count * COLUMNS }, (_, i) => i),
  }
  const rows = { x: emptyShared((count + 7) * COLUMNS).fill(-1), words: OrderedRows.wordsFor(steps) }
  const chunk: SharedChunk = {
    order: permutation(count, 1),
    rows,
    rates: new Float32Array(),
    offsets: new BigInt64Array(),
    losses: new Float32Array(),
  }
  const expected = (from: number, to: number) =>
    Array.from(chunk.order.subarray(from * BATCH, to * BATCH)).flatMap((row) =>
      Array.from({ length: COLUMNS }, (_, column) => row * COLUMNS + column),
    )
  return { table, chunk, expected }
}

const asked = fc.array(fc.record({ thread: fc.nat({ max: 2 }), from: fc.nat(60), count: fc.nat(60) }), {
  maxLength: 12,
})

test('the rows of any steps, whoever asked before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), asked, (steps, questions) => {
      const { table, chunk, expected } = task(steps)
      const threads = [0, 1, 2].map(() => new OrderedRows(table, BATCH, chunk))
      for (const { thread, from, count } of questions) {
        const [first, end] = [Math.min(from, steps), Math.min(from + count, steps)]
        expect(Array.from(threads[thread]!.take(first, end))).toEqual(expected(first, end))
      }
      // Nothing behind the chunk's rows was touched.
      expect(Array.from(chunk.rows.x.subarray(steps * BATCH * COLUMNS))).toEqual(Array(7 * COLUMNS).fill(-1))
    }),
  )
})

test('what somebody began and never finished is put in order all the same', () => {
  const { table, chunk, expected } = task(20)
  chunk.rows.words.fill(1)
  expect(Array.from(new OrderedRows(table, BATCH, chunk).take(2, 19))).toEqual(expected(2, 19))
})

test('what is done is not done again', () => {
  const { table, chunk, expected } = task(20)
  new OrderedRows(table, BATCH, chunk).take(0, 20)
  const gone = { ...table, data: table.data.map(() => NaN) }
  expect(Array.from(new OrderedRows(gone, BATCH, chunk).take(0, 20))).toEqual(expected(0, 20))
})
