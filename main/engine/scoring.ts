/**
 * Scoring in blocks of one size, the last one padded with zeros. Every row passes through products of the same
 * shape, so its result does not depend on how many rows come with it.
 */
import { setImmediate } from 'node:timers/promises'
import type { Layout } from './layout.ts'
import type { ScoreJob } from './types.ts'

/** Rows a block: large enough to keep the processor busy, small enough to stay in its cache. */
export const SCORING_ROWS = 512

/** Numbers of parameters up to which a network is a small one. */
const SMALL = 2 ** 19

/** Whether what a network computes on the way for a block of rows is little. */
export const isSmall = ({ total }: Layout) => total <= SMALL

/**
 * Rows a block of a network: enough that what a run costs by itself is little, and so few that what is computed on the way
 * stays in a core's cache.
 */
export function rowsABlock(layout: Layout): number {
  if (!isSmall(layout)) return SCORING_ROWS / 2
  return layout.total <= 2 ** 15 ? 2 * SCORING_ROWS : SCORING_ROWS
}

/** The blocks of a scoring: who takes one puts its scores, or gives it back. Blocks go by their first row. */
export class Blocks {
  /** rows × columns, as far as they are put. */
  readonly result: Float32Array
  readonly #job: ScoreJob
  readonly #rows: number
  readonly #returned: number[] = []
  #next = 0

  /** @param rows of every block */
  constructor(job: ScoreJob, rows: number) {
    this.#job = job
    this.#rows = rows
    this.result = new Float32Array(job.x.rows * job.columns)
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

  /** The block's rows, with zeros behind the last ones; a view where it can be. */
  cut(row: number): Float32Array<ArrayBuffer> {
    const { data, columns } = this.#job.x
    const part = data.subarray(row * columns, (row + this.#rows) * columns) as Float32Array<ArrayBuffer>
    if (part.length === this.#rows * columns) return part
    const padded = new Float32Array(this.#rows * columns)
    padded.set(part)
    return padded
  }

  put(row: number, scores: Float32Array): void {
    const { columns, x } = this.#job
    if (scores.length !== this.#rows * columns)
      throw new Error(`The model gives ${scores.length / this.#rows} numbers a row, not ${columns}`)
    const rows = Math.min(this.#rows, x.rows - row)
    this.result.set(scores.subarray(0, rows * columns), row * columns)
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
