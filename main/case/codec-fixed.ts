/**
 * Numbers, times and booleans of one chunk as shuffled bytes. Whole numbers take the narrowest signed width that holds them
 * all; times are int64 (two's complement), written and read through two 32-bit halves, which is exact up to 2^53 and
 * needs no BigInt.
 */
import type { ColumnData } from './chunks.ts'
import type { Body } from './codec.ts'
import { DamagedBlob } from './pack.ts'
import { shuffle, unshuffle } from './shuffle.ts'

export type FixedKind = 'int8' | 'int16' | 'int32' | 'int64' | 'float64' | 'boolean'
export type FixedColumn = Exclude<ColumnData, { type: 'text' }>
/** Bytes a value. */
export const FIXED_WIDTH: Record<FixedKind, number> = {
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  float64: 8,
  boolean: 1,
}
const HALF = 2 ** 32

export function encodeFixed(column: FixedColumn): Body {
  if (column.type === 'boolean') return body('boolean', null, column.data.slice())
  const kind = column.type === 'number' ? 'float64' : narrowest(column.data, column.type === 'time')
  if (kind === 'float64') return body(kind, null, shuffle(column.data, 8))
  const values = kind === 'int64' ? toInt64(column.data) : toInts(kind, column.data)
  return body(kind, validityOf(column.data), shuffle(values, FIXED_WIDTH[kind]))
}

export function decodeFixed(
  type: FixedColumn['type'],
  kind: FixedKind,
  bytes: Uint8Array,
  rows: number,
  validity: Uint8Array | null,
): FixedColumn {
  if (type === 'boolean') return { type, data: Uint8Array.from(bytes) }
  const data = new Float64Array(rows)
  if (kind === 'float64') unshuffle(bytes, data, 8)
  else if (kind === 'int64') fromInt64(bytes, data)
  else if (kind === 'boolean') throw new DamagedBlob()
  else fromInts(kind, bytes, data)
  if (validity) for (let i = 0; i < rows; i++) if (((validity[i >> 3]! >> (i & 7)) & 1) === 0) data[i] = NaN
  return { type, data }
}

function body(kind: FixedKind, validity: Uint8Array | null, values: Uint8Array): Body {
  return { kind, validity, parts: [values], values: 0, bytes: 0 }
}

/** float64 where a value is no whole number within 2^53, which then is kept as it is. */
function narrowest(data: Float64Array, wide: boolean): Exclude<FixedKind, 'boolean'> {
  let low = 0
  let high = 0
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (Number.isNaN(value)) continue
    if (!Number.isSafeInteger(value)) return 'float64'
    if (value < low) low = value
    else if (value > high) high = value
  }
  if (wide || low < -(2 ** 31) || high >= 2 ** 31) return 'int64'
  if (low < -(2 ** 15) || high >= 2 ** 15) return 'int32'
  return low < -128 || high > 127 ? 'int16' : 'int8'
}

function validityOf(data: Float64Array): Uint8Array | null {
  const bits = new Uint8Array((data.length + 7) >> 3)
  let missing = 0
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i]!)) missing++
    else bits[i >> 3]! |= 1 << (i & 7)
  }
  return missing > 0 ? bits : null
}

function ints(kind: 'int8' | 'int16' | 'int32', length: number): Int8Array | Int16Array | Int32Array {
  if (kind === 'int8') return new Int8Array(length)
  return kind === 'int16' ? new Int16Array(length) : new Int32Array(length)
}

function toInts(kind: 'int8' | 'int16' | 'int32', data: Float64Array): ArrayBufferView {
  const values = ints(kind, data.length)
  // NaN becomes 0; the validity bitmap says that it is missing.
  for (let i = 0; i < data.length; i++) values[i] = data[i]!
  return values
}

function fromInts(kind: 'int8' | 'int16' | 'int32', bytes: Uint8Array, data: Float64Array): void {
  const values = ints(kind, data.length)
  unshuffle(bytes, values, FIXED_WIDTH[kind])
  data.set(values)
}

function toInt64(data: Float64Array): Int32Array {
  const halves = new Int32Array(data.length * 2)
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (Number.isNaN(value)) continue
    const high = Math.floor(value / HALF)
    halves[2 * i] = value - high * HALF
    halves[2 * i + 1] = high
  }
  return halves
}

function fromInt64(bytes: Uint8Array, data: Float64Array): void {
  const halves = new Int32Array(data.length * 2)
  unshuffle(bytes, halves, 8)
  for (let i = 0; i < data.length; i++) data[i] = halves[2 * i + 1]! * HALF + (halves[2 * i]! >>> 0)
}
