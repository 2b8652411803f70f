/**
 * Dropout that is the same on every engine and after a resume (docs/decisions/0011-dropout-pool.md).
 *
 * One pool of uniform numbers is made from the seed. At each step every dropout layer reads a piece of the pool,
 * from an offset that depends on seed, step and layer alone. Nothing random happens inside a graph, and a run that
 * starts again at step n sees what the unbroken run saw.
 */
import { mixSeed, random } from './random.ts'
import { tf } from './tensorflow.ts'
import type { Aids } from './types.ts'

/** Offsets are drawn from [0, SPAN); the pool is longer than that by the largest layer. */
const SPAN = 2 ** 20

/** The pool of a seed, long enough for layers of `largest` numbers. A longer pool begins with the shorter one. */
export function dropoutPool(seed: number, largest: number): Float32Array {
  const next = random(mixSeed(seed, 'dropout pool'))
  const pool = new Float32Array(SPAN + largest)
  // 24 bits: exact as float32, and never rounded up to 1.
  for (let i = 0; i < pool.length; i++) pool[i] = Math.floor(next() * 16777216) / 16777216
  return pool
}

/** Offsets of the layers of one step, in the order in which the loss function asks for them. */
export function dropoutOffsets(seed: number, step: number): () => number {
  const next = random(mixSeed(seed, 'dropout step', step))
  return () => Math.floor(next() * SPAN)
}

/** Inverted dropout: x where uniform >= rate, scaled so that the mean stays; elsewhere 0. */
export function applyDropout(x: tf.Tensor, uniform: tf.Tensor, rate: number): tf.Tensor {
  const kept = tf.cast(tf.greaterEqual(uniform, rate), 'float32')
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate)))
}

/** What a loss function gets while nothing may be dropped. */
export const noDropout: Aids = { dropout: (x) => x }
