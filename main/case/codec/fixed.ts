/**
 * Numbers, times and booleans of one chunk as shuffled bytes. Whole numbers take the narrowest signed width that holds them
 * all; numbers with few decimals are whole numbers over a power of ten (decimals.ts); times are int64 (two's complement), read
 * through two 32-bit halves, which is exact up to 2^53 and needs no BigInt.
 */
import type { Measured } from './chunk-stats.ts'
import type { ColumnData } from '../evidence/chunks.ts'
import type { Body } from './column.ts'
import { asDecimals } from './decimals.ts'
import { DamagedBlob } from './pack.ts'
import { shuffleInto, unshuffle } from './shuffle.ts'
import type { Sink } from './sink.ts'
import { numberKernel } from './wasm/number-kernel.ts'

export type FixedKind = 'int8' | 'int16' | 'int32' | 'int64' | 'float64' | 'boolean'
type WholeKind = Exclude<FixedKind, 'boolean' | 'float64'>
export type FixedColumn = Exclude<ColumnData, { type: 'text' }>
/** Bytes a value. */
export const FIXED_WIDTH = {
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  float64: 8,
  boolean: 1,
} as const satisfies Record<FixedKind, number>
const HALF = 2 ** 32

/** Writes the column into the sink. @param stats of the column */
export function encodeFixed(column: FixedColumn, stats: Measured, into: Sink): Body {
  const { data } = column
  if (column.type === 'boolean') {
    into.room(data.length).set(data)
    return { ...PLAIN, kind: 'boolean' }
  }
  const numbers = data as Float64Array
  const kernel = numberKernel()
  kernel.load(numbers)
  const decimals = stats.whole ? null : asDecimals(numbers, kernel)
  if (!stats.whole && !decimals) {
    shuffleInto(numbers, 8, into.room(8 * data.length))
    return { ...PLAIN, kind: 'float64' }
  }
  const [low, high] = decimals ? [-decimals.most, decimals.most] : [stats.min ?? 0, stats.max ?? 0]
  const kind = column.type === 'time' ? 'int64' : narrowest(low, high)
  const validity = stats.nulls > 0
  if (validity) writeValidity(numbers, into.room((data.length + 7) >> 3))
  const width = FIXED_WIDTH[kind]
  kernel.planes(width, decimals !== null, into.room(width * data.length))
  return { ...PLAIN, kind, places: decimals?.places ?? 0, validity }
}

const PLAIN = { validity: false, places: 0, values: 0, bytes: 0 }

/** @param places power of ten that whole numbers are divided by */
export function decodeFixed(
  type: FixedColumn['type'],
  { kind, places }: { kind: FixedKind; places: number },
  bytes: Uint8Array,
  rows: number,
  validity: Uint8Array | null,
): FixedColumn {
  if (type === 'boolean') return { type, data: Uint8Array.from(bytes) }
  const data = new Float64Array(rows)
  decodeNumbers({ kind, places }, bytes, data, validity)
  return { type, data }
}

/** Numbers and times into `data`, which has as many values. @throws DamagedBlob */
export function decodeNumbers(
  { kind, places }: { kind: FixedKind; places: number },
  bytes: Uint8Array,
  data: Float64Array,
  validity: Uint8Array | null,
): void {
  const rows = data.length
  if (kind === 'float64') unshuffle(bytes, data, 8)
  else if (kind === 'int64') fromInt64(bytes, data)
  else if (kind === 'boolean') throw new DamagedBlob()
  else fromInts(kind, bytes, data)
  if (places > 0) {
    const scale = 10 ** places
    for (let i = 0; i < rows; i++) data[i]! /= scale
  }
  if (validity) for (let i = 0; i < rows; i++) if (((validity[i >> 3]! >> (i & 7)) & 1) === 0) data[i] = NaN
}

function narrowest(low: number, high: number): WholeKind {
  if (low < -(2 ** 31) || high >= 2 ** 31) return 'int64'
  if (low < -(2 ** 15) || high >= 2 ** 15) return 'int32'
  return low < -128 || high > 127 ? 'int16' : 'int8'
}

/** One bit a row, least significant first, 1 = present. */
function writeValidity(data: Float64Array, bits: Uint8Array): void {
  bits.fill(0)
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value === value) bits[i >> 3]! |= 1 << (i & 7)
  }
}

const MAKERS = { int8: Int8Array, int16: Int16Array, int32: Int32Array } as const
const scratch: Partial<Record<string, Int8Array | Int16Array | Int32Array>> = {}

/** An array that serves again and again. */
function room(kind: keyof typeof MAKERS, length: number): Int8Array | Int16Array | Int32Array {
  let array = scratch[kind]
  if (!array || array.length < length) {
    array = new MAKERS[kind](length)
    scratch[kind] = array
  }
  return array.subarray(0, length)
}

function fromInts(kind: keyof typeof MAKERS, bytes: Uint8Array, data: Float64Array): void {
  const values = room(kind, data.length)
  unshuffle(bytes, values, FIXED_WIDTH[kind])
  data.set(values)
}

/** From eight byte planes at once: to put the bytes in order first would take as long again. */
function fromInt64(bytes: Uint8Array, data: Float64Array): void {
  const n = data.length
  if (n > 0 && sameHalves(bytes, n)) return fromLowHalf(bytes, data)
  for (let i = 0; i < n; i++) {
    const low = bytes[i]! | (bytes[n + i]! << 8) | (bytes[2 * n + i]! << 16) | (bytes[3 * n + i]! << 24)
    const high =
      bytes[4 * n + i]! | (bytes[5 * n + i]! << 8) | (bytes[6 * n + i]! << 16) | (bytes[7 * n + i]! << 24)
    data[i] = high * HALF + (low >>> 0)
  }
}

/** Whether the upper four planes say the same of every value, as those of times within the hour mostly do. */
function sameHalves(bytes: Uint8Array, n: number): boolean {
  for (let k = 4; k < 8; k++) {
    const plane = Buffer.from(bytes.buffer, bytes.byteOffset + k * n, n)
    // Each byte is the one behind it: compared as memory, in no time.
    if (plane.compare(plane, 1, n, 0, n - 1) !== 0) return false
  }
  return true
}

function fromLowHalf(bytes: Uint8Array, data: Float64Array): void {
  const n = data.length
  const high = bytes[4 * n]! | (bytes[5 * n]! << 8) | (bytes[6 * n]! << 16) | (bytes[7 * n]! << 24)
  const base = high * HALF
  for (let i = 0; i < n; i++) {
    const low = bytes[i]! | (bytes[n + i]! << 8) | (bytes[2 * n + i]! << 16) | (bytes[3 * n + i]! << 24)
    data[i] = base + (low >>> 0)
  }
}
