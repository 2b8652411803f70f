/**
 * Layer norm and batch norm: numbers less their mean, over their deviation, times a scale, plus a shift.
 *
 * One core does both, over the last axis or over the first: y = (x - mean) / √(variance + ε). Its gradient is written
 * down, as it is shorter than what differentiating mean and variance one by one gives: with r = 1 / √(variance + ε),
 *
 *     dx = r · (dy - mean(dy) - y · mean(dy · y))
 *
 * (Ba, Kiros and Hinton, 2016; Ioffe and Szegedy, 2015.)
 */
import { tf } from '../../engine/tensorflow.ts'
import type { Aids, TensorMap } from '../../engine/types.ts'

const EPSILON = 1e-5
/** Share of the newest batch in batch norm's running statistics. */
const MOMENTUM = 0.1

/** x [rows, width] with mean 0 and variance 1 over `axis`. */
export function standardized(x: tf.Tensor2D, axis: 0 | 1): tf.Tensor2D {
  const core = tf.customGrad((input, save) => {
    const { centered, variance } = spread(input as tf.Tensor2D, axis)
    const r = tf.rsqrt(tf.add(variance, EPSILON))
    const y = tf.mul(centered, r)
    ;(save as tf.GradSaveFunc)([y, r])
    const gradFunc = (dy: tf.Tensor, [y, r]: tf.Tensor[]) => {
      const along = tf.mul(y!, tf.mean(tf.mul(dy, y!), axis, true))
      return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, axis, true)), along), r!)
    }
    return { value: y, gradFunc }
  })
  return core(x) as tf.Tensor2D
}

/** Layer norm of x [rows, width] with the scale and shift `name`. */
export function affine(params: TensorMap, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.mul(standardized(x, 1), params[`${name}.scale`]!), params[`${name}.shift`]!)
}

/**
 * A linear layer upon a layer norm whose numbers are standardized already: scale and shift go into weight and bias,
 * which are small beside the rows. `weight` is [width, outputs], `bias` [outputs].
 */
export function foldedLinear(
  params: TensorMap,
  norm: string,
  y: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor,
): tf.Tensor2D {
  const scaled = tf.mul(weight, tf.expandDims(params[`${norm}.scale`]!, 1)) as tf.Tensor2D
  const shift = tf.matMul(tf.expandDims(params[`${norm}.shift`] as tf.Tensor1D, 0), weight)
  return tf.add(tf.matMul(y, scaled), tf.add(shift, bias))
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
  const batch = spread(x, 0)
  // The running variance is that of all rows seen: without the bias of a sample.
  const unbiased = x.shape[0] / Math.max(1, x.shape[0] - 1)
  aids.carry(`${name}.mean`, blend(mean, tf.reshape(batch.mean, [-1]), 1))
  aids.carry(`${name}.variance`, blend(variance, tf.reshape(batch.variance, [-1]), unbiased))
  return tf.add(tf.mul(standardized(x, 0), scale), shift)
}

function spread(x: tf.Tensor2D, axis: 0 | 1) {
  const mean = tf.mean(x, axis, true)
  const centered = tf.sub(x, mean)
  return { mean, centered, variance: tf.mean(tf.square(centered), axis, true) }
}

function blend(running: tf.Tensor, batch: tf.Tensor, factor: number): tf.Tensor {
  return tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM * factor))
}
