/**
 * Test rows that have an exact twin among the training rows: the same value in every feature.
 *
 * Training rows go into an open-addressing hash table of row indexes, keyed by a 32-bit FNV-1a hash over the bits of
 * the row. A hit counts only after all values are compared, so a hash collision is never taken for a twin.
 */
import type { FeatureMatrix } from '../features/matrix.ts'

/** For each test row 1 when it has a twin in training, else 0. Rows are indexes into the matrix. */
export function findTwins(matrix: FeatureMatrix, train: Int32Array, test: Int32Array): Uint8Array {
  const bits = new Uint32Array(matrix.data.buffer, matrix.data.byteOffset, matrix.data.length)
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, train.length * 2)))
  const table = new Int32Array(size).fill(-1)
  for (const row of train) {
    const slot = slotOf(table, bits, matrix.columns, row)
    if (table[slot] === -1) table[slot] = row
  }
  return Uint8Array.from(test, (row) => (table[slotOf(table, bits, matrix.columns, row)] === -1 ? 0 : 1))
}

/** The slot of the row's equal, or the free slot where it would go. */
function slotOf(table: Int32Array, bits: Uint32Array, columns: number, row: number): number {
  let slot = hashRow(bits, columns, row) & (table.length - 1)
  while (table[slot] !== -1 && !equalRows(bits, columns, table[slot]!, row))
    slot = (slot + 1) & (table.length - 1)
  return slot
}

function hashRow(bits: Uint32Array, columns: number, row: number): number {
  let hash = 0x811c9dc5
  for (let i = row * columns; i < (row + 1) * columns; i++) {
    const value = unsigned(bits[i]!)
    hash = Math.imul(hash ^ (value & 0xffff), 0x01000193)
    hash = Math.imul(hash ^ (value >>> 16), 0x01000193)
  }
  hash ^= hash >>> 15
  return hash >>> 0
}

function equalRows(bits: Uint32Array, columns: number, a: number, b: number): boolean {
  for (let i = 0; i < columns; i++) {
    if (unsigned(bits[a * columns + i]!) !== unsigned(bits[b * columns + i]!)) return false
  }
  return true
}

/** Minus zero equals zero. */
const unsigned = (value: number): number => (value === 0x80000000 ? 0 : value)
