/** Chunks as they are stored, made without a database, and with few imports: a thread that does this starts quickly. */
import type { Chunk, ColumnData } from '../evidence/chunks.ts'
import { columnStats, type ColumnStats } from './chunk-stats.ts'
import { encodeColumn } from './column.ts'
import { packPlaces } from './places.ts'

/** A chunk ready to be stored; made apart from the database, so that another thread may do it. */
export interface EncodedChunk extends Omit<Chunk, 'offsets' | 'lengths' | 'columns'> {
  places: Buffer
  columns: (ColumnStats & { name: string; type: ColumnData['type']; data: Buffer })[]
}

/** Compresses a chunk. Columns that are missing in every row are left out. */
export function encodeChunk(chunk: Chunk): EncodedChunk {
  const { rows, firstByte, byteLength, sha256 } = chunk
  const columns: EncodedChunk['columns'] = []
  for (const [name, column] of chunk.columns) {
    const length = column.type === 'text' ? column.codes.length : column.data.length
    if (length !== rows) throw new Error(`Column ${name} has ${length} values in a chunk of ${rows} rows`)
    const measured = columnStats(column)
    const { nulls, min, max } = measured
    if (nulls < rows)
      columns.push({ name, type: column.type, nulls, min, max, data: encodeColumn(column, rows, measured) })
  }
  return { rows, firstByte, byteLength, sha256, places: packPlaces(chunk.offsets, chunk.lengths), columns }
}
