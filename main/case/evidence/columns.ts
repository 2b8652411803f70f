/**
 * Whole columns of one source, put together from its chunks. Where the type differs between chunks the widest wins:
 * integer, number, text.
 */
import type { CaseFile } from '../case-file.ts'
import { cellText, numberOf } from './cell-text.ts'
import type { ColumnData } from './chunks.ts'
import { decodeColumn, decodeColumnInto, decodeTextColumn, rowsWithin } from '../codec/column.ts'
import { release } from '../codec/pack.ts'
import { splitText } from '../codec/text.ts'
import type { TextBytes } from '../codec/text.ts'
import { CodedBuilder } from './coded.ts'
import type { Coded, NarrowBuilder } from './coded.ts'
import { reading } from '../storage-problem.ts'

export type { Coded, Codes } from './coded.ts'

/** One chunk of one column, not yet read. */
export interface ColumnChunk {
  ordinal: number
  firstRow: number
  rows: number
  /** null: the chunk does not have the column; all of its rows are missing. */
  type: ColumnData['type'] | null
  nulls: number
  /** Of the values present; null for text and where none is. */
  min: number | null
  max: number | null
  /** Reads and decodes it; null where `type` is. */
  load(): ColumnData | null
  /** Decodes a chunk of times or numbers into `data`, one place a row. */
  loadInto(data: Float64Array): void
  /**
   * Of a chunk of times or numbers: true where all rows lie from `low` to `high`, both included, false where none does, else a byte
   * (1 or 0) a row, good until the next are asked for.
   */
  within(low: number, high: number): boolean | Uint8Array
  /**
   * The dictionary of a text chunk, no string made of it; null for other types, and where the dictionary has fewer than
   * `least` bytes.
   */
  texts(least?: number): TextBytes | null
}

type Stored = Omit<ColumnChunk, 'load' | 'loadInto' | 'within' | 'texts'>

/** Rows of a source that are stored so far. */
export function countRows(c: CaseFile, sourceId: number): number {
  const sum = c.db
    .prepare<[number], number>('SELECT COALESCE(SUM(rows), 0) FROM chunks WHERE source = ?')
    .pluck()
  return reading(c, () => sum.get(sourceId) ?? 0)
}

/** The chunks of a source in order. */
export function listChunks(
  c: CaseFile,
  sourceId: number,
): { ordinal: number; firstRow: number; rows: number }[] {
  const find = c.db.prepare<[number], { ordinal: number; firstRow: number; rows: number }>(
    'SELECT ordinal, first_row AS firstRow, rows FROM chunks WHERE source = ? ORDER BY ordinal',
  )
  return reading(c, () => find.all(sourceId))
}

/** The chunks of a column in order, without their data. */
export function columnChunks(c: CaseFile, sourceId: number, column: string): ColumnChunk[] {
  const find = c.db.prepare<{ source: number; name: string }, Stored>(
    `SELECT chunks.ordinal, first_row AS firstRow, rows, type, COALESCE(nulls, rows) AS nulls, min, max
     FROM chunks LEFT JOIN column_chunks AS part
       ON part.source = chunks.source AND part.ordinal = chunks.ordinal AND part.name = @name
     WHERE chunks.source = @source ORDER BY chunks.ordinal`,
  )
  const read = c.db
    .prepare<[number, string, number], Buffer>(
      'SELECT data FROM column_chunks WHERE source = ? AND name = ? AND ordinal = ?',
    )
    .pluck()
  return reading(c, () =>
    find.all({ source: sourceId, name: column }).map((chunk) => {
      const { type, ordinal, rows } = chunk
      return {
        ...chunk,
        load: () =>
          type === null ? null : reading(c, () => decoded(ordinal, (blob) => decodeColumn(type, blob))),
        loadInto: (data) => reading(c, () => void decoded(ordinal, (blob) => decodeColumnInto(data, blob))),
        within: (low, high) =>
          reading(c, () => decoded(ordinal, (blob) => rowsWithin(blob, rows, low, high)) ?? false),
        texts: (least) =>
          type === 'text'
            ? reading(c, () => decoded(ordinal, (blob) => decodeTextColumn(blob, least)))
            : null,
      }
    }),
  )

  /** What `decode` makes of a stored chunk, whose own bytes nobody needs any more then. */
  function decoded<T>(ordinal: number, decode: (blob: Buffer) => T): T | null {
    const blob = read.get(sourceId, column, ordinal)
    if (!blob) return null
    const made = decode(blob)
    release(blob)
    return made
  }
}

/** The column as text, whatever its type; numbers as JavaScript writes them, times as ISO 8601 UTC with microseconds. */
export function readText(c: CaseFile, sourceId: number, column: string): Coded & { codes: Uint32Array } {
  const builder = new CodedBuilder(countRows(c, sourceId))
  addText(builder, 0, columnChunks(c, sourceId, column))
  return builder.finish()
}

/** Adds the chunks' texts to `builder`, their first row at `at`. */
export function addText(
  builder: CodedBuilder | NarrowBuilder,
  at: number,
  chunks: readonly ColumnChunk[],
): void {
  for (const chunk of chunks) {
    const from = at + chunk.firstRow
    const text = chunk.texts()
    if (text) {
      builder.addCoded(from, text.narrow(), splitText(text.bytes, text.offsets))
      text.free()
      continue
    }
    const column = chunk.load()
    if (column && column.type !== 'text') builder.addValues(from, column.data, cellText(column.type))
  }
}

/** The column as numbers; NaN where missing or not a number. Booleans are 0 and 1, times microseconds. */
export function readNumbers(c: CaseFile, sourceId: number, column: string): Float64Array {
  return fill(c, sourceId, column, numbersOf)
}

/** The column as times in microseconds; NaN where missing or stored as anything but a time. */
export function readTimes(c: CaseFile, sourceId: number, column: string): Float64Array {
  return fill(c, sourceId, column, (chunk) => (chunk.type === 'time' ? chunk.data : null))
}

/** One chunk's values as numbers; NaN where missing or not a number. */
export function numbersOf(column: ColumnData): Float64Array {
  if (column.type === 'text') {
    const values = Float64Array.from(column.values, numberOf)
    return Float64Array.from(column.codes, (code) => values[code]!)
  }
  if (column.type === 'boolean')
    return Float64Array.from(column.data, (value) => (value === 255 ? NaN : value))
  return column.data
}

function fill(
  c: CaseFile,
  sourceId: number,
  column: string,
  values: (column: ColumnData) => Float64Array | null,
): Float64Array {
  const all = new Float64Array(countRows(c, sourceId)).fill(NaN)
  for (const chunk of columnChunks(c, sourceId, column)) {
    const data = chunk.load()
    const part = data && values(data)
    if (part) all.set(part, chunk.firstRow)
  }
  return all
}
