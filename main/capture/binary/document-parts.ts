/** Rows that a binary format gives as documents, each with its place, gathered into parts. */
import { encodeChunk } from '../../case/codec/encode-chunk.ts'
import type { Rejected } from '../../../preload/contract/evidence.ts'
import { ChunkRows } from '../columns/chunk-rows.ts'
import { columnKinds, type ColumnPlan } from '../columns/plan.ts'
import { JsonColumns } from '../json/columns.ts'
import { type JsonObject, Unfit } from '../json/parse.ts'
import type { Part } from '../parts.ts'
import type { Place } from '../places.ts'

export class DocumentParts {
  readonly #kindOf: ReturnType<typeof columnKinds>
  #columns: JsonColumns
  readonly #rows = new ChunkRows()
  #rejected: Rejected[] = []

  constructor(plan: ColumnPlan) {
    this.#kindOf = columnKinds(plan)
    this.#columns = new JsonColumns(this.#kindOf)
  }

  get rows(): number {
    return this.#rows.rows
  }

  /** Whether the part should be taken before more is added. */
  get full(): boolean {
    return this.#rows.full(this.#columns.columns.size)
  }

  /** @param line number of the record, from 1, for what is set aside */
  add(document: JsonObject, place: Place, line: number): void {
    try {
      this.#columns.store(document, this.#rows.rows)
      this.#rows.add(place)
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      this.reject(place, line, error.message)
    }
  }

  reject(place: Place, line: number, reason: string): void {
    this.#rejected.push({ line, ...place, reason, excerpt: '' })
  }

  /** What was added since the last time. @param hashOf SHA-256 of a stretch of the file */
  take(hashOf: (first: number, length: number) => string): Part {
    const columns = [...this.#columns.columns.values()]
    const unreadable = columns.reduce((sum, column) => sum + column.unreadable, 0)
    const chunks = []
    if (this.#rows.rows > 0) {
      const chunk = this.#rows.take(columns.map(({ builder }) => builder))
      chunks.push(encodeChunk({ ...chunk, sha256: hashOf(chunk.firstByte, chunk.byteLength) }))
    }
    const part = {
      chunks,
      rejected: this.#rejected,
      columns: columns.map(({ builder }) => builder.news()),
      unreadable,
    }
    this.#columns = new JsonColumns(this.#kindOf)
    this.#rejected = []
    return part
  }
}
