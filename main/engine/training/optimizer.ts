/**
 * The optimizers, one step each, as pure functions of what a training carries. Adam is the one to use; plain gradient
 * descent is there because published work used it.
 *
 * Stochastic gradient descent with weight decay as L2 in the gradient: p ← p - a · (g + decay · p), a the learning rate.
 */
import { adamRates, adamStep, type AdamState } from './adam.ts'
import { tf } from '../tensorflow/tensorflow.ts'

export type Optimizer = { kind: 'adam' } | { kind: 'sgd'; weightDecay: number }

export const ADAM: Optimizer = { kind: 'adam' }

/** One step. `a` and `e` are single numbers from `ratesOf`; descent carries Adam's moments along as they are. */
export function optimizerStep(
  optimizer: Optimizer,
  state: AdamState,
  gradient: tf.Tensor1D,
  rates: { a: tf.Tensor; e: tf.Tensor },
): AdamState {
  if (optimizer.kind === 'adam') return adamStep(state, gradient, rates.a, rates.e)
  const { weightDecay } = optimizer
  const pull = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(state.parameters, weightDecay))
  return {
    parameters: tf.sub<tf.Tensor1D>(state.parameters, tf.mul(pull, rates.a)),
    first: tf.clone(state.first),
    second: tf.clone(state.second),
  }
}

/** Two numbers a step, count × 2; what they mean is the optimizer's own business. */
export function ratesOf(
  optimizer: Optimizer,
  learningRate: number,
  from: number,
  count: number,
): Float32Array {
  if (optimizer.kind === 'adam') return adamRates(learningRate, from, count)
  return Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? learningRate : 0))
}
