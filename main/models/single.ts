/**
 * System S3: one small network d → hidden → 1 with ReLU, whose single output says attack or benign, and the two losses it
 * was and should have been trained with.
 *
 * Weights and biases start uniform in ±1/√inputs, as the framework of the published code does it.
 */
import { mixSeed, random } from '../engine/random.ts'
import { tf } from '../engine/tensorflow/tensorflow.ts'
import type { ForwardFunction, LossFunction, Rows, TensorMap, Weights } from '../engine/types.ts'

/** Fresh weights: `single.<layer>.weight` [in, out] and `single.<layer>.bias` [1, out]. */
export function initSingle(features: number, hidden: number[], seed: number): Weights {
  const widths = [features, ...hidden, 1]
  const weights: Weights = {}
  for (let layer = 0; layer + 1 < widths.length; layer++) {
    const [inputs, outputs] = [widths[layer]!, widths[layer + 1]!]
    const next = random(mixSeed(seed, 'single', layer))
    const draw = (count: number) =>
      Float32Array.from({ length: count }, () => (2 * next() - 1) / Math.sqrt(inputs))
    weights[`single.${layer}.weight`] = { shape: [inputs, outputs], data: draw(inputs * outputs) }
    weights[`single.${layer}.bias`] = { shape: [1, outputs], data: draw(outputs) }
  }
  return weights
}

/** One logit a row, rows × 1; its sigmoid is the probability of attack. */
export const singleForward: ForwardFunction = (params, x) => logit(params, x)

/**
 * Cross entropy of the softmax over the single output, as published. The softmax over one number is 1 whatever the number,
 * so the loss is 0 on every row and its gradient is 0: nothing is learned.
 */
export const softmaxLoss: LossFunction = (params, x, y) => {
  const z = logit(params, x)
  const target = tf.slice(y, [0, 0], [-1, 1])
  return tf.mean<tf.Scalar>(tf.mul(target, tf.sub(tf.logSumExp(z, 1, true), z)))
}

/** Binary cross entropy on the logit, each row by its weight. */
export const binaryLoss: LossFunction = (params, x, y) => {
  const z = logit(params, x)
  const target = tf.slice(y, [0, 0], [-1, 1])
  const weight = tf.slice(y, [0, 1], [-1, 1])
  return tf.mean<tf.Scalar>(tf.mul(weight, tf.sub(tf.softplus(z), tf.mul(z, target))))
}

/** Targets of both losses, rows × 2: 1 for attack, and the weight of the row. Weights have the mean 1. */
export function singleTargets(labels: Uint8Array, balanced: boolean): Rows {
  const attacks = labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0)
  const benign = labels.length - attacks
  const weigh = balanced && attacks > 0 && benign > 0
  const data = new Float32Array(labels.length * 2)
  labels.forEach((label, row) => {
    data[2 * row] = label > 0 ? 1 : 0
    data[2 * row + 1] = weigh ? labels.length / (2 * (label > 0 ? attacks : benign)) : 1
  })
  return { rows: labels.length, columns: 2, data }
}

function logit(params: TensorMap, x: tf.Tensor2D): tf.Tensor2D {
  let h: tf.Tensor = x
  for (let layer = 0; params[`single.${layer}.weight`]; layer++) {
    if (layer > 0) h = tf.relu(h)
    h = tf.add(tf.matMul(h, params[`single.${layer}.weight`]!), params[`single.${layer}.bias`]!)
  }
  return h as tf.Tensor2D
}
