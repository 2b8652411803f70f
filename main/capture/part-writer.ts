/** Writes the parts of a capture into the case: chunks, rejected rows in batches, and totals. */
import type { CaseFile } from '../case/case-file.ts'
import { writeEncodedChunk } from '../case/evidence/chunks.ts'
import type { EncodedChunk } from '../case/codec/encode-chunk.ts'
import { addRejected } from '../case/evidence/sources.ts'
import type { Rejected } from '../../preload/contract/evidence.ts'
import { ColumnTotals } from './columns/totals.ts'
import type { Part } from './parts.ts'

/** The first few rejected rows are kept at hand. */
const SHOWN = 5
/** Rejected rows stored before others have their turn: some 30 ms. */
const AT_ONCE = 10_000

export class PartWriter {
  /** Earliest and latest time, in microseconds. */
  first: number | null = null
  last: number | null = null
  readonly reasons: Rejected[] = []
  readonly columns = new ColumnTotals()
  /** Values of the time column that are no time. */
  unreadable = 0
  readonly #case: CaseFile
  readonly #source: number
  readonly #timeColumn: string | null
  #ordinal = 0
  #accepted = 0
  #timed = 0
  #rejected = 0

  constructor(c: CaseFile, source: number, timeColumn: string | null) {
    this.#case = c
    this.#source = source
    this.#timeColumn = timeColumn
  }

  /** @throws the signal's reason, between two batches */
  async write({ chunks, rejected, columns, unreadable }: Part, signal: AbortSignal): Promise<void> {
    this.columns.add(columns, chunks)
    for (const chunk of chunks) {
      writeEncodedChunk(this.#case, this.#source, this.#ordinal++, chunk)
      this.#accepted += chunk.rows
      this.#times(chunk)
    }
    await this.#keepAside(rejected, signal)
    this.reasons.push(...rejected.slice(0, SHOWN - this.reasons.length))
    this.#rejected += rejected.length
    this.unreadable += unreadable
  }

  async #keepAside(rejected: Rejected[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < rejected.length; at += AT_ONCE) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
      addRejected(this.#case, this.#source, rejected.slice(at, at + AT_ONCE))
    }
  }

  /** rows = accepted + rejected. */
  counts(): { rows: number; accepted: number; rejected: number } {
    return { rows: this.#accepted + this.#rejected, accepted: this.#accepted, rejected: this.#rejected }
  }

  /** Accepted events without a time. */
  withoutTime(): number {
    return this.#accepted - this.#timed
  }

  #times({ rows, columns }: EncodedChunk): void {
    const time = columns.find(({ name, type }) => name === this.#timeColumn && type === 'time')
    if (!time || time.min === null || time.max === null) return
    this.#timed += rows - time.nulls
    this.first = this.first === null ? time.min : Math.min(this.first, time.min)
    this.last = this.last === null ? time.max : Math.max(this.last, time.max)
  }
}
