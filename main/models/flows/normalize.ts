/**
 * Layer norm and batch norm: numbers less their mean, over their deviation, times a scale, plus a shift.
 *
 * The core is y = (x - mean) · r with r = 1 / √(variance + ε). Its gradient is written down, as it is shorter than what
 * differentiating mean and variance one by one gives:
 *
 *     dx = r · (dy - mean(dy) - y · mean(dy · y))
 *
 * Where a linear layer follows a layer norm, scale and shift go into its weight and bias, which are small beside the
 * rows. There the weight is centered too: each output's weights less their mean, which changes nothing, as y has mean
 * 0. Then dy has mean 0 by itself, and that pass over the rows is saved.
 *
 * (Ba, Kiros and Hinton, 2016; Ioffe and Szegedy, 2015.)
 */
import { standardizeRows } from '../../engine/fused.ts'
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'

/** Keeps a variance of 0 from being divided by. */
export const EPSILON = 1e-5
/** Share of the newest batch in batch norm's running statistics. */
const MOMENTUM = 0.1

/** x [rows, width], each row with mean 0 and variance 1. Read it by {@link linearUpon} only. */
export function standardized(x: tf.Tensor2D): tf.Tensor2D {
  return core(x, 1, true)
}

/** A linear layer upon the layer norm `norm` of rows that are standardized already; weight [width, outputs]. */
export function linearUpon(
  params: TensorMap,
  norm: string,
  y: tf.Tensor2D,
  layer: { weight: tf.Tensor; bias: tf.Tensor },
): tf.Tensor2D {
  const { weight, bias } = folded(params, norm, layer)
  return tf.add(tf.matMul(y, weight), bias)
}

/** Weight and bias of a linear layer with the scale and shift of the norm before it in them, the weight centered. */
export function folded(
  params: TensorMap,
  norm: string,
  { weight, bias }: { weight: tf.Tensor; bias: tf.Tensor },
): { weight: tf.Tensor2D; bias: tf.Tensor2D } {
  const scaled = tf.mul(weight, tf.expandDims(params[`${norm}.scale`]!, 1))
  const shift = tf.matMul(tf.expandDims(params[`${norm}.shift`] as tf.Tensor1D, 0), weight)
  return { weight: tf.sub(scaled, tf.mean(scaled, 0, true)), bias: tf.add(shift, bias) }
}

/** Layer norm of x [rows, width] with the scale and shift `name`. */
export function layerNorm(params: TensorMap, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.mul(core(x, 1, false), params[`${name}.scale`]!), params[`${name}.shift`]!)
}

/**
 * Batch norm of x [rows, channels] as layer `name`: by the statistics of the batch in training, which are carried on
 * into the running ones; by the running ones otherwise.
 */
export function batchNorm(params: TensorMap, name: string, x: tf.Tensor2D, aids: Aids): tf.Tensor2D {
  const [scale, shift] = [params[`${name}.norm.scale`]!, params[`${name}.norm.shift`]!]
  const [mean, variance] = [params[`${name}.mean`]!, params[`${name}.variance`]!]
  if (!aids.training) {
    const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)))
    return tf.add(tf.mul(x, factor), tf.sub(shift, tf.mul(mean, factor)))
  }
  const batch = columns(x)
  // The running variance is that of all rows seen: without the bias of a sample.
  const unbiased = x.shape[0] / Math.max(1, x.shape[0] - 1)
  aids.carry(`${name}.mean`, blend(mean, tf.reshape(batch.mean, [-1]), 1))
  aids.carry(`${name}.variance`, blend(variance, tf.reshape(batch.variance, [-1]), unbiased))
  return tf.add(tf.mul(core(x, 0, false), scale), shift)
}

/** y of the head of this file, over rows (axis 1) or columns (axis 0). @param centered dy is known to have mean 0 */
function core(x: tf.Tensor2D, axis: 0 | 1, centered: boolean): tf.Tensor2D {
  const operation = tf.customGrad((input, save) => {
    const { y, r } = axis === 1 ? standardizeRows(input as tf.Tensor2D, EPSILON) : columns(input as tf.Tensor)
    ;(save as tf.GradSaveFunc)([y, r])
    const gradFunc = (dy: tf.Tensor, [y, r]: tf.Tensor[]) => {
      const plain = centered ? dy : tf.sub(dy, tf.mean(dy, axis, true))
      return tf.mul(tf.sub(plain, tf.mul(y!, tf.mean(tf.mul(plain, y!), axis, true))), r!)
    }
    return { value: y, gradFunc }
  })
  return operation(x) as tf.Tensor2D
}

function columns(x: tf.Tensor) {
  const mean = tf.mean(x, 0, true)
  const centered = tf.sub(x, mean)
  const variance = tf.mean(tf.square(centered), 0, true)
  const r = tf.rsqrt(tf.add(variance, EPSILON))
  return { mean, variance, r, y: tf.mul(centered, r) }
}

function blend(running: tf.Tensor, batch: tf.Tensor, factor: number): tf.Tensor {
  return tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM * factor))
}
