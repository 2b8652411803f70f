/**
 * One chunk of one column as bytes, in Arrow's column layout: a validity bitmap where values are missing, then fixed-width
 * values (narrowest signed integer, int64 for times, float64), or dictionary indices, int32 offsets and UTF-8 text.
 * Values are byte-shuffled; the whole body is one zstd frame behind a header of 16 bytes:
 * format, kind, has validity, 0 | rows u32 | dictionary values u32 | dictionary bytes u32.
 */
import type { ColumnData } from './chunks.ts'
import { compress, DamagedBlob, decompress } from './pack.ts'
import { decodeFixed, encodeFixed, FIXED_WIDTH } from './codec-fixed.ts'
import type { FixedKind } from './codec-fixed.ts'
import { decodeText, encodeText, INDEX_WIDTH } from './codec-text.ts'
import type { TextKind } from './codec-text.ts'

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
const HEADER = 16

/** The parts of a chunk before compression. */
export interface Body {
  kind: Kind
  /** One bit a row, least significant first, 1 = present; null when every row is. */
  validity: Uint8Array | null
  /** Shuffled values or indices, then (text) shuffled offsets and the text itself. */
  parts: Uint8Array[]
  /** Dictionary values, index 0 (missing) included; 0 for other kinds. */
  values: number
  /** Bytes of the dictionary's text. */
  bytes: number
}

/** @returns the BLOB for `column`, which has `rows` rows */
export function encodeColumn(column: ColumnData, rows: number): Buffer {
  const body = column.type === 'text' ? encodeText(column) : encodeFixed(column)
  const header = Buffer.alloc(HEADER)
  header[0] = FORMAT
  header[1] = KINDS.indexOf(body.kind)
  header[2] = body.validity ? 1 : 0
  header.writeUInt32LE(rows, 4)
  header.writeUInt32LE(body.values, 8)
  header.writeUInt32LE(body.bytes, 12)
  return Buffer.concat([
    header,
    compress(Buffer.concat([...(body.validity ? [body.validity] : []), ...body.parts])),
  ])
}

/**
 * The column again, as it was given to {@link encodeColumn} (but for the sign of an integer zero).
 * @throws DamagedBlob
 */
export function decodeColumn(type: ColumnData['type'], blob: Buffer): ColumnData {
  const kind = KINDS[blob[1] ?? 255]
  if (blob.length < HEADER || blob[0] !== FORMAT || !kind) throw new DamagedBlob()
  const rows = blob.readUInt32LE(4)
  const values = blob.readUInt32LE(8)
  const bytes = blob.readUInt32LE(12)
  const validityLength = blob[2] === 1 ? (rows + 7) >> 3 : 0
  const text = isText(kind)
  const length = text ? rows * INDEX_WIDTH[kind] + (values + 1) * 4 + bytes : rows * FIXED_WIDTH[kind]
  const body = decompress(blob.subarray(HEADER), validityLength + length)
  const validity = validityLength > 0 ? body.subarray(0, validityLength) : null
  const data = body.subarray(validityLength)
  if (text !== (type === 'text')) throw new DamagedBlob()
  if (text) return { type: 'text', ...decodeText(kind, data, rows, values) }
  return decodeFixed(type as Exclude<ColumnData['type'], 'text'>, kind, data, rows, validity)
}

function isText(kind: Kind): kind is TextKind {
  return kind in INDEX_WIDTH
}
