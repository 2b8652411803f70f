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

/** Rows a block of a network: threads share the work on a small one better when there is more of it. */
export function rowsABlock(layout: Layout): number {
  return isSmall(layout) ? 4 * SCORING_ROWS : SCORING_ROWS / 2
}

/** Runs `forward` on every block (`block` × features) and joins what it gives, rows × job.columns. */
export async function scoreInBlocks(
  job: ScoreJob,
  forward: (x: Float32Array, rows: number) => Promise<Float32Array>,
  block = SCORING_ROWS,
): Promise<Float32Array> {
  const { x, columns } = job
  const result = new Float32Array(x.rows * columns)
  for (let row = 0; row < x.rows; row += block) {
    const rows = Math.min(block, x.rows - row)
    let part = x.data.subarray(row * x.columns, (row + rows) * x.columns)
    if (rows < block) {
      const padded = new Float32Array(block * x.columns)
      padded.set(part)
      part = padded
    }
    const scores = await forward(part, block)
    if (scores.length !== block * columns) {
      throw new Error(`The model gives ${scores.length / block} numbers a row, not ${columns}`)
    }
    result.set(scores.subarray(0, rows * columns), row * columns)
    await setImmediate()
    job.signal?.throwIfAborted()
  }
  return result
}
