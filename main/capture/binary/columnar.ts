/**
 * Parts from formats that keep rows in columns (Parquet, Arrow): column after column is turned into stored blobs, so that never more than
 * one column of a row group is held as values. Rows have no bytes of their own there: every row of a group has the group's
 * place and no length, and the chunk's hash is that of the group's bytes.
 */
import { setImmediate as breath } from 'node:timers/promises'
import { CHUNK_ROWS } from '../../case/evidence/chunks.ts'
import { columnStats } from '../../case/codec/chunk-stats.ts'
import { encodeColumn } from '../../case/codec/column.ts'
import type { EncodedChunk } from '../../case/codec/encode-chunk.ts'
import { packPlaces } from '../../case/codec/places.ts'
import type { ColumnNews } from '../columns/builder.ts'
import { columnKinds, type ColumnPlan } from '../columns/plan.ts'
import { JsonColumns } from '../json/columns.ts'
import type { Part } from '../parts.ts'

/** A stretch of the file that holds some rows. */
export interface Group {
  rows: number
  first: number
  length: number
  sha256: string
}

export class ColumnarPart {
  readonly #group: Group
  readonly #kindOf: ReturnType<typeof columnKinds>
  readonly #chunks: EncodedChunk[]
  readonly #news: ColumnNews[] = []
  #unreadable = 0

  constructor(group: Group, plan: ColumnPlan) {
    this.#group = group
    this.#kindOf = columnKinds(plan)
    const count = Math.ceil(group.rows / CHUNK_ROWS)
    this.#chunks = Array.from({ length: count }, (_, i) => this.#emptyChunk(i))
  }

  /** A column of the group: `value(row)` is a plain value, an object, or null. */
  async add(name: string, value: (row: number) => unknown): Promise<void> {
    const columns = new JsonColumns(this.#kindOf)
    for (const [i, chunk] of this.#chunks.entries()) {
      // The event loop breathes between chunks: cancel and progress get through.
      if (i > 0) await breath()
      for (let row = 0; row < chunk.rows; row++) {
        const cell = value(i * CHUNK_ROWS + row)
        if (cell !== null && cell !== undefined) columns.put(name, cell, row)
      }
      for (const { builder } of columns.columns.values()) {
        const data = builder.take(chunk.rows)
        if (!data) continue
        const stats = columnStats(data)
        const { nulls, min, max } = stats
        if (nulls === chunk.rows) continue
        chunk.columns.push({
          name: builder.name,
          type: data.type,
          nulls,
          min,
          max,
          data: encodeColumn(data, chunk.rows, stats),
        })
      }
    }
    for (const { builder, unreadable } of columns.columns.values()) {
      this.#news.push(builder.news())
      this.#unreadable += unreadable
    }
    if (columns.columns.size === 0) this.#news.push({ name, type: 'none', distinct: [] })
  }

  part(): Part {
    return { chunks: this.#chunks, rejected: [], columns: this.#news, unreadable: this.#unreadable }
  }

  #emptyChunk(i: number): EncodedChunk {
    const { rows: all, first, length, sha256 } = this.#group
    const rows = Math.min(CHUNK_ROWS, all - i * CHUNK_ROWS)
    const places = packPlaces(new Float64Array(rows).fill(first), new Uint32Array(rows))
    return { rows, firstByte: first, byteLength: length, sha256, places, columns: [] }
  }
}
