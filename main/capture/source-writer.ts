/** Receives what a reader reads and writes it into the case: chunks with their hashes, rejected rows in batches, running totals. */
import type { CaseFile } from '../case/case-file.ts'
import { writeEncodedChunk } from '../case/chunks.ts'
import type { EncodedChunk } from '../case/encode-chunk.ts'
import { addRejected } from '../case/sources.ts'
import type { Rejected } from '../../preload/contract/evidence.ts'
import type { ChunkMaker } from './chunk-maker.ts'
import type { FilledChunk, Receiver } from './chunk-rows.ts'

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
  readonly #maker: ChunkMaker
  #ordinal = 0
  #accepted = 0
  #timed = 0
  #rejected = 0
  #waiting: Rejected[] = []

  constructor(c: CaseFile, source: number, timeColumn: string | null, maker: ChunkMaker) {
    this.#case = c
    this.#maker = maker
    this.#source = source
    this.#timeColumn = timeColumn
  }

  /** Takes a block of the original bytes, before its rows come. */
  original(block: Buffer): void {
    this.#maker.original(block)
  }

  chunk(chunk: FilledChunk): void {
    this.#maker.chunk(chunk)
    this.#accepted += chunk.rows
    const time = this.#timeColumn === null ? undefined : chunk.columns.get(this.#timeColumn)
    if (time?.type === 'time') for (let i = 0; i < chunk.rows; i++) this.#time(time.data[i]!)
  }

  /** Stores the chunks that are ready; waits while too many are under way. To be called after each block. */
  async store(): Promise<void> {
    this.#write(await this.#maker.ready())
  }

  rejected(row: Rejected): void {
    this.#rejected++
    if (this.reasons.length < 5) this.reasons.push(row)
    this.#waiting.push(row)
    if (this.#waiting.length >= BATCH) this.#writeRejected()
  }

  passed(rows: { from: number; to: number } | null, byte: number): void {
    this.#maker.passed(rows, byte)
  }

  /** Writes what is left. @returns SHA-256 of the original (unpacked) bytes */
  async end(): Promise<string> {
    const { chunks, sha256 } = await this.#maker.end()
    this.#write(chunks)
    this.#writeRejected()
    return sha256
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

  #write(chunks: readonly EncodedChunk[]): void {
    for (const chunk of chunks) writeEncodedChunk(this.#case, this.#source, this.#ordinal++, chunk)
  }

  #writeRejected(): void {
    addRejected(this.#case, this.#source, this.#waiting)
    this.#waiting = []
  }
}
