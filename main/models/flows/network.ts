/** The whole flow network as pure functions: embeddings, gate, mixture, classifier, and its loss on labels. */
import { noAids } from '../../engine/training/dropout.ts'
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, ForwardFunction, LossFunction, TensorMap } from '../../engine/types.ts'
import { chain, denseEmbedding } from './dense.ts'
import { column, gateWeights } from './gate.ts'
import type { FlowExpert, FlowsShape } from './shape.ts'
import { tabularEmbedding } from './tabular.ts'
import { temporalEmbedding } from './temporal.ts'

export interface FlowsLossSettings {
  /** Dropout rate, 0 to below 1. */
  dropout: number
  /** One weight per class; rows of heavier classes count for more. */
  classWeights: number[]
}

const LEAST = 1e-6
/** Strength of the pull of a top-k gate towards equal use of its experts (Shazeer et al., 2017). */
const BALANCE = 0.01

/** Of each shape, one: engines find a model that they have open by its function. */
const forwards = new WeakMap<FlowsShape, ForwardFunction>()

/** Logits and gate weights side by side, [rows, C + E]. Rows do not depend on each other. The same function for the same shape. */
export function flowsForward(shape: FlowsShape): ForwardFunction {
  const known = forwards.get(shape)
  if (known) return known
  const forward: ForwardFunction = (params, x) => {
    const { logits, gate } = network(params, x, shape, noAids, 0)
    return tf.concat([logits, gate], 1)
  }
  forwards.set(shape, forward)
  return forward
}

/**
 * Weighted cross entropy on y (rows × C, one-hot): each row's times the weight of its class, over the sum of these
 * weights. A top-k gate is also charged for unequal use, or it would settle on the experts that learn first.
 */
export function flowsLoss(shape: FlowsShape, settings: FlowsLossSettings): LossFunction {
  return (params, x, y, aids) => {
    const { logits, gate } = network(params, x, shape, aids, settings.dropout)
    const weight = tf.sum(tf.mul(y, tf.tensor1d(settings.classWeights)), 1)
    const entropy = tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(logits)), 1))
    // All rows may be of classes that weigh nothing.
    const all = tf.maximum(tf.sum(weight), LEAST)
    const mean = tf.div<tf.Scalar>(tf.sum(tf.mul(weight, entropy)), all)
    return shape.gate === 'top-k' && aids.training ? tf.add<tf.Scalar>(mean, imbalance(gate)) : mean
  }
}

/** The embedding of one expert, [rows, width], from all columns of x. */
export function embed(
  params: TensorMap,
  x: tf.Tensor2D,
  expert: FlowExpert,
  shape: FlowsShape,
  aids: Aids,
  rate: number,
): tf.Tensor2D {
  const own = columnsOf(x, expert.columns)
  if (expert.name === 'tabular') return tabularEmbedding(params, own, aids, { ...shape, rate })
  if (expert.name === 'temporal') return temporalEmbedding(params, own, aids, rate)
  return denseEmbedding(params, expert.name, own, aids, rate)
}

/** These columns of x, in this order. */
export function columnsOf(x: tf.Tensor2D, columns: number[]): tf.Tensor2D {
  if (columns.length === x.shape[1] && columns.every((at, i) => at === i)) return x
  return tf.gather(x, tf.tensor1d(columns, 'int32'), 1)
}

function network(params: TensorMap, x: tf.Tensor2D, shape: FlowsShape, aids: Aids, rate: number) {
  const drop = (h: tf.Tensor) => aids.dropout(h, rate)
  const embeddings = shape.experts.map((expert) => embed(params, x, expert, shape, aids, rate))
  if (embeddings.length === 1) {
    const gate = tf.ones<tf.Rank.R2>([x.shape[0], 1])
    return { logits: chain(params, 'classifier', embeddings[0]!, drop), gate }
  }
  const gate = gateWeights(params, embeddings, shape, aids, rate)
  const mixed = embeddings
    .map((embedding, at) => tf.mul<tf.Tensor2D>(embedding, column(gate, at)))
    .reduce((sum, part) => tf.add(sum, part))
  return { logits: chain(params, 'classifier', mixed, drop), gate }
}

/** Squared coefficient of variation of the experts' total weights in the batch: 0 when all are used alike. */
function imbalance(gate: tf.Tensor2D): tf.Scalar {
  const use = tf.mean(gate, 0)
  const spread = tf.mean(tf.square(tf.sub(use, tf.mean(use))))
  return tf.mul<tf.Scalar>(tf.div(spread, tf.square(tf.mean(use))), BALANCE)
}
