/**
 * Adam (Kingma and Ba, 2015, algorithm 1) as a pure function, so that it can be traced.
 *
 * The moments are kept undivided, M = m / (1 - β1) and V = v / (1 - β2), and everything that depends on the step
 * alone is worked out beforehand in double precision. With c1 = 1 - β1^t and c2 = 1 - β2^t,
 *
 *     lr · (m / c1) / (√(v / c2) + ε)  =  a · M / (√V + e)
 *     a = lr · (1 - β1) / c1 · √(c2 / (1 - β2)),   e = ε · √(c2 / (1 - β2))
 *
 * which is six operations less per step and no power of β in float32.
 */
import { tf } from '../tensorflow/tensorflow.ts'

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

export interface AdamState {
  parameters: tf.Tensor1D
  /** M and V above. */
  first: tf.Tensor1D
  second: tf.Tensor1D
}

/** One step. `a` and `e` are single numbers from `adamRates`. */
export function adamStep(state: AdamState, gradient: tf.Tensor1D, a: tf.Tensor, e: tf.Tensor): AdamState {
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, BETA1), gradient)
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, BETA2), tf.square(gradient))
  const change = tf.mul(tf.div(first, tf.add(tf.sqrt(second), e)), a)
  return { parameters: tf.sub<tf.Tensor1D>(state.parameters, change), first, second }
}

/** `a` and `e` of `count` steps, of which the first is number `from` (the first of all is 0): count × 2. */
export function adamRates(learningRate: number, from: number, count: number): Float32Array {
  const rates = new Float32Array(count * 2)
  for (let i = 0; i < count; i++) {
    const t = from + i + 1
    const spread = Math.sqrt((1 - BETA2 ** t) / (1 - BETA2))
    rates[2 * i] = ((learningRate * (1 - BETA1)) / (1 - BETA1 ** t)) * spread
    rates[2 * i + 1] = EPSILON * spread
  }
  return rates
}
