/** Which rows of a stretch match: all, none, or a byte (0 or 1) for each. */
import { CHUNK_ROWS } from '../../case/evidence/chunks.ts'
import { closed, type Interval } from './interval.ts'

/** Good until {@link freeMasks}. */
export type Mask = boolean | Uint8Array

/**
 * Memory of masks that serves for one chunk after another: a search of millions of events would ask for fresh memory thousands of
 * times, and filling it for the first time costs more than the search.
 */
const pool: ArrayBuffer[] = []
let taken = 0

/** Gives back the memory of all masks; called where nobody holds one any more, before the next chunk. */
export function freeMasks(): void {
  taken = 0
}

/** Bytes of any content, good until {@link freeMasks}. */
export function room(rows: number): Uint8Array {
  let buffer = pool[taken]
  if (!buffer || buffer.byteLength < rows) buffer = new ArrayBuffer(Math.max(rows, CHUNK_ROWS))
  pool[taken++] = buffer
  return new Uint8Array(buffer, 0, rows)
}

/** One byte a row, by `test` of the row's index in the stretch. */
export function rowMask(rows: number, test: (row: number) => boolean): Uint8Array {
  const mask = room(rows)
  for (let i = 0; i < rows; i++) mask[i] = test(i) ? 1 : 0
  return mask
}

/** Rows whose value lies in the interval; NaN lies in none. */
export function intervalMask(values: Float64Array, interval: Interval): Mask {
  const { low, high } = closed(interval)
  const mask = room(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    count += mask[i] = Number(value >= low) & Number(value <= high)
  }
  if (count === 0) return false
  return count === mask.length ? true : mask
}

export function invert(mask: Mask): Mask {
  if (typeof mask === 'boolean') return !mask
  const opposite = room(mask.length)
  for (let i = 0; i < mask.length; i++) opposite[i] = mask[i]! ^ 1
  return opposite
}

/** Rows that match every one of `parts`, which are asked only as long as any row is left. */
export function every(parts: Iterable<() => Mask>): Mask {
  let all: Mask = true
  for (const part of parts) {
    all = both(all, part())
    if (all === false) return false
  }
  return all
}

/** Rows that match any of `parts`, which are asked only as long as a row is missing. */
export function some(parts: Iterable<() => Mask>): Mask {
  let any: Mask = false
  for (const part of parts) {
    any = either(any, part())
    if (any === true) return true
  }
  return any
}

function either(a: Mask, b: Mask): Mask {
  if (typeof a === 'boolean') return a ? true : b
  if (typeof b === 'boolean') return b ? true : a
  const mask = room(a.length)
  let missing = 0
  for (let i = 0; i < a.length; i++) {
    const one = a[i]! | b[i]!
    mask[i] = one
    missing |= one ^ 1
  }
  return missing === 0 ? true : mask
}

function both(a: Mask, b: Mask): Mask {
  if (typeof a === 'boolean') return a ? b : false
  if (typeof b === 'boolean') return b ? a : false
  const mask = room(a.length)
  let found = 0
  for (let i = 0; i < a.length; i++) found |= mask[i] = a[i]! & b[i]!
  return found === 0 ? false : mask
}
