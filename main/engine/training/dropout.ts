/**
 * Dropout that is the same on every engine and after a resume (docs/decisions/0011-dropout-pool.md).
 *
 * One pool of mask values (0, or 1 / (1 - rate) so that the mean stays) is made from the seed for each rate. At each
 * step every dropout layer takes a piece of the pool, from an offset that depends on seed, step and layer alone.
 * Nothing random happens inside a graph, and a run that starts again at step n sees what the unbroken run saw.
 */
import { mixSeed, random } from '../random.ts'
import type { Aids } from '../types.ts'

/** Offsets are drawn from [0, SPAN); the pool is longer than that by the largest layer. */
const SPAN = 2 ** 20

/** The pool of a seed and rate for layers of up to `largest` numbers. A longer pool begins with the shorter one. */
export function dropoutPool(seed: number, rate: number, largest: number): Float32Array {
  const next = random(mixSeed(seed, 'dropout pool', rate))
  const kept = 1 / (1 - rate)
  const pool = new Float32Array(poolLength(largest))
  for (let i = 0; i < pool.length; i++) pool[i] = next() < rate ? 0 : kept
  return pool
}

/** How long a pool must be for layers of `largest` numbers. */
export const poolLength = (largest: number) => SPAN + largest

/** Offsets of the layers of one step, in the order in which the loss function asks for them. */
export function dropoutOffsets(seed: number, step: number): () => number {
  const next = random(mixSeed(seed, 'dropout step', step))
  return () => Math.floor(next() * SPAN)
}

/** The offsets of `count` steps from number `firstStep` on, as a graph takes them: count × layers. */
export function offsetsOf(seed: number, firstStep: number, count: number, layers: number): BigInt64Array {
  const offsets = new BigInt64Array(count * layers)
  if (layers === 0) return offsets
  for (let step = 0, at = 0; step < count; step++) {
    const nextOffset = dropoutOffsets(seed, firstStep + step)
    for (let layer = 0; layer < layers; layer++) offsets[at++] = BigInt(nextOffset())
  }
  return offsets
}

/** The aids of a loss function that is only looked at: nothing is dropped or carried. */
export const noAids: Aids = { dropout: (x) => x, training: false, carry: () => {} }
