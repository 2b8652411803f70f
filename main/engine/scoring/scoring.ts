/**
 * Scoring in blocks of one size, the last one padded with zeros. Every row passes through products of the same
 * shape, so its result does not depend on how many rows come with it.
 */
import { setImmediate } from 'node:timers/promises'
import type { Layout } from '../training/layout.ts'
import { checkFinite } from '../training/plan.ts'
import type { ScoreJob } from '../types.ts'

/** Rows a block: large enough to keep the processor busy, small enough to stay in its cache. */
export const SCORING_ROWS = 512

/** Numbers of parameters up to which a network is a small one. */
const SMALL = 2 ** 19
/** Numbers of parameters up to which each thread may have a network of its own. */
const MANIFOLD = 2 ** 22
/** Numbers that the widest layer of a block may have: they and those of its neighbors stay in a core's cache. */
const WIDEST = 2 ** 19
const LEAST_ROWS = 16

/** Whether what a network computes on the way for a block of rows is little. */
export const isSmall = ({ total }: Layout) => total <= SMALL

/** Whether each thread may have the network for itself, with blocks of its own. */
export const isForEach = ({ total }: Layout) => total <= MANIFOLD

/**
 * Rows a block: a power of two, enough that what a run costs by itself is little, and so few that what is computed on the
 * way stays in a core's cache.
 * @param breadth numbers of a row in the widest layer
 */
export function rowsABlock(breadth: number): number {
  const fitting = 2 ** Math.floor(Math.log2(WIDEST / breadth))
  return Math.min(2 * SCORING_ROWS, Math.max(LEAST_ROWS, fitting))
}

/** The blocks of a scoring: who takes one puts its scores, or gives it back. Blocks go by their first row. */
export class Blocks {
  /** rows × columns, as far as they are put; with `parts`, one table after the other. */
  readonly result: Float32Array
  readonly #job: ScoreJob
  readonly #rows: number
  readonly #parts: readonly number[]
  readonly #returned: number[] = []
  #next = 0

  /** @param rows of every block */
  constructor(job: ScoreJob, rows: number) {
    this.#job = job
    this.#rows = rows
    this.#parts = job.parts ?? [job.columns]
    this.result = job.into ?? new Float32Array(job.x.rows * job.columns)
  }

  /** A block that nobody has, null when there is none left or the job was cancelled. */
  next(): number | null {
    const returned = this.#returned.pop()
    if (returned !== undefined) return returned
    const row = this.#next
    if (row >= this.#job.x.rows || this.#job.signal?.aborted) return null
    this.#next += this.#rows
    return row
  }

  back(row: number): void {
    this.#returned.push(row)
  }

  /**
   * The block's rows, with zeros behind the last ones; a view where it can be.
   * @throws Problem bad-training-data where a number is not finite
   */
  cut(row: number): Float32Array<ArrayBuffer> {
    checkFinite('scoring', 'scoring', this.#job.x, row, row + this.#rows)
    const part = this.#view(row)
    if (part.length === this.#rows * this.#job.x.columns) return part
    const padded = new Float32Array(this.#rows * this.#job.x.columns)
    padded.set(part)
    return padded
  }

  /** The same, written to `target`; whether its numbers are finite is for the reader to see. */
  copy(row: number, target: Float32Array): void {
    const part = this.#view(row)
    target.set(part)
    target.fill(0, part.length)
  }

  /** @param scores of each row of the block */
  put(row: number, scores: Float32Array): void {
    const { columns, x } = this.#job
    if (scores.length !== this.#rows * columns)
      throw new Error(`The model gives ${scores.length / this.#rows} numbers a row, not ${columns}`)
    deal(
      scores,
      Math.min(this.#rows, x.rows - row),
      this.#parts,
      this.result,
      (first, width) => x.rows * first + row * width,
    )
  }

  /** @param scores of the block, dealt into its parts */
  putDealt(row: number, scores: Float32Array): void {
    const { x } = this.#job
    const rows = Math.min(this.#rows, x.rows - row)
    let first = 0
    for (const width of this.#parts) {
      const start = this.#rows * first
      this.result.set(scores.subarray(start, start + rows * width), x.rows * first + row * width)
      first += width
    }
  }

  #view(row: number): Float32Array<ArrayBuffer> {
    const { data, columns } = this.#job.x
    return data.subarray(row * columns, (row + this.#rows) * columns) as Float32Array<ArrayBuffer>
  }
}

/**
 * Deals the scores of `rows` rows to a table for each part.
 * @param start place in `target` of the table whose first column is `first`
 */
export function deal(
  scores: Float32Array,
  rows: number,
  parts: readonly number[],
  target: Float32Array,
  start: (first: number, width: number) => number,
): void {
  const columns = parts.reduce((sum, width) => sum + width, 0)
  if (parts.length === 1) return target.set(scores.subarray(0, rows * columns), start(0, columns))
  let first = 0
  for (const width of parts) {
    pick(scores, { first, columns, width, rows }, target, start(first, width))
    first += width
  }
}

/**
 * Has `use` read what ONNX Runtime has given, which always lies in new memory, and frees that at once: left to the garbage collector it
 * would have it run every few blocks, on the processor that another thread scores on.
 */
export function readAndFree(scores: Float32Array, use: (scores: Float32Array) => void): void {
  use(scores)
  if (scores.buffer instanceof ArrayBuffer) scores.buffer.transfer(0)
}

/** `width` columns of a table, from the column `first`, to a table of their own. */
function pick(
  scores: Float32Array,
  { first, columns, width, rows }: { first: number; columns: number; width: number; rows: number },
  target: Float32Array,
  start: number,
): void {
  // Column by column: a loop that long goes twice as fast as one over a row's few numbers.
  for (let column = 0; column < width; column++) {
    let to = start + column
    for (let from = first + column; from < rows * columns; from += columns, to += width)
      target[to] = scores[from]!
  }
}

/** Runs `forward` on every block (`block` × features) and joins what it gives, rows × job.columns. */
export async function scoreInBlocks(
  job: ScoreJob,
  forward: (x: Float32Array, rows: number) => Promise<Float32Array>,
  block = SCORING_ROWS,
): Promise<Float32Array> {
  const blocks = new Blocks(job, block)
  job.signal?.throwIfAborted()
  for (let row = blocks.next(); row !== null; row = blocks.next()) {
    blocks.put(row, await forward(blocks.cut(row), block))
    await setImmediate()
    job.signal?.throwIfAborted()
  }
  return blocks.result
}
