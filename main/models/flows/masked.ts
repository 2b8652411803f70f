/**
 * The first stage of training: masked feature modelling. Some values of each row are hidden behind one learned token,
 * and the FT-Transformer has to tell them from the others, by its embedding alone. No labels are needed. The loss is
 * the mean squared error of the hidden values (of standardized columns: 1 is as good as always saying the mean).
 *
 * While validating, which values are hidden depends on their place only, so that losses can be compared.
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, LossFunction, Weights } from '../../engine/types.ts'
import { linear } from './dense.ts'
import { columnsOf } from './network.ts'
import { initRebuild } from './parameters.ts'
import type { FlowsShape } from './shape.ts'
import { tabularEmbedding } from './tabular.ts'

/** Share of the values that is hidden. */
const HIDDEN = 0.15

/** The loss of stage one on x alone; y is not looked at. For a shape with the expert `tabular`. */
export function maskedLoss(shape: FlowsShape, settings: { dropout: number }): LossFunction {
  const tabular = shape.experts.find(({ name }) => name === 'tabular')
  if (!tabular) throw new Error('Masked feature modelling needs the tabular expert')
  return (params, x, _y, aids) => {
    const own = columnsOf(x, tabular.columns)
    const seen = seenOf(own.shape, aids)
    const embedding = tabularEmbedding(params, own, aids, { ...shape, rate: settings.dropout }, seen)
    const hidden = tf.sub(1, seen)
    const wrong = tf.mul(hidden, tf.square(tf.sub(linear(params, 'rebuild', embedding), own)))
    // A small batch may hide nothing at all.
    return tf.div<tf.Scalar>(tf.sum(wrong), tf.maximum(tf.sum(hidden), 1))
  }
}

/** The weights that stage one trains: the FT-Transformer's of `weights`, and fresh ones of the reconstruction. */
export function maskedWeights(shape: FlowsShape, weights: Weights, seed: number): Weights {
  const own = Object.entries(weights).filter(([name]) => name.startsWith('tabular.'))
  return { ...Object.fromEntries(own), ...initRebuild(shape, seed) }
}

/** `weights` with what stage one has learned put in; the reconstruction is left behind. */
export function withPretrained(weights: Weights, trained: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, trained[name] ?? array]))
}

/** 1 for values that are seen, 0 for hidden ones. */
function seenOf([rows, columns]: [number, number], aids: Aids): tf.Tensor2D {
  if (aids.training) return tf.step(aids.dropout(tf.ones<tf.Rank.R2>([rows, columns]), HIDDEN) as tf.Tensor2D)
  const period = Math.round(1 / HIDDEN)
  const seen = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns]
    return (row + column) % period === 0 ? 0 : 1
  })
  return tf.tensor2d(seen, [rows, columns])
}
