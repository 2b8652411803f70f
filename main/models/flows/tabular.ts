/**
 * Expert `tabular`: an FT-Transformer (Gorishniy et al., 2021). Each column becomes a token, a class token goes before
 * them, and blocks of attention and feed-forward layers, norm first, let them speak to each other. What stands in the
 * class token's place at the end is the embedding.
 *
 * The first block makes use of what tokens are made of (tokens.ts). In the last one only the class token's place is
 * worked out, as nothing else of it is read (class-attention.ts).
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'
import { attention } from './attention.ts'
import { classAttention } from './class-attention.ts'
import { linear } from './dense.ts'
import { joinHeads, splitHeads } from './heads.ts'
import { folded, layerNorm, linearUpon, standardized } from './normalize.ts'
import { linearUponTokens, tokensOf, written } from './tokens.ts'

export interface Transformer {
  layers: number
  heads: number
  /** Dropout of attention weights, feed-forward layers and what both add. */
  rate: number
}

/** A linear layer upon tokens after layer norm. */
type Upon = (layer: { weight: tf.Tensor2D; bias: tf.Tensor2D }) => tf.Tensor2D

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
  const tokens = tokensOf(params, x, seen)
  const last = transformer.layers - 1
  let h = written(tokens)
  for (let layer = 0; layer < last; layer++) {
    const upon: Upon = layer === 0 ? linearUponTokens(tokens) : uponRows(h)
    h = block(params, layer, h, upon, x.shape[0], aids, transformer)
  }
  return layerNorm(params, 'tabular.norm', lastBlock(params, last, h, x.shape[0], aids, transformer))
}

function uponRows(h: tf.Tensor2D): Upon {
  const y = standardized(h)
  return ({ weight, bias }) => tf.add(tf.matMul(y, weight), bias)
}

function block(
  params: TensorMap,
  layer: number,
  x: tf.Tensor2D,
  upon: Upon,
  rows: number,
  aids: Aids,
  { heads, rate }: Transformer,
): tf.Tensor2D {
  const name = `tabular.${layer}`
  const [q, k, v] = (['query', 'key', 'value'] as const).map((role) =>
    splitHeads(upon(projection(params, name, role, heads)), rows, heads),
  ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]
  const mixed = joinHeads(attention(q, k, v, aids, rate), rows)
  const h = tf.add(x, aids.dropout(linear(params, `${name}.out`, mixed), rate)) as tf.Tensor2D
  return feed(params, name, h, aids, rate)
}

/** The same for the class tokens only: [tokens · rows, width] to [rows, width]. */
function lastBlock(
  params: TensorMap,
  layer: number,
  x: tf.Tensor2D,
  rows: number,
  aids: Aids,
  { heads, rate }: Transformer,
): tf.Tensor2D {
  const name = `tabular.${layer}`
  const drop = (h: tf.Tensor) => aids.dropout(h, rate)
  const mixed = classAttention(params, name, standardized(x), rows, heads, drop)
  const first = tf.slice(x, [0, 0], [rows, x.shape[1]])
  const h = tf.add(first, drop(linear(params, `${name}.out`, mixed))) as tf.Tensor2D
  return feed(params, name, h, aids, rate)
}

function feed(params: TensorMap, name: string, x: tf.Tensor2D, aids: Aids, rate: number): tf.Tensor2D {
  const up = { weight: params[`${name}.up.weight`]!, bias: params[`${name}.up.bias`]! }
  const wide = tf.relu(linearUpon(params, `${name}.feed`, standardized(x), up))
  return tf.add(x, aids.dropout(linear(params, `${name}.down`, aids.dropout(wide, rate)), rate))
}

/** The layer that makes queries, keys or values. Attention's 1 / √size lies in the small weights of the query. */
function projection(params: TensorMap, name: string, role: 'query' | 'key' | 'value', heads: number) {
  const layer = { weight: params[`${name}.${role}.weight`]!, bias: params[`${name}.${role}.bias`]! }
  const { weight, bias } = folded(params, `${name}.attention`, layer)
  const scale = role === 'query' ? Math.sqrt(heads / weight.shape[1]) : 1
  return { weight: tf.mul<tf.Tensor2D>(weight, scale), bias: tf.mul<tf.Tensor2D>(bias, scale) }
}
