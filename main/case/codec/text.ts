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

/** A dictionary as it lies in a chunk: value i is UTF-8 in bytes[offsets[i], offsets[i + 1]); value 0 is ''. Nothing is put in order before it is asked for. */
export class TextBytes implements Utf8List {
  readonly bytes: Buffer
  readonly #kind: TextKind
  readonly #data: Buffer
  readonly #rows: number
  /** Of the dictionary. */
  readonly #count: number
  #offsets: Int32Array | null = null
  /** Gives back the memory: whoever looked at all they wanted says so, and at nothing afterwards. */
  readonly free: () => void

  constructor(kind: TextKind, data: Buffer, rows: number, count: number, free: () => void = () => undefined) {
    this.free = free
    this.#kind = kind
    this.#data = data
    this.#rows = rows
    this.#count = count
    this.bytes = data.subarray(rows * INDEX_WIDTH[kind] + (count + 1) * 4)
  }

  get offsets(): Int32Array {
    if (this.#offsets) return this.#offsets
    const offsets = new Int32Array(this.#count + 1)
    const start = this.#rows * INDEX_WIDTH[this.#kind]
    unshuffle(this.#data.subarray(start, start + offsets.byteLength), offsets, 4)
    return (this.#offsets = offsets)
  }

  /** @throws DamagedBlob */
  codes(): Uint32Array {
    return wide(this.narrow())
  }

  /** The codes as narrow as they are stored; where that is a byte, a view. @throws DamagedBlob */
  narrow(): Codes {
    return narrowCodes(this.#kind, this.#data, this.#rows, this.#count)
  }

  /** Of the dictionary, the empty one included. */
  get values(): number {
    return this.#count
  }

  /** The text of one row, looked up where it lies: a page shows few of a chunk's. @throws DamagedBlob */
  cell(row: number): string {
    return this.value(this.#number(0, INDEX_WIDTH[this.#kind], this.#rows, row))
  }

  /** @throws DamagedBlob */
  value(code: number): string {
    if (!(code < this.#count)) throw new DamagedBlob()
    const start = this.#rows * INDEX_WIDTH[this.#kind]
    const from = this.#number(start, 4, this.#count + 1, code)
    return this.bytes.toString('utf8', from, this.#number(start, 4, this.#count + 1, code + 1))
  }

  /** Number `i` of `count` that lie shuffled from `start` on. */
  #number(start: number, width: number, count: number, i: number): number {
    let number = 0
    for (let k = width - 1; k >= 0; k--) number = number * 256 + this.#data[start + k * count + i]!
    return number
  }

  /** Bytes of memory. */
  get weight(): number {
    return this.#data.buffer.byteLength + (this.#offsets?.byteLength ?? 0)
  }
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
  const text = new TextBytes(kind, data, rows, count)
  return { codes: text.codes(), values: splitText(text.bytes, text.offsets) }
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
