/**
 * Attention in the last block of the transformer, where only the class token asks: one query per row and head.
 *
 * Then keys and values of the other tokens need not be worked out. With y the tokens, W the weights and b the biases,
 *
 *     q · (y Wk + bk)ᵀ = (q Wkᵀ) · yᵀ + q · bk        p · (y Wv + bv) = (p y) Wv + (Σ p) bv
 *
 * which are two small products per row instead of two large ones over all tokens. The numbers are the same.
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { TensorMap } from '../../engine/types.ts'
import { headsFirst, swapped } from './heads.ts'
import { folded } from './normalize.ts'

/**
 * @param y tokens after the norm `${name}.attention`, without its scale and shift, [tokens · rows, width]
 * @returns [rows, width], before the output layer
 */
export function classAttention(
  params: TensorMap,
  name: string,
  y: tf.Tensor2D,
  rows: number,
  heads: number,
  drop: (p: tf.Tensor) => tf.Tensor,
): tf.Tensor2D {
  const width = y.shape[1]
  const part = (role: string) => {
    const layer = { weight: params[`${name}.${role}.weight`]!, bias: params[`${name}.${role}.bias`]! }
    const { weight, bias } = folded(params, `${name}.attention`, layer)
    return { weight: headsFirst(weight, heads), bias: headsFirst(bias, heads) }
  }
  const [query, key, value] = [part('query'), part('key'), part('value')]
  const tokens = swapped(tf.reshape(y, [y.shape[0] / rows, rows, width]))
  const first = tf.slice(y, [0, 0], [rows, width])
  const scale = 1 / Math.sqrt(width / heads)
  // [heads, rows, size], then [rows, heads, …].
  const q = tf.mul(headsFirst(ask(first, query.weight), heads), scale)
  const asked = tf.add(q, tf.mul(query.bias, scale)) as tf.Tensor3D
  const scores = tf.add(
    tf.matMul(swapped(tf.matMul(asked, key.weight, false, true)), tokens, false, true),
    swapped(tf.matMul(asked, key.bias, false, true)),
  )
  const p = drop(tf.softmax(scores)) as tf.Tensor3D
  const seen = tf.matMul(swapped(tf.matMul(p, tokens)), value.weight)
  const own = tf.add(seen, tf.mul(swapped(tf.sum(p, 2, true)), value.bias)) as tf.Tensor3D
  return tf.reshape(swapped(own), [rows, width])
}

/** x [rows, width] times the weights of all heads, [rows, heads · size]. */
function ask(x: tf.Tensor2D, weight: tf.Tensor3D): tf.Tensor2D {
  const [heads, width, size] = weight.shape
  return tf.matMul(x, tf.reshape(swapped(weight), [width, heads * size]))
}
