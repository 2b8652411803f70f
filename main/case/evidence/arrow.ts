/**
 * Stored columns as Apache Arrow vectors, one Data a chunk, and the same for columns put together otherwise: the door to everything that speaks Arrow. Types follow the widest
 * chunk: Float64, Timestamp (microseconds), Bool, or a dictionary of Utf8 with uint32 indices.
 */
import {
  Bool,
  type Data,
  Dictionary,
  Float64,
  makeData,
  makeVector,
  TimestampMicrosecond,
  Uint32,
  Utf8,
  Vector,
} from 'apache-arrow'
import type { CaseFile } from '../case-file.ts'
import { columnChunks, readText } from './columns.ts'
import type { Coded, ColumnChunk } from './columns.ts'

/** A whole column of a source; missing values are nulls. */
export function arrowVector(c: CaseFile, sourceId: number, column: string): Vector {
  const chunks = columnChunks(c, sourceId, column)
  const types = new Set(
    chunks.map(({ type }) => (type === 'integer' ? 'number' : type)).filter((type) => type !== null),
  )
  const [type] = types
  if (types.size !== 1 || type === undefined || type === 'text') return textVector(c, sourceId, column)
  if (type === 'boolean') return new Vector(chunks.map((chunk) => booleanData(flags(chunk))))
  return type === 'time'
    ? new Vector(chunks.map((chunk) => timeData(values(chunk))))
    : new Vector(chunks.map((chunk) => numberData(values(chunk))))
}

function textVector(c: CaseFile, sourceId: number, column: string): Vector<Dictionary<Utf8, Uint32>> {
  const { codes, values } = readText(c, sourceId, column)
  return makeVector(codedData(codes, dictionaryOf(values)))
}

/** A dictionary to be shared by any number of {@link codedData}; values[0] stands for missing and is never pointed at. */
export interface SharedDictionary {
  type: Dictionary<Utf8, Uint32>
  values: Vector<Utf8>
}

export function dictionaryOf(values: readonly string[]): SharedDictionary {
  const type = new Dictionary(new Utf8(), new Uint32())
  return { type, values: makeVector(utf8Data(values.length, (i) => values[i]!)) }
}

/** Text as codes into a dictionary; code 0 is null. */
export function codedData(
  codes: Uint32Array,
  { type, values }: SharedDictionary,
): Data<Dictionary<Utf8, Uint32>> {
  const { nullBitmap, nullCount } = validity(codes.length, (row) => codes[row] !== 0)
  return makeData({ type, length: codes.length, nullCount, nullBitmap, data: codes, dictionary: values })
}

/** Text as it is, for columns of many distinct values; code 0 is null. */
export function textData({ codes, values }: Coded): Data<Utf8> {
  const missing = validity(codes.length, (row) => codes[row] !== 0)
  return utf8Data(codes.length, (row) => values[codes[row]!]!, missing)
}

/** @throws RangeError beyond 2 GiB of text, which 32-bit offsets cannot address */
function utf8Data(
  length: number,
  text: (row: number) => string,
  nulls: { nullBitmap?: Uint8Array; nullCount?: number } = {},
): Data<Utf8> {
  const valueOffsets = new Int32Array(length + 1)
  const parts: Buffer[] = []
  let at = 0
  for (let row = 0; row < length; row++) {
    const bytes = Buffer.from(text(row))
    parts.push(bytes)
    at += bytes.length
    if (at > 0x7fff_ffff) throw new RangeError('More than 2 GiB of text in one Arrow batch')
    valueOffsets[row + 1] = at
  }
  return makeData({ type: new Utf8(), length, valueOffsets, data: Buffer.concat(parts), ...nulls })
}

/** Numbers; NaN is null. */
export function numberData(data: Float64Array): Data<Float64> {
  const { nullBitmap, nullCount } = validity(data.length, (row) => !Number.isNaN(data[row]!))
  return makeData({ type: new Float64(), length: data.length, nullCount, nullBitmap, data })
}

/** Integer microseconds UTC; NaN is null. */
export function timeData(micros: Float64Array): Data<TimestampMicrosecond> {
  const { nullBitmap, nullCount } = validity(micros.length, (row) => !Number.isNaN(micros[row]!))
  const data = BigInt64Array.from(micros, (value) => (Number.isNaN(value) ? 0n : BigInt(value)))
  return makeData({
    type: new TimestampMicrosecond('UTC'),
    length: micros.length,
    nullCount,
    nullBitmap,
    data,
  })
}

/** 0 false, 1 true, 255 null. */
export function booleanData(bytes: Uint8Array): Data<Bool> {
  const { nullBitmap, nullCount } = validity(bytes.length, (row) => bytes[row] !== 255)
  const data = validity(bytes.length, (row) => bytes[row] === 1).nullBitmap
  return makeData({ type: new Bool(), length: bytes.length, nullCount, nullBitmap, data })
}

function flags(chunk: ColumnChunk): Uint8Array {
  const column = chunk.load()
  return column?.type === 'boolean' ? column.data : new Uint8Array(chunk.rows).fill(255)
}

function values(chunk: ColumnChunk): Float64Array {
  const column = chunk.load()
  const numeric = column && column.type !== 'text' && column.type !== 'boolean'
  return numeric ? column.data : new Float64Array(chunk.rows).fill(NaN)
}

/** Arrow's bitmap: bit i, least significant first, is set where `present(i)`. */
function validity(
  rows: number,
  present: (row: number) => boolean,
): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array((rows + 7) >> 3)
  let nullCount = 0
  for (let row = 0; row < rows; row++) {
    if (present(row)) nullBitmap[row >> 3]! |= 1 << (row & 7)
    else nullCount++
  }
  return { nullBitmap, nullCount }
}
