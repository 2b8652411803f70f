/**
 * Dictionary-encoded text of one chunk: indices as narrow as the dictionary allows, then Arrow's Utf8 layout of the
 * dictionary (int32 offsets, bytes). Index 0 is the reserved empty value: missing.
 */
import type { TextColumn, Utf8List } from '../evidence/chunks.ts'
import type { Codes } from '../evidence/coded.ts'
import type { Body } from './column.ts'
import { DamagedBlob } from './pack.ts'
import { shuffleInto, unshuffle } from './shuffle.ts'
import type { Sink } from './sink.ts'

export type TextKind = 'text8' | 'text16' | 'text32'
/** Bytes an index. */
export const INDEX_WIDTH: Record<TextKind, number> = { text8: 1, text16: 2, text32: 4 }

/** Writes the column into the sink. */
export function encodeText(column: TextColumn, into: Sink): Body {
  const { codes } = column
  const { bytes, offsets } = column.utf8 ?? listOf(column.values)
  const values = offsets.length - 1
  if (values < 1 || offsets[1] !== 0)
    throw new Error('values[0] must be the empty text that stands for missing')
  const kind = values <= 256 ? 'text8' : values <= 65_536 ? 'text16' : 'text32'
  writeIndices(codes, values, kind, into.room(codes.length * INDEX_WIDTH[kind]))
  shuffleInto(offsets, 4, into.room(offsets.byteLength))
  into.room(bytes.length).set(bytes)
  return { kind, validity: false, places: 0, values, bytes: bytes.length }
}

/** Shuffled on the way. */
function writeIndices(codes: Uint32Array, values: number, kind: TextKind, to: Uint8Array): void {
  const n = codes.length
  for (let i = 0; i < n; i++) {
    const code = codes[i]!
    if (code >= values) throw new Error(`Code ${code} has no value`)
    to[i] = code
    if (kind !== 'text8') to[n + i] = code >>> 8
  }
  if (kind === 'text32') shuffleInto(codes, 4, to)
}

/** Texts as bytes. */
export function listOf(values: readonly string[]): Utf8List {
  const text = Buffer.from(values.join(''), 'utf8')
  const offsets = new Int32Array(values.length + 1)
  for (let i = 0; i < values.length; i++) offsets[i + 1] = offsets[i]! + Buffer.byteLength(values[i]!, 'utf8')
  // Halves of a surrogate pair that meet when joined would encode differently than apart.
  const whole = offsets[values.length] === text.length
  return { offsets, bytes: whole ? text : Buffer.concat(values.map((v) => Buffer.from(v))) }
}

/** A dictionary as it lies in a chunk: value i is UTF-8 in bytes[offsets[i], offsets[i + 1]); value 0 is ''. */
export interface TextBytes extends Utf8List {
  bytes: Buffer
  /** Put in order when they are asked for: a search that finds nothing needs none. @throws DamagedBlob */
  codes: () => Uint32Array
  /** The same as narrow as they are stored; where that is a byte, a view. @throws DamagedBlob */
  narrow: () => Codes
}

/** The dictionary without a string made of it. */
export function decodeTextBytes(kind: TextKind, data: Buffer, rows: number, count: number): TextBytes {
  const textStart = rows * INDEX_WIDTH[kind] + (count + 1) * 4
  const offsets = new Int32Array(count + 1)
  unshuffle(data.subarray(rows * INDEX_WIDTH[kind], textStart), offsets, 4)
  const narrow = (): Codes => narrowCodes(kind, data, rows, count)
  return { codes: () => wide(narrow()), narrow, offsets, bytes: data.subarray(textStart) }
}

function narrowCodes(kind: TextKind, data: Buffer, rows: number, count: number): Codes {
  const width = INDEX_WIDTH[kind]
  const codes = kind === 'text8' ? bytesOf(data, rows) : indexArray(kind, rows)
  if (kind !== 'text8') unshuffle(data.subarray(0, rows * width), codes, width)
  if (!allBelow(codes, count)) throw new DamagedBlob()
  return codes
}

const TOP_BITS = 0x80808080

/** Whether every code has a value. Four bytes at a time: a byte of at least `count` reaches its top bit when 128 - count is added. */
function allBelow(codes: Codes, count: number): boolean {
  if (!(codes instanceof Uint8Array) || count > 128 || codes.byteOffset % 4 > 0) return highest(codes) < count
  const words = new Int32Array(codes.buffer, codes.byteOffset, codes.length >> 2)
  const add = (128 - count) * 0x01010101
  let bits = 0
  for (let i = 0; i < words.length; i++) bits |= words[i]! | (words[i]! + add)
  return (bits & TOP_BITS) === 0 && highest(codes.subarray(words.length * 4)) < count
}

/** A plain array: loops over codes shall not meet Buffers beside it, which run slower then. */
const bytesOf = (data: Buffer, rows: number): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, rows)

function highest(codes: Codes): number {
  let most = 0
  for (let i = 0; i < codes.length; i++) if (codes[i]! > most) most = codes[i]!
  return most
}

// The constructor copies; `from` would walk an iterator, ten times as long.
const wide = (codes: Codes): Uint32Array => (codes instanceof Uint32Array ? codes : new Uint32Array(codes))

export function decodeText(
  kind: TextKind,
  data: Buffer,
  rows: number,
  count: number,
): { codes: Uint32Array; values: string[] } {
  const { codes, offsets, bytes } = decodeTextBytes(kind, data, rows, count)
  return { codes: codes(), values: splitText(bytes, offsets) }
}

/** Every value as a string. */
export function splitText(bytes: Buffer, offsets: Int32Array): string[] {
  const count = offsets.length - 1
  const values = Array.from<string>({ length: count })
  const whole = bytes.toString('latin1')
  // In plain ASCII byte offsets are character offsets: one decode for all values.
  const plain = bytes.length === bytes.toString('utf8').length
  for (let i = 0; i < count; i++) {
    const [start, end] = [offsets[i]!, offsets[i + 1]!]
    values[i] = plain ? whole.slice(start, end) : bytes.toString('utf8', start, end)
  }
  return values
}

function indexArray(kind: TextKind, length: number): Codes {
  return kind === 'text16' ? new Uint16Array(length) : new Uint32Array(length)
}
