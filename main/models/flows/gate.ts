/**
 * The gates: from the experts' embeddings to one weight per expert and row, 0 to 1, together 1.
 *
 * - soft: an MLP on all embeddings side by side, then softmax; the published gate.
 * - top-k: the same, but only the k largest logits enter the softmax; the other weights are 0 (Shazeer et al., 2017).
 * - attention: a query made of all embeddings against a key made of each, scaled, then softmax.
 * - hierarchical: a softmax over groups of experts times one inside of each group (Jordan and Jacobs, 1994). Groups are
 *   what a flow is made of (tabular, protocol) and how it runs (temporal, statistics).
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'
import { chain, linear } from './dense.ts'
import type { FlowExpert, FlowsShape } from './shape.ts'

/** Logit of an expert that may not speak: its weight is exactly 0. */
const SILENT = -1e9

/**
 * @param embeddings one [rows, width] per expert, at least two
 * @returns weights, [rows, experts]
 */
export function gateWeights(
  params: TensorMap,
  embeddings: tf.Tensor2D[],
  shape: FlowsShape,
  aids: Aids,
  rate: number,
): tf.Tensor2D {
  const drop = (h: tf.Tensor) => aids.dropout(h, rate)
  const all = tf.concat(embeddings, 1)
  if (shape.gate === 'attention') return tf.softmax(match(params, embeddings, all))
  if (shape.gate === 'hierarchical') return twoLevels(params, embeddings, all, shape.experts, drop)
  const logits = chain(params, 'gate', all, drop)
  return tf.softmax(shape.gate === 'top-k' ? largest(logits, shape.k) : logits)
}

/** Places of the experts in their groups; groups without experts are left out. */
export function groupsOf(experts: FlowExpert[]): number[][] {
  const kinds = [
    ['tabular', 'protocol'],
    ['temporal', 'statistics'],
  ]
  const groups = kinds.map((kind) =>
    experts.flatMap(({ name }, place) => (kind.includes(name) ? [place] : [])),
  )
  return groups.filter((group) => group.length > 0)
}

/** Logits with all but the k largest of each row made silent; which ones has no gradient. */
function largest(logits: tf.Tensor2D, k: number): tf.Tensor2D {
  if (k >= logits.shape[1]) return logits
  const chosen = tf.customGrad((input) => ({
    value: tf.mul(silent(input as tf.Tensor2D, k), SILENT),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))
  return tf.add(logits, chosen(logits))
}

/** 1 for logits that k others of their row go before, else 0. Of equal ones the earlier goes before. */
function silent(logits: tf.Tensor2D, k: number): tf.Tensor {
  const experts = logits.shape[1]
  const earlier = Array.from({ length: experts ** 2 }, (_, i) =>
    Number(i % experts < Math.floor(i / experts)),
  )
  const [mine, theirs] = [tf.expandDims(logits, 2), tf.expandDims(logits, 1)]
  const larger = tf.cast(tf.greater(theirs, mine), 'float32')
  const tied = tf.mul(tf.cast(tf.equal(theirs, mine), 'float32'), tf.tensor2d(earlier, [experts, experts]))
  return tf.cast(tf.greaterEqual(tf.sum(tf.add(larger, tied), 2), k), 'float32')
}

function match(params: TensorMap, embeddings: tf.Tensor2D[], all: tf.Tensor2D): tf.Tensor2D {
  const query = linear(params, 'gate.query', all)
  const scale = 1 / Math.sqrt(query.shape[1])
  const scores = embeddings.map((embedding) =>
    tf.sum(tf.mul(query, tf.matMul(embedding, params['gate.key.weight'] as tf.Tensor2D)), 1, true),
  )
  return tf.mul(tf.concat(scores, 1), scale) as tf.Tensor2D
}

function twoLevels(
  params: TensorMap,
  embeddings: tf.Tensor2D[],
  all: tf.Tensor2D,
  experts: FlowExpert[],
  drop: (h: tf.Tensor) => tf.Tensor,
): tf.Tensor2D {
  const groups = groupsOf(experts)
  const top = tf.softmax(chain(params, 'gate', all, drop))
  const columns: tf.Tensor2D[] = []
  for (const [i, group] of groups.entries()) {
    const share = column(top, i)
    const inside =
      group.length === 1
        ? null
        : tf.softmax(
            chain(
              params,
              `gate.group${i}`,
              tf.concat(
                group.map((place) => embeddings[place]!),
                1,
              ),
              drop,
            ),
          )
    for (const [at, place] of group.entries()) {
      columns[place] = inside ? tf.mul(share, column(inside, at)) : share
    }
  }
  return tf.concat(columns, 1)
}

/** Column `at` of x as [rows, 1]. */
export function column(x: tf.Tensor2D, at: number): tf.Tensor2D {
  return tf.slice(x, [0, at], [x.shape[0], 1])
}
