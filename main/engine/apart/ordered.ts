/**
 * The rows of a chunk in the order of its steps, in memory that all its threads see: whoever needs a row first puts it there, for all
 * networks. Steps go in blocks, each with a word that says whether somebody has begun it, and whether it is done.
 *
 * Nobody waits. A thread takes the blocks that nobody has begun; then it also fills those that are not done yet, as whoever began them may
 * have been sent off the processor, or be gone. Both write the same numbers to the same places.
 */
import type { SharedChunk } from './shared.ts'

/** Copies the rows of these numbers to `to`, one after the other. */
export type TakeRows = (order: Int32Array, to: Float32Array) => Promise<void>

/** Steps of a block. */
const BLOCK = 16
const BEGUN = 1
const DONE = 2

export class OrderedRows {
  readonly #takeRows: TakeRows
  readonly #columns: number
  readonly #chunk: SharedChunk

  /** @param columns of a row */
  constructor(takeRows: TakeRows, columns: number, chunk: SharedChunk) {
    this.#takeRows = takeRows
    this.#columns = columns
    this.#chunk = chunk
  }

  static wordsFor(steps: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(4 * Math.ceil(steps / BLOCK)))
  }

  /** The rows of the steps `from` to before `to`. */
  async take(from: number, to: number): Promise<Float32Array> {
    const { rows, batch } = this.#chunk
    const [first, end] = [Math.floor(from / BLOCK), Math.ceil(to / BLOCK)]
    for (let block = first; block < end; block++)
      if (Atomics.compareExchange(rows.words, block, 0, BEGUN) === 0) await this.#fill(block)
    for (let block = first; block < end; block++)
      if (Atomics.load(rows.words, block) !== DONE) await this.#fill(block)
    const step = batch * this.#columns
    return rows.x.subarray(from * step, to * step)
  }

  async #fill(block: number): Promise<void> {
    const { batch, order, rows } = this.#chunk
    const size = BLOCK * batch
    const own = order.subarray(block * size, (block + 1) * size)
    const at = block * size * this.#columns
    await this.#takeRows(own, rows.x.subarray(at, at + own.length * this.#columns))
    Atomics.store(rows.words, block, DONE)
  }
}
