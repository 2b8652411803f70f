/** One training step in pure tfjs ops: run as it is by the eager engine, recorded by the traced one. */
import type { AdamState } from './adam.ts'
import { noAids } from './dropout.ts'
import { packTensors, sizeOf, unpackTensors, type Layout } from './layout.ts'
import { ADAM, optimizerStep, type Optimizer } from './optimizer.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import type { Aids, Dropout, LossFunction, TensorMap } from '../types.ts'

export interface Batch {
  x: tf.Tensor2D
  y: tf.Tensor2D
}

/** Loss of a batch without training, one number per network. */
export function batchLoss(
  loss: LossFunction,
  layout: Layout,
  vector: tf.Tensor1D,
  batch: Batch,
): tf.Tensor1D {
  return tf.reshape(loss(unpackTensors(vector, layout), batch.x, batch.y, noAids), [-1])
}

/** Loss of the batch and the state after the optimizer's step on the sum of it. */
export function trainingStep(
  loss: LossFunction,
  layout: Layout,
  state: AdamState,
  batch: Batch,
  rates: { a: tf.Tensor; e: tf.Tensor },
  dropout: Dropout,
  optimizer: Optimizer = ADAM,
): { state: AdamState; losses: tf.Tensor1D } {
  const params = unpackTensors(state.parameters, layout)
  const names = layout.parts.slice(0, layout.trained).map((part) => part.name)
  const carried: TensorMap = {}
  const carry: Aids['carry'] = (name, value) => {
    if (names.includes(name) || !(name in params)) throw new Error(`${name} is not a carried weight`)
    // Otherwise tfjs frees it with all that the gradient was made of.
    carried[name] = tf.keep(tf.clone(value))
  }
  const run = (...tensors: tf.Tensor[]) => {
    const trained = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]))
    return loss({ ...params, ...trained }, batch.x, batch.y, { ...dropout, training: true, carry })
  }
  // For a vector of losses tfjs starts from ones, which is the gradient of their sum.
  const { value, grads } = tf.valueAndGrads(run)(names.map((name) => params[name]!))
  const rest = sizeOf(layout.parts.slice(layout.trained))
  const gradient = packTensors(rest === 0 ? grads : [...grads, tf.zeros([rest])])
  const next = optimizerStep(optimizer, state, gradient, rates)
  if (rest > 0) next.parameters = handOn(next.parameters, layout, { ...params, ...carried })
  tf.dispose(carried)
  return { state: next, losses: tf.reshape(value, [-1]) }
}

/** The vector with its carried parts replaced. */
function handOn(vector: tf.Tensor1D, layout: Layout, values: TensorMap): tf.Tensor1D {
  const trained = tf.slice(vector, [0], [sizeOf(layout.parts.slice(0, layout.trained))])
  return packTensors([trained, ...layout.parts.slice(layout.trained).map(({ name }) => values[name]!)])
}
