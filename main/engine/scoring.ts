/**
 * Scoring in blocks of one size, the last one padded with zeros. Every row passes through products of the same
 * shape, so its result does not depend on how many rows come with it.
 */
import { setImmediate } from 'node:timers/promises'
import type { ScoreJob } from './types.ts'

/** Rows a block: large enough to keep the processor busy, small enough to stay in its cache. */
export const SCORING_ROWS = 512

/** Runs `forward` on every block (SCORING_ROWS × features) and joins what it gives, rows × job.columns. */
export async function scoreInBlocks(
  job: ScoreJob,
  forward: (x: Float32Array, rows: number) => Promise<Float32Array>,
): Promise<Float32Array> {
  const { x, columns } = job
  const result = new Float32Array(x.rows * columns)
  for (let row = 0; row < x.rows; row += SCORING_ROWS) {
    const rows = Math.min(SCORING_ROWS, x.rows - row)
    let block = x.data.subarray(row * x.columns, (row + rows) * x.columns)
    if (rows < SCORING_ROWS) {
      const padded = new Float32Array(SCORING_ROWS * x.columns)
      padded.set(block)
      block = padded
    }
    const scores = await forward(block, SCORING_ROWS)
    if (scores.length !== SCORING_ROWS * columns) {
      throw new Error(`The model gives ${scores.length / SCORING_ROWS} numbers a row, not ${columns}`)
    }
    result.set(scores.subarray(0, rows * columns), row * columns)
    await setImmediate()
    job.signal?.throwIfAborted()
  }
  return result
}
