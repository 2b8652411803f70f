/** Rows that several threads put in order: each finds its own, whoever put them there, and nobody depends on who failed. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrderedRows, type TakeRows } from '../../../../main/engine/apart/ordered.ts'
import { emptyShared, type SharedChunk } from '../../../../main/engine/apart/shared.ts'
import { permutation } from '../../../../main/engine/random.ts'
import { takeRows } from '../../../../main/engine/training/rows.ts'
import type { Rows } from '../../../../main/engine/types.ts'

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
    batch: BATCH,
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

/** Copies after a moment in which others have their turn. */
const from =
  (table: Rows): TakeRows =>
  async (order, to) => {
    await Promise.resolve()
    takeRows(table, order, to)
  }

const asked = fc.array(fc.record({ thread: fc.nat({ max: 2 }), from: fc.nat(60), count: fc.nat(60) }), {
  maxLength: 12,
})

test('the rows of any steps, whoever asks beside', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), asked, async (steps, questions) => {
      const { table, chunk, expected } = task(steps)
      const threads = [0, 1, 2].map(() => new OrderedRows(from(table), COLUMNS, chunk))
      // All at once: each is in the middle of its blocks when the others ask.
      await Promise.all(
        questions.map(async ({ thread, from, count }) => {
          const [first, end] = [Math.min(from, steps), Math.min(from + count, steps)]
          expect(Array.from(await threads[thread]!.take(first, end))).toEqual(expected(first, end))
        }),
      )
      // Nothing behind the chunk's rows was touched.
      expect(Array.from(chunk.rows.x.subarray(steps * BATCH * COLUMNS))).toEqual(Array(7 * COLUMNS).fill(-1))
    }),
  )
})

test('what somebody began and never finished is put in order all the same', async () => {
  const { table, chunk, expected } = task(40)
  chunk.rows.words.fill(1)
  expect(Array.from(await new OrderedRows(from(table), COLUMNS, chunk).take(2, 39))).toEqual(expected(2, 39))
})

test('what is done is not done again', async () => {
  const { table, chunk, expected } = task(40)
  await new OrderedRows(from(table), COLUMNS, chunk).take(0, 40)
  const gone = { ...table, data: table.data.map(() => NaN) }
  expect(Array.from(await new OrderedRows(from(gone), COLUMNS, chunk).take(0, 40))).toEqual(expected(0, 40))
})
