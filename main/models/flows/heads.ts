/** Between tokens with all heads side by side and heads one after the other. */
import { tf } from '../../engine/tensorflow/tensorflow.ts'

/** [tokens · rows, heads · size] to [rows · heads, tokens, size]. */
export function splitHeads(x: tf.Tensor2D, rows: number, heads: number): tf.Tensor3D {
  const tokens = x.shape[0] / rows
  const size = x.shape[1] / heads
  const parts = tf.transpose(tf.reshape(x, [tokens, rows, heads, size]), [1, 2, 0, 3])
  return tf.reshape(parts, [rows * heads, tokens, size])
}

/** The way back. */
export function joinHeads(x: tf.Tensor3D, rows: number): tf.Tensor2D {
  const [all, tokens, size] = x.shape
  const heads = all / rows
  const parts = tf.transpose(tf.reshape(x, [rows, heads, tokens, size]), [2, 0, 1, 3])
  return tf.reshape(parts, [tokens * rows, heads * size])
}

/** [rows, heads · size] to [heads, rows, size]; a weight [inputs, heads · size] to [heads, inputs, size]. */
export function headsFirst(x: tf.Tensor2D, heads: number): tf.Tensor3D {
  const [rows, width] = x.shape
  return swapped(tf.reshape(x, [rows, heads, width / heads]))
}

/** Changes the first two axes. */
export function swapped(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [1, 0, 2])
}
