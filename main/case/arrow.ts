/**
 * Stored columns as Apache Arrow vectors, one Data a chunk: the door to everything that speaks Arrow. Types follow the widest
 * chunk: Float64, Timestamp (microseconds), Bool, or a dictionary of Utf8 with uint32 indices.
 */
import {
  Bool,
  Dictionary,
  Float64,
  makeData,
  makeVector,
  TimestampMicrosecond,
  Uint32,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { CaseFile } from './case-file.ts'
import { columnChunks, readText } from './columns.ts'
import type { ColumnChunk } from './columns.ts'

/** A whole column of a source; missing values are nulls. */
export function arrowVector(c: CaseFile, sourceId: number, column: string): Vector {
  const chunks = columnChunks(c, sourceId, column)
  const types = new Set(
    chunks.map(({ type }) => (type === 'integer' ? 'number' : type)).filter((type) => type !== null),
  )
  const [type] = types
  if (types.size !== 1 || type === undefined || type === 'text') return textVector(c, sourceId, column)
  if (type === 'boolean') return new Vector(chunks.map(booleanData))
  return type === 'time' ? new Vector(chunks.map(timeData)) : new Vector(chunks.map(numberData))
}

function textVector(c: CaseFile, sourceId: number, column: string): Vector<Dictionary<Utf8, Uint32>> {
  const { codes, values } = readText(c, sourceId, column)
  const dictionary = vectorFromArray(values, new Utf8())
  const type = new Dictionary(dictionary.type, new Uint32())
  const { nullBitmap, nullCount } = validity(codes.length, (row) => codes[row] !== 0)
  return makeVector(makeData({ type, length: codes.length, nullCount, nullBitmap, data: codes, dictionary }))
}

function numberData(chunk: ColumnChunk) {
  const data = values(chunk)
  const { nullBitmap, nullCount } = validity(chunk.rows, (row) => !Number.isNaN(data[row]!))
  return makeData({ type: new Float64(), length: chunk.rows, nullCount, nullBitmap, data })
}

function timeData(chunk: ColumnChunk) {
  const micros = values(chunk)
  const { nullBitmap, nullCount } = validity(chunk.rows, (row) => !Number.isNaN(micros[row]!))
  const data = BigInt64Array.from(micros, (value) => (Number.isNaN(value) ? 0n : BigInt(value)))
  return makeData({ type: new TimestampMicrosecond('UTC'), length: chunk.rows, nullCount, nullBitmap, data })
}

function booleanData(chunk: ColumnChunk) {
  const column = chunk.load()
  const bytes = column?.type === 'boolean' ? column.data : new Uint8Array(chunk.rows).fill(255)
  const { nullBitmap, nullCount } = validity(chunk.rows, (row) => bytes[row] !== 255)
  const data = validity(chunk.rows, (row) => bytes[row] === 1).nullBitmap
  return makeData({ type: new Bool(), length: chunk.rows, nullCount, nullBitmap, data })
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
