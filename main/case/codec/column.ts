/**
 * One chunk of one column as bytes, in Arrow's column layout: a validity bitmap where values are missing, then fixed-width
 * values (narrowest signed integer, int64 for times, float64), or dictionary indices, int32 offsets and UTF-8 text.
 * Values are byte-shuffled; the whole body is one zstd frame behind a header of 16 bytes:
 * format, kind, flags, decimal places | rows u32 | dictionary values u32 | dictionary bytes u32.
 */
import { columnStats } from './chunk-stats.ts'
import type { ColumnData } from '../evidence/chunks.ts'
import { leastOver, mostOver } from './decimals.ts'
import { checked, compress, DamagedBlob, decompress, release, unchecked } from './pack.ts'
import { decodeFixed, decodeNumbers, encodeFixed, FIXED_WIDTH } from './fixed.ts'
import type { FixedKind } from './fixed.ts'
import { decodeText, encodeText, INDEX_WIDTH, TextBytes } from './text.ts'
import type { TextKind } from './text.ts'
import { Sink } from './sink.ts'
import { rangeKernel } from './wasm/range-kernel.ts'

export type Kind = FixedKind | TextKind
const KINDS: readonly Kind[] = [
  'int8',
  'int16',
  'int32',
  'int64',
  'float64',
  'boolean',
  'text8',
  'text16',
  'text32',
]
const FORMAT = 1
/** With whole numbers over a power of ten, or not compressed; versions that do not know of it refuse it. */
const FORMAT_LATER = 2
const VALIDITY = 1
const PLAIN = 2
/** Bodies up to so many bytes are kept as they are behind their CRC-32: compressing them costs more than it saves. */
const SMALL = 256
const HEADER = 16

/** What the sink holds: the validity bitmap if there is one, then shuffled values, or indices, offsets and text. */
export interface Body {
  kind: Kind
  /** One bit a row, least significant first, 1 = present; left out when every row is. */
  validity: boolean
  /** Power of ten that whole numbers are divided by. */
  places: number
  /** Dictionary values, index 0 (missing) included; 0 for other kinds. */
  values: number
  /** Bytes of the dictionary's text. */
  bytes: number
}

const sink = new Sink()

/**
 * @param stats of the column, where they are at hand
 * @returns the BLOB for `column`, which has `rows` rows
 */
export function encodeColumn(column: ColumnData, rows: number, stats = columnStats(column)): Buffer {
  sink.clear()
  const body = column.type === 'text' ? encodeText(column, sink) : encodeFixed(column, stats, sink)
  const bytes = sink.bytes()
  const plain = bytes.length <= SMALL
  const packed = plain ? checked(bytes) : compress(bytes)
  const blob = Buffer.allocUnsafe(HEADER + packed.length)
  blob[0] = plain || body.places > 0 ? FORMAT_LATER : FORMAT
  blob[1] = KINDS.indexOf(body.kind)
  blob[2] = (body.validity ? VALIDITY : 0) | (plain ? PLAIN : 0)
  blob[3] = body.places
  blob.writeUInt32LE(rows, 4)
  blob.writeUInt32LE(body.values, 8)
  blob.writeUInt32LE(body.bytes, 12)
  packed.copy(blob, HEADER)
  return blob
}

/**
 * The column again, as it was given to {@link encodeColumn} (but for the sign of an integer zero).
 * @throws DamagedBlob
 */
export function decodeColumn(type: ColumnData['type'], blob: Buffer): ColumnData {
  const { kind, rows, values, data, validity, free } = openBlob(blob)
  if (isText(kind) !== (type === 'text')) throw new DamagedBlob()
  const form = { kind: kind as FixedKind, places: placesOf(blob) }
  const column: ColumnData = isText(kind)
    ? { type: 'text', ...decodeText(kind, data, rows, values) }
    : decodeFixed(type as Exclude<ColumnData['type'], 'text'>, form, data, rows, validity)
  free()
  return column
}

/**
 * Times or numbers into `data`, which has a place for every row: a whole case's column is put together without a copy of each chunk.
 * @throws DamagedBlob
 */
export function decodeColumnInto(data: Float64Array, blob: Buffer): void {
  const { kind, rows, data: bytes, validity, free } = openBlob(blob)
  if (isText(kind) || kind === 'boolean' || rows !== data.length) throw new DamagedBlob()
  decodeNumbers({ kind, places: placesOf(blob) }, bytes, data, validity)
  free()
}

/**
 * Which rows hold a number or time from `low` to `high`, both included, of a chunk with `rows` rows; looked at as they are stored.
 * @returns true where all do, false where none does, else a byte (1 or 0) a row, good until the next are asked for
 * @throws DamagedBlob
 */
export function rowsWithin(blob: Buffer, rows: number, low: number, high: number): boolean | Uint8Array {
  const { kind, rows: stored, data: bytes, validity, free } = openBlob(blob)
  if (isText(kind) || kind === 'boolean' || rows !== stored) throw new DamagedBlob()
  const whole = kind !== 'float64'
  const scale = 10 ** placesOf(blob)
  const range = whole ? ([leastOver(scale, low), mostOver(scale, high)] as const) : ([low, high] as const)
  const found = rangeKernel().within({ kind, rows, validity, bytes }, ...range)
  free()
  return found
}

/**
 * A text column as bytes; null where its whole dictionary has fewer than `least` bytes, which is told without decompressing it.
 * @throws DamagedBlob
 */
export function decodeTextColumn(blob: Buffer, least = 0): TextBytes | null {
  if (blob.length >= HEADER && blob.readUInt32LE(12) < least) return null
  const { kind, rows, values, data, free } = openBlob(blob)
  if (!isText(kind)) throw new DamagedBlob()
  return new TextBytes(kind, data, rows, values, free)
}

const placesOf = (blob: Buffer): number => (blob[0] === FORMAT_LATER ? blob[3]! : 0)

interface OpenBlob {
  kind: Kind
  rows: number
  /** Dictionary values. */
  values: number
  data: Buffer
  validity: Buffer | null
  /** Gives back the memory of both; for when they were copied. */
  free: () => void
}

function openBlob(blob: Buffer): OpenBlob {
  const kind = KINDS[blob[1] ?? 255]
  const known = blob[0] === FORMAT || blob[0] === FORMAT_LATER
  if (blob.length < HEADER || !known || !kind) throw new DamagedBlob()
  const rows = blob.readUInt32LE(4)
  const values = blob.readUInt32LE(8)
  const bytes = blob.readUInt32LE(12)
  const validityLength = (blob[2]! & VALIDITY) !== 0 ? (rows + 7) >> 3 : 0
  const length = isText(kind) ? rows * INDEX_WIDTH[kind] + (values + 1) * 4 + bytes : rows * FIXED_WIDTH[kind]
  const unpack = (blob[2]! & PLAIN) === 0 ? decompress : unchecked
  const body = unpack(blob.subarray(HEADER), validityLength + length)
  const validity = validityLength > 0 ? body.subarray(0, validityLength) : null
  const free = (): void => release(body)
  return { kind, rows, values, data: body.subarray(validityLength), validity, free }
}

function isText(kind: Kind): kind is TextKind {
  return kind in INDEX_WIDTH
}
