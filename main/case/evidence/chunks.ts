/**
 * Column chunks: the events of a source, 65,536 rows at a time, each column of a chunk one BLOB (codec.ts). A chunk also
 * knows its stretch of the evidence file and that stretch's SHA-256, and where each row lies in it, so that any record
 * can be shown again as it was and checked. A column that a chunk does not have is missing in all of its rows.
 */
import type { CaseFile } from '../case-file.ts'
import { encodeChunk, type EncodedChunk } from '../codec/encode-chunk.ts'
import { placeAt } from '../codec/places.ts'
import { reading, transact } from '../storage-problem.ts'

/** A list of texts as bytes: text i is UTF-8 in bytes[offsets[i], offsets[i + 1]). */
export interface Utf8List {
  bytes: Uint8Array
  offsets: Int32Array
}

/** codes[i] indexes values; values[0] is '' and stands for missing. The same text may stand under several codes of a chunk. */
export interface TextColumn {
  type: 'text'
  codes: Uint32Array
  values: string[]
  /** The values as bytes, where the reader has them; storing then makes no strings. */
  utf8?: Utf8List
}

export type ColumnData =
  | TextColumn
  /** NaN is missing. Integers are whole and within 2^53; larger ones arrive as text. */
  | { type: 'number' | 'integer'; data: Float64Array }
  /** 0 false, 1 true, 255 missing. */
  | { type: 'boolean'; data: Uint8Array }
  /** Integer microseconds since 1970 UTC; NaN is missing. */
  | { type: 'time'; data: Float64Array }

export interface Chunk {
  rows: number
  /** Where this chunk's stretch of the (decompressed) evidence begins, and how long it is. */
  firstByte: number
  byteLength: number
  /** Of that stretch. */
  sha256: string
  /** First byte of each row, in the whole (decompressed) file. */
  offsets: Float64Array
  /** Bytes of each row. */
  lengths: Uint32Array
  columns: Map<string, ColumnData>
}

/** Most rows of a chunk. A chunk of wide or long records ends sooner, so that memory stays bounded. */
export const CHUNK_ROWS = 65_536

/**
 * Stores the chunk `ordinal` (0, 1, 2, … without gaps) of a source that is being imported, in a transaction of its own.
 * @throws Problem disk-full, case-locked, …
 */
export function writeChunk(c: CaseFile, sourceId: number, ordinal: number, chunk: Chunk): void {
  writeEncodedChunk(c, sourceId, ordinal, encodeChunk(chunk))
}

/** As {@link writeChunk}, for a chunk that was encoded already. */
export function writeEncodedChunk(c: CaseFile, sourceId: number, ordinal: number, chunk: EncodedChunk): void {
  transact(c, () => {
    c.db
      .prepare(
        `INSERT INTO chunks (source, ordinal, first_row, rows, first_byte, byte_length, sha256, places)
         SELECT @source, @ordinal, COALESCE(MAX(first_row + rows), 0), @rows, @firstByte, @byteLength, @sha256, @places
         FROM chunks WHERE source = @source`,
      )
      .run({
        source: sourceId,
        ordinal,
        rows: chunk.rows,
        firstByte: chunk.firstByte,
        byteLength: chunk.byteLength,
        sha256: chunk.sha256,
        places: chunk.places,
      })
    const insert = c.db.prepare(
      `INSERT INTO column_chunks (source, name, ordinal, type, nulls, min, max, data)
       VALUES (@source, @name, @ordinal, @type, @nulls, @min, @max, @data)`,
    )
    for (const column of chunk.columns) insert.run({ ...column, source: sourceId, ordinal })
  })
}

export interface ChunkPlace {
  /** Where the row begins in the (decompressed) evidence, and how long it is. */
  byte: number
  length: number
  chunkFirstByte: number
  chunkLength: number
  /** Of the chunk's stretch, as it was at import. */
  chunkSha256: string
}

/** Where one row (from 0) of a source lies in its evidence file. */
export function chunkPlace(c: CaseFile, sourceId: number, row: number): ChunkPlace {
  return reading(c, () => {
    const chunk = c.db
      .prepare<[number, number], StoredChunk>(
        `SELECT first_row, rows, first_byte, byte_length, sha256, places FROM chunks
         WHERE source = ? AND first_row <= ? ORDER BY ordinal DESC LIMIT 1`,
      )
      .get(sourceId, row)
    if (!chunk || row < 0 || row >= chunk.first_row + chunk.rows) {
      throw new RangeError(`Source ${sourceId} has no row ${row}`)
    }
    return {
      ...placeAt(chunk.places, chunk.rows, row - chunk.first_row),
      chunkFirstByte: chunk.first_byte,
      chunkLength: chunk.byte_length,
      chunkSha256: chunk.sha256,
    }
  })
}

interface StoredChunk {
  first_row: number
  rows: number
  first_byte: number
  byte_length: number
  sha256: string
  places: Buffer
}
