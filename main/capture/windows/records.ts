/** Cuts a stream of Windows events as text into events with their places. However the stream is cut into blocks, the events are the same. */
import { MAX_RECORD, RecordList } from '../record-list.ts'
import type { Framing } from './framing.ts'

export interface EventBatch {
  bytes: Buffer
  /** Where `bytes` begins in the stream. */
  base: number
  /** Bytes that are done with; the rest comes again in the next batch. */
  passed: number
  records: RecordList
}

const LF = 10

export class EventRecords {
  readonly #framing: Framing
  readonly #limit: number
  readonly #records = new RecordList()
  #rest: Buffer = Buffer.alloc(0)
  #base = 0
  #line = 1

  constructor(framing: Framing, limit = MAX_RECORD) {
    this.#framing = framing
    this.#limit = limit
  }

  /** Lines up to what was passed. */
  get lines(): number {
    return this.#line - 1
  }

  /** The events that end in this block. The batch is valid until the next call. */
  push(block: Buffer): EventBatch {
    return this.#read(block, false)
  }

  /** What is left when the stream has ended. */
  end(): EventBatch {
    return this.#read(Buffer.alloc(0), true)
  }

  #read(block: Buffer, last: boolean): EventBatch {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : block
    this.#records.clear()
    let at = this.#pass(bytes, 0, this.#framing.begin(bytes, 0))
    for (let piece = this.#next(bytes, at, last); piece; piece = this.#next(bytes, at, last)) {
      this.#records.add(piece.from, piece.to, this.#line, piece.fault)
      const behind = this.#pass(bytes, piece.from, piece.to)
      at = this.#pass(bytes, behind, this.#framing.begin(bytes, behind))
    }
    const base = this.#base
    this.#rest = Buffer.from(bytes.subarray(at))
    this.#base += at
    return { bytes, base, passed: at, records: this.#records }
  }

  #next(bytes: Buffer, at: number, last: boolean) {
    return this.#framing.piece(bytes, at, last, this.#limit)
  }

  /** Counts the lines of [from, to). @returns `to` */
  #pass(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at++) if (bytes[at] === LF) this.#line++
    return to
  }
}
