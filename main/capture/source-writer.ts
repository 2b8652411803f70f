/** Receives what a reader reads and writes it into the case: chunks with their hashes, rejected rows in batches, running totals. */
import type { CaseFile } from '../case/case-file.ts'
import { writeChunk } from '../case/chunks.ts'
import { addRejected } from '../case/sources.ts'
import type { Rejected } from '../../preload/contract/evidence.ts'
import type { FilledChunk, Receiver } from './chunk-rows.ts'
import { StretchHash } from './stretch-hash.ts'

/** Rejected rows written at once. */
const BATCH = 1000

export class SourceWriter implements Receiver {
  /** Earliest and latest time, in microseconds. */
  first: number | null = null
  last: number | null = null
  /** The first few rejected rows. */
  readonly reasons: Rejected[] = []
  readonly #case: CaseFile
  readonly #source: number
  readonly #timeColumn: string | null
  readonly #hash = new StretchHash()
  #ordinal = 0
  #accepted = 0
  #timed = 0
  #rejected = 0
  #waiting: Rejected[] = []

  constructor(c: CaseFile, source: number, timeColumn: string | null) {
    this.#case = c
    this.#source = source
    this.#timeColumn = timeColumn
  }

  /** Takes a block of the original bytes, before its rows come. */
  original(block: Buffer): void {
    this.#hash.push(block)
  }

  chunk(chunk: FilledChunk): void {
    const from = chunk.firstByte
    const sha256 = this.#hash.cut({ from, to: from + chunk.byteLength })
    writeChunk(this.#case, this.#source, this.#ordinal++, { ...chunk, sha256 })
    this.#accepted += chunk.rows
    const time = this.#timeColumn === null ? undefined : chunk.columns.get(this.#timeColumn)
    if (time?.type === 'time') for (const micros of time.data) this.#time(micros)
  }

  rejected(row: Rejected): void {
    this.#rejected++
    if (this.reasons.length < 5) this.reasons.push(row)
    this.#waiting.push(row)
    if (this.#waiting.length >= BATCH) this.#writeRejected()
  }

  passed(rows: { from: number; to: number } | null, byte: number): void {
    this.#hash.advance(rows, byte)
  }

  /** Writes what is left. */
  end(): void {
    this.#writeRejected()
  }

  /** rows = accepted + rejected. Rows of the chunk being filled are not counted yet. */
  counts(): { rows: number; accepted: number; rejected: number } {
    return { rows: this.#accepted + this.#rejected, accepted: this.#accepted, rejected: this.#rejected }
  }

  /** Accepted events without a time. */
  withoutTime(): number {
    return this.#accepted - this.#timed
  }

  #time(micros: number): void {
    if (Number.isNaN(micros)) return
    this.#timed++
    if (this.first === null || micros < this.first) this.first = micros
    if (this.last === null || micros > this.last) this.last = micros
  }

  #writeRejected(): void {
    addRejected(this.#case, this.#source, this.#waiting)
    this.#waiting = []
  }
}
