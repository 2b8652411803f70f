/**
 * Sums of first and second derivatives by bin: the one hot loop of the trainer.
 *
 * A histogram holds, for bin b of column c, the sums at 2 * (starts[c] + b) and the next place. The rows of a node are
 * read once for eight columns at a time: additions to one place have to wait for each other, those to eight do not. All derivatives are
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
  let column = 0
  for (; column + 7 < table.columns; column += 8) sumEight(into, table, pairs, order, from, to, column)
  for (; column < table.columns; column++) sumOne(into, table, pairs, order, from, to, column)
}

/** What is left of `whole` (which is overwritten) without `part`: the histogram of the other child. */
export function subtract(whole: Float64Array, part: Float64Array): void {
  for (let i = 0; i < whole.length; i++) whole[i] = whole[i]! - part[i]!
}

function sumEight(
  into: Float64Array,
  { rows, bins, starts }: Binned,
  pairs: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  column: number,
): void {
  const at0 = column * rows
  const at1 = at0 + rows
  const at2 = at1 + rows
  const at3 = at2 + rows
  const at4 = at3 + rows
  const at5 = at4 + rows
  const at6 = at5 + rows
  const at7 = at6 + rows
  const start0 = 2 * starts[column]!
  const start1 = 2 * starts[column + 1]!
  const start2 = 2 * starts[column + 2]!
  const start3 = 2 * starts[column + 3]!
  const start4 = 2 * starts[column + 4]!
  const start5 = 2 * starts[column + 5]!
  const start6 = 2 * starts[column + 6]!
  const start7 = 2 * starts[column + 7]!
  for (let i = from; i < to; i++) {
    const row = order[i]!
    const g = pairs[2 * row]!
    const h = pairs[2 * row + 1]!
    let p = start0 + 2 * bins[at0 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start1 + 2 * bins[at1 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start2 + 2 * bins[at2 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start3 + 2 * bins[at3 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start4 + 2 * bins[at4 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start5 + 2 * bins[at5 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start6 + 2 * bins[at6 + row]!
    into[p]! += g
    into[p + 1]! += h
    p = start7 + 2 * bins[at7 + row]!
    into[p]! += g
    into[p + 1]! += h
  }
}

function sumOne(
  into: Float64Array,
  { rows, bins, starts }: Binned,
  pairs: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  column: number,
): void {
  const at = column * rows
  const start = 2 * starts[column]!
  for (let i = from; i < to; i++) {
    const row = order[i]!
    const p = start + 2 * bins[at + row]!
    into[p]! += pairs[2 * row]!
    into[p + 1]! += pairs[2 * row + 1]!
  }
}
