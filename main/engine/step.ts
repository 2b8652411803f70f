/** One training step in pure tfjs ops: run as it is by the eager engine, recorded by the traced one. */
import type { AdamState } from './adam.ts'
import { packTensors, unpackTensors, type Layout } from './layout.ts'
import { ADAM, optimizerStep, type Optimizer } from './optimizer.ts'
import { tf } from './tensorflow.ts'
import type { Aids, LossFunction } from './types.ts'

export interface Batch {
  x: tf.Tensor2D
  y: tf.Tensor2D
}

/** Loss of a batch, one number per network. */
export function batchLoss(
  loss: LossFunction,
  layout: Layout,
  vector: tf.Tensor1D,
  batch: Batch,
  aids: Aids,
): tf.Tensor1D {
  return tf.reshape(loss(unpackTensors(vector, layout), batch.x, batch.y, aids), [-1])
}

/** Loss of the batch and the state after the optimizer's step on the sum of it. */
export function trainingStep(
  loss: LossFunction,
  layout: Layout,
  state: AdamState,
  batch: Batch,
  rates: { a: tf.Tensor; e: tf.Tensor },
  aids: Aids,
  optimizer: Optimizer = ADAM,
): { state: AdamState; losses: tf.Tensor1D } {
  const params = unpackTensors(state.parameters, layout)
  const names = layout.parts.map((part) => part.name)
  const run = (...tensors: tf.Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])), batch.x, batch.y, aids)
  // For a vector of losses tfjs starts from ones, which is the gradient of their sum.
  const { value, grads } = tf.valueAndGrads(run)(names.map((name) => params[name]!))
  const next = optimizerStep(optimizer, state, packTensors(grads), rates)
  return { state: next, losses: tf.reshape(value, [-1]) }
}
