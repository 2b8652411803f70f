/**
 * Rows as tokens. The token of a column is its value times a weight vector plus a bias vector; before them all goes the
 * class token, which has a bias vector only; a hidden value is replaced by a learned vector.
 *
 * So token t of a row is v · U_t, with few numbers v (the value, 1, whether it is hidden) and few vectors U_t. What the
 * first block of the transformer asks of its tokens follows from these alone, without products over whole tokens:
 * with U' = U less the mean of each vector, the token after layer norm is r · v · U', where
 *
 *     r = 1 / √(v · (U' U'ᵀ / width) · vᵀ + ε)
 *
 * and any linear layer upon it is (r · v) · (U' · weight) + bias.
 *
 * Tokens lie by place, then by row: [tokens · rows, width], the class tokens first.
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { TensorMap } from '../../engine/types.ts'
import { EPSILON } from './normalize.ts'

export interface Tokens {
  /** v: [tokens, rows, parts]. */
  values: tf.Tensor3D
  /** U: [tokens, parts, width]. */
  vectors: tf.Tensor3D
}

/** @param seen [rows, columns]: 1, or 0 where the value is hidden; all are seen when left out. */
export function tokensOf(params: TensorMap, x: tf.Tensor2D, seen?: tf.Tensor2D): Tokens {
  const [rows, columns] = x.shape
  const tokens = columns + 1
  const classToken = params['tabular.class'] as tf.Tensor2D
  const width = classToken.shape[1]
  const none = tf.zeros<tf.Rank.R2>([1, width])
  const shown = afterClass(seen ? tf.mul<tf.Tensor2D>(x, seen) : x)
  const parts = [shown, tf.ones<tf.Rank.R2>([tokens, rows])]
  const vectors = [
    tf.concat([none, params['tabular.token.weight'] as tf.Tensor2D], 0),
    tf.concat([classToken, params['tabular.token.bias'] as tf.Tensor2D], 0),
  ]
  if (seen) {
    parts.push(afterClass(tf.sub(1, seen)))
    vectors.push(tf.tile(params['rebuild.hidden'] as tf.Tensor2D, [tokens, 1]))
  }
  return { values: tf.stack(parts, 2) as tf.Tensor3D, vectors: tf.stack(vectors, 1) as tf.Tensor3D }
}

/** The tokens themselves, [tokens · rows, width]. */
export function written({ values, vectors }: Tokens): tf.Tensor2D {
  return flat(tf.matMul(values, vectors))
}

/** A function that applies a linear layer upon the tokens after layer norm, without scale and shift. */
export function linearUponTokens({ values, vectors }: Tokens) {
  const [tokens, parts, width] = vectors.shape
  const centered = tf.sub(vectors, tf.mean(vectors, 2, true)) as tf.Tensor3D
  const products = tf.div(tf.matMul(centered, centered, false, true), width) as tf.Tensor3D
  const variance = tf.sum(tf.mul(tf.matMul(values, products), values), 2, true)
  const scaled = tf.mul(values, tf.rsqrt(tf.add(variance, EPSILON))) as tf.Tensor3D
  const all = tf.reshape(centered, [tokens * parts, width]) as tf.Tensor2D
  return ({ weight, bias }: { weight: tf.Tensor2D; bias: tf.Tensor2D }): tf.Tensor2D => {
    const small = tf.reshape(tf.matMul(all, weight), [tokens, parts, weight.shape[1]]) as tf.Tensor3D
    return tf.add(flat(tf.matMul(scaled, small)), bias)
  }
}

/** [rows, columns] to [1 + columns, rows], 0 for the class token. */
function afterClass(x: tf.Tensor2D): tf.Tensor2D {
  return tf.pad(tf.transpose(x), [
    [1, 0],
    [0, 0],
  ])
}

function flat(x: tf.Tensor3D): tf.Tensor2D {
  const [tokens, rows, width] = x.shape
  return tf.reshape(x, [tokens * rows, width])
}
