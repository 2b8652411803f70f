/**
 * Expert `temporal`: a one-dimensional convolutional network over the columns in their order. Three times convolution
 * of width 3 with zeros beyond the ends, ReLU, batch norm, dropout; then the mean over all places and a linear layer.
 *
 * A convolution is a matrix product: each place takes its neighbors side by side, 3 · inputs numbers.
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'
import { linear } from './dense.ts'
import { batchNorm } from './normalize.ts'

/** Width of a convolution, and channels after each, as published. */
export const KERNEL = 3
export const CHANNELS = [32, 64, 64]

/**
 * @param x [rows, columns]
 * @returns embedding, [rows, width]
 */
export function temporalEmbedding(params: TensorMap, x: tf.Tensor2D, aids: Aids, rate: number): tf.Tensor2D {
  const [rows, places] = x.shape
  let h: tf.Tensor3D = tf.reshape(x, [rows, places, 1])
  for (const [layer, channels] of CHANNELS.entries()) {
    const name = `temporal.${layer}`
    const active = tf.relu(linear(params, name, neighbors(h)))
    const normal = aids.dropout(batchNorm(params, name, active, aids), rate)
    h = tf.reshape(normal, [rows, places, channels])
  }
  return linear(params, 'temporal.out', tf.mean(h, 1))
}

/** [rows, places, channels] to [rows · places, 3 · channels]: before, at, and after each place. */
function neighbors(x: tf.Tensor3D): tf.Tensor2D {
  const [rows, places, channels] = x.shape
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [0, 0],
  ])
  const shifted = Array.from({ length: KERNEL }, (_, at) =>
    tf.slice(padded, [0, at, 0], [rows, places, channels]),
  )
  return tf.reshape(tf.concat(shifted, 2), [rows * places, KERNEL * channels])
}
