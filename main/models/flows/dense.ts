/** Linear layers, and the expert that is made of them only. */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'
import { layerNorm } from './normalize.ts'

/** x · weight + bias; x [rows, inputs]. */
export function linear(params: TensorMap, name: string, x: tf.Tensor): tf.Tensor2D {
  const product = tf.matMul(x, params[`${name}.weight`] as tf.Tensor2D)
  return tf.add(product, params[`${name}.bias`]!)
}

/** The layers `name.0`, `name.1`, …, with ReLU and dropout between them. */
export function chain(params: TensorMap, name: string, x: tf.Tensor2D, between: (h: tf.Tensor) => tf.Tensor) {
  let h: tf.Tensor2D = x
  for (let layer = 0; params[`${name}.${layer}.weight`]; layer++) {
    h = linear(params, `${name}.${layer}`, layer === 0 ? h : between(tf.relu(h)))
  }
  return h
}

/**
 * Experts `protocol` and `statistics`: a linear layer, one residual block of two layers, layer norm.
 * @param x [rows, columns]
 * @returns embedding, [rows, width]
 */
export function denseEmbedding(
  params: TensorMap,
  name: string,
  x: tf.Tensor2D,
  aids: Aids,
  rate: number,
): tf.Tensor2D {
  const drop = (h: tf.Tensor) => aids.dropout(h, rate)
  const h = linear(params, `${name}.in`, x)
  const block = chain(params, name, tf.relu(h), drop)
  return layerNorm(params, `${name}.norm`, tf.add(h, block))
}
