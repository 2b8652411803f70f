/**
 * Expert `tabular`: an FT-Transformer (Gorishniy et al., 2021). Each column becomes a token (its value times a weight
 * vector, plus a bias vector), a class token goes before them, and blocks of attention and feed-forward layers, norm
 * first, let them speak to each other. What stands in the class token's place at the end is the embedding.
 *
 * In the last block only that one place is worked out: nothing else of it is read. Keys and values need all tokens.
 */
import { tf } from '../../engine/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'
import { attention } from './attention.ts'
import { linear } from './dense.ts'
import { affine, foldedLinear, standardized } from './normalize.ts'

export interface Transformer {
  layers: number
  heads: number
  /** Dropout of attention weights, feed-forward layers and what both add. */
  rate: number
}

/**
 * @param x [rows, columns]
 * @param seen [rows, columns] of 1 where the value is seen and 0 where it is hidden behind the token `rebuild.hidden`;
 *   all are seen when left out
 * @returns embedding, [rows, width]
 */
export function tabularEmbedding(
  params: TensorMap,
  x: tf.Tensor2D,
  aids: Aids,
  transformer: Transformer,
  seen?: tf.Tensor2D,
): tf.Tensor2D {
  const rows = x.shape[0]
  const tokens = x.shape[1] + 1
  const { layers } = transformer
  let h = tokenize(params, x, seen)
  for (let layer = 0; layer + 1 < layers; layer++) h = block(params, layer, h, tokens, aids, transformer)
  const last = lastBlock(params, layers - 1, h, rows, aids, transformer)
  return affine(params, 'tabular.norm', last)
}

/** [rows · tokens, width]. The class token is one more column, whose value is always 0. */
function tokenize(params: TensorMap, x: tf.Tensor2D, seen?: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = x.shape
  const token = params['tabular.class'] as tf.Tensor2D
  const [weight, bias] = [params['tabular.token.weight']!, params['tabular.token.bias']!]
  const width = token.shape[1]
  const values = seen ? tf.mul<tf.Tensor2D>(x, seen) : x
  const weights = tf.concat([tf.zeros([1, width]), weight], 0)
  const biases = tf.concat([token, bias], 0)
  const own = tf.mul(tf.reshape(beginWith(values, 0), [rows, columns + 1, 1]), weights)
  let h = tf.add(own, biases)
  if (seen) {
    const hidden = tf.reshape(beginWith(tf.sub(1, seen), 0), [rows, columns + 1, 1])
    h = tf.add(h, tf.mul(hidden, params['rebuild.hidden']!))
  }
  return tf.reshape(h, [rows * (columns + 1), width])
}

/** One more column, before the others, of one value. */
function beginWith(x: tf.Tensor2D, value: number): tf.Tensor2D {
  return tf.pad(
    x,
    [
      [0, 0],
      [1, 0],
    ],
    value,
  )
}

function block(
  params: TensorMap,
  layer: number,
  x: tf.Tensor2D,
  tokens: number,
  aids: Aids,
  { heads, rate }: Transformer,
): tf.Tensor2D {
  const name = `tabular.${layer}`
  const y = standardized(x, 1)
  const [q, k, v] = (['query', 'key', 'value'] as const).map((role) =>
    split(project(params, name, role, y, heads), tokens, heads),
  ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]
  const mixed = join(attention(q, k, v, aids, rate), heads)
  const h = tf.add(x, aids.dropout(linear(params, `${name}.out`, mixed), rate)) as tf.Tensor2D
  return feed(params, name, h, aids, rate)
}

/** The same for the class tokens only: [rows · tokens, width] to [rows, width]. */
function lastBlock(
  params: TensorMap,
  layer: number,
  x: tf.Tensor2D,
  rows: number,
  aids: Aids,
  { heads, rate }: Transformer,
): tf.Tensor2D {
  const name = `tabular.${layer}`
  const tokens = x.shape[0] / rows
  const y = standardized(x, 1)
  const q = split(project(params, name, 'query', first(y, rows), heads), 1, heads)
  const k = split(project(params, name, 'key', y, heads), tokens, heads)
  const v = split(project(params, name, 'value', y, heads), tokens, heads)
  const mixed = join(attention(q, k, v, aids, rate), heads)
  const h = tf.add(first(x, rows), aids.dropout(linear(params, `${name}.out`, mixed), rate)) as tf.Tensor2D
  return feed(params, name, h, aids, rate)
}

function feed(params: TensorMap, name: string, x: tf.Tensor2D, aids: Aids, rate: number): tf.Tensor2D {
  const [weight, bias] = [params[`${name}.up.weight`] as tf.Tensor2D, params[`${name}.up.bias`]!]
  const wide = tf.relu(foldedLinear(params, `${name}.feed`, standardized(x, 1), weight, bias))
  return tf.add(x, aids.dropout(linear(params, `${name}.down`, aids.dropout(wide, rate)), rate))
}

/** Queries, keys or values of all heads. The 1 / √size of attention lies in the small weights of the query. */
function project(
  params: TensorMap,
  name: string,
  role: 'query' | 'key' | 'value',
  y: tf.Tensor2D,
  heads: number,
): tf.Tensor2D {
  const weight = params[`${name}.${role}.weight`] as tf.Tensor2D
  const bias = params[`${name}.${role}.bias`]!
  const scale = role === 'query' ? Math.sqrt(heads / weight.shape[1]) : 1
  return foldedLinear(params, `${name}.attention`, y, tf.mul(weight, scale), tf.mul(bias, scale))
}

/** [rows · tokens, width] to [rows · heads, tokens, width / heads]. */
function split(x: tf.Tensor2D, tokens: number, heads: number): tf.Tensor3D {
  const rows = x.shape[0] / tokens
  const size = x.shape[1] / heads
  const parts = tf.transpose(tf.reshape(x, [rows, tokens, heads, size]), [0, 2, 1, 3])
  return tf.reshape(parts, [rows * heads, tokens, size])
}

/** The way back. */
function join(x: tf.Tensor3D, heads: number): tf.Tensor2D {
  const [all, tokens, size] = x.shape
  const rows = all / heads
  const parts = tf.transpose(tf.reshape(x, [rows, heads, tokens, size]), [0, 2, 1, 3])
  return tf.reshape(parts, [rows * tokens, heads * size])
}

/** The class tokens of [rows · tokens, width]. */
function first(x: tf.Tensor2D, rows: number): tf.Tensor2D {
  const [all, width] = x.shape
  const apart = tf.reshape(x, [rows, (all / rows) * width])
  return tf.slice(apart, [0, 0], [rows, width]) as tf.Tensor2D
}
