/**
 * The rows of a chunk in the order of its steps, in memory that all its threads see: whoever needs a row first puts it there, for all
 * groups of networks. Steps go in blocks, each with a word that says whether somebody has begun it, and whether it is done.
 *
 * Nobody waits. A thread takes the blocks that nobody has begun; then it also fills those that are not done yet, as whoever began them may
 * have been sent off the processor, or be gone. Both write the same numbers to the same places.
 */
import { takeRows } from '../training/rows.ts'
import type { Rows } from '../types.ts'
import type { SharedChunk } from './shared.ts'

/** Steps of a block. */
const BLOCK = 8
const BEGUN = 1
const DONE = 2

export class OrderedRows {
  readonly #table: Rows
  readonly #batch: number
  readonly #chunk: SharedChunk

  /** @param batch rows a step */
  constructor(table: Rows, batch: number, chunk: SharedChunk) {
    this.#table = table
    this.#batch = batch
    this.#chunk = chunk
  }

  static wordsFor(steps: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(4 * Math.ceil(steps / BLOCK)))
  }

  /** The rows of the steps `from` to before `to`. */
  take(from: number, to: number): Float32Array {
    const { words, x } = this.#chunk.rows
    const [first, end] = [Math.floor(from / BLOCK), Math.ceil(to / BLOCK)]
    for (let block = first; block < end; block++)
      if (Atomics.compareExchange(words, block, 0, BEGUN) === 0) this.#fill(block)
    for (let block = first; block < end; block++) if (Atomics.load(words, block) !== DONE) this.#fill(block)
    const step = this.#batch * this.#table.columns
    return x.subarray(from * step, to * step)
  }

  #fill(block: number): void {
    const { order, rows } = this.#chunk
    const size = BLOCK * this.#batch
    const own = order.subarray(block * size, (block + 1) * size)
    takeRows(this.#table, own, rows.x.subarray(block * size * this.#table.columns))
    Atomics.store(rows.words, block, DONE)
  }
}
