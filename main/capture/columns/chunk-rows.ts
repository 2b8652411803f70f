/** The rows of the chunk being filled: where each lies in the evidence, and when the chunk is full. */
import type { Chunk } from '../../case/evidence/chunks.ts'
import { CHUNK_ROWS } from '../../case/evidence/chunks.ts'
import type { Rejected } from '../../../preload/contract/evidence.ts'
import type { ColumnBuilder } from './builder.ts'
import type { Place } from '../places.ts'
import type { Stop } from '../segments/standing.ts'

/** A full chunk, but for the hash of its stretch. Its columns are good until the reader goes on. */
export type FilledChunk = Omit<Chunk, 'sha256'>

/** Where readers put what they read, in file order. */
export interface Receiver {
  chunk(chunk: FilledChunk): void
  rejected(row: Rejected): void
}

/** What turns blocks of text into chunks and rejected rows. */
export interface CaptureReader {
  /** Takes the next block of UTF-8. */
  push(block: Buffer): void
  /** Hands over the rows so far as a chunk. */
  flush(): void
  /** Ends the reading: takes what is left and hands over the last chunk. */
  end(): void
  /** Every column so far, in the order of the file. */
  builders(): ColumnBuilder[]
  /** Values of the time column that are no time. */
  unreadableTimes(): number
  /** Where another reader would have to go on. */
  stop(): Stop
  /** After the end: where the array begins that is never closed; lines count from the beginning of this reading. */
  unclosed(): { byte: number; line: number } | null
}

/** A chunk ends earlier than at 65,536 rows when it grows larger than this; so memory stays bounded whatever the rows are. */
const MOST_CELLS = 1 << 24
const MOST_BYTES = 128 << 20

/** Rows that there is room for at first. */
const FEW = 1024

export class ChunkRows {
  rows = 0
  #offsets = new Float64Array(FEW)
  #lengths = new Uint32Array(FEW)

  /** Counts one more row. */
  add({ byte, length }: Place): void {
    if (this.rows === this.#offsets.length) this.#grow()
    this.#offsets[this.rows] = byte
    this.#lengths[this.rows] = length
    this.rows++
  }

  #grow(): void {
    const [offsets, lengths] = [this.#offsets, this.#lengths]
    this.#offsets = new Float64Array(2 * offsets.length)
    this.#lengths = new Uint32Array(2 * lengths.length)
    this.#offsets.set(offsets)
    this.#lengths.set(lengths)
  }

  full(columns: number): boolean {
    const { rows } = this
    if (rows === CHUNK_ROWS || rows * columns >= MOST_CELLS) return true
    return rows > 0 && this.#end() - this.#offsets[0]! >= MOST_BYTES
  }

  #end(): number {
    return this.#offsets[this.rows - 1]! + this.#lengths[this.rows - 1]!
  }

  /** Hands over the chunk and begins the next one. */
  take(builders: Iterable<ColumnBuilder>): FilledChunk {
    const { rows } = this
    const columns: FilledChunk['columns'] = new Map()
    for (const builder of builders) {
      const data = builder.take(rows)
      if (data) columns.set(builder.name, data)
    }
    const firstByte = this.#offsets[0]!
    const offsets = this.#offsets.slice(0, rows)
    const lengths = this.#lengths.slice(0, rows)
    const byteLength = this.#end() - firstByte
    this.rows = 0
    return { rows, firstByte, byteLength, offsets, lengths, columns }
  }
}
