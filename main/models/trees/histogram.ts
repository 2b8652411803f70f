/**
 * Sums of first and second derivatives by bin: the one hot loop of the trainer.
 *
 * A histogram holds, for bin b of column c, the sums at 2 * (starts[c] + b) and the next place. The rows of a node are
 * read once for four columns at a time, as four independent sums keep a processor busier than one. All derivatives are
 * multiples of 2^-30 (see derivatives.ts), so sums are exact, in any order, and so is the difference of two histograms.
 */
import type { Binned } from './bins.ts'

/** Rows `order[from..to)` into `into`, which is overwritten. `pairs` holds both derivatives of row r at 2r and 2r + 1. */
export function sumInto(
  into: Float64Array,
  table: Binned,
  pairs: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
): void {
  into.fill(0)
  const { rows, columns, bins, starts } = table
  let column = 0
  for (; column + 3 < columns; column += 4) {
    const at = column * rows
    sumFour(into, bins, pairs, order, from, to, at, rows, starts, column)
  }
  for (; column < columns; column++)
    sumOne(into, bins, pairs, order, from, to, column * rows, 2 * starts[column]!)
}

/** What is left of `whole` (which is overwritten) without `part`: the histogram of the other child. */
export function subtract(whole: Float64Array, part: Float64Array): void {
  for (let i = 0; i < whole.length; i++) whole[i] = whole[i]! - part[i]!
}

function sumFour(
  into: Float64Array,
  bins: Uint8Array,
  pairs: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  first: number,
  rows: number,
  starts: Int32Array,
  column: number,
): void {
  const second = first + rows
  const third = second + rows
  const fourth = third + rows
  const a = 2 * starts[column]!
  const b = 2 * starts[column + 1]!
  const c = 2 * starts[column + 2]!
  const d = 2 * starts[column + 3]!
  for (let i = from; i < to; i++) {
    const row = order[i]!
    const g = pairs[2 * row]!
    const h = pairs[2 * row + 1]!
    const p = a + 2 * bins[first + row]!
    const q = b + 2 * bins[second + row]!
    const r = c + 2 * bins[third + row]!
    const s = d + 2 * bins[fourth + row]!
    into[p]! += g
    into[p + 1]! += h
    into[q]! += g
    into[q + 1]! += h
    into[r]! += g
    into[r + 1]! += h
    into[s]! += g
    into[s + 1]! += h
  }
}

function sumOne(
  into: Float64Array,
  bins: Uint8Array,
  pairs: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  first: number,
  start: number,
): void {
  for (let i = from; i < to; i++) {
    const row = order[i]!
    const p = start + 2 * bins[first + row]!
    into[p]! += pairs[2 * row]!
    into[p + 1]! += pairs[2 * row + 1]!
  }
}
