/**
 * Operations of our own that an engine may have as one kernel, and that are worked out from tfjs ops where it has not.
 */
import { tf } from './tensorflow/tensorflow.ts'

/** Name of the kernel behind {@link standardizeRows}: input x, attribute epsilon, outputs y and r. */
export const STANDARDIZE_ROWS = 'StandardizeRows'

/**
 * Each row of x [rows, width] less its mean, over its deviation: y = (x - mean) · r with r = 1 / √(variance + ε).
 * It has no gradient of its own; use it inside of `tf.customGrad`.
 * @returns y [rows, width] and r [rows, 1]
 */
export function standardizeRows(x: tf.Tensor2D, epsilon: number): { y: tf.Tensor2D; r: tf.Tensor2D } {
  if (tf.getKernel(STANDARDIZE_ROWS, tf.getBackend())) {
    const [y, r] = tf.engine().runKernel(STANDARDIZE_ROWS, { x }, { epsilon }) as [tf.Tensor2D, tf.Tensor2D]
    return { y, r }
  }
  const centered = tf.sub(x, tf.mean(x, 1, true))
  const r = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon)) as tf.Tensor2D
  return { y: tf.mul(centered, r), r }
}

/** Name of the kernel behind {@link sideBySide}: inputs x, w0, b0, w1, b1, …; no attributes. */
export const SIDE_BY_SIDE = 'SideBySide'

/** A layer of several networks: [networks, inputs, outputs] and [networks, 1, outputs]. */
export interface Layer {
  weight: tf.Tensor
  bias: tf.Tensor
}

/** Widths of hidden layers are rounded up to this with units that stay 0: what processors compute at once. */
const LANES = 16

/**
 * Networks of one shape on the same rows: `hidden` layers with ReLU after each, and one `last` layer, [networks · inputs,
 * outputs] and [1, outputs], upon all of them. It has no gradient; it is for scoring.
 * @returns [rows, outputs]
 */
export function sideBySide(x: tf.Tensor2D, hidden: Layer[], last: Layer): tf.Tensor2D {
  if (tf.getKernel(SIDE_BY_SIDE, tf.getBackend())) {
    const inputs: tf.NamedTensorMap = { x }
    for (const [i, { weight, bias }] of rounded(hidden, last).entries())
      Object.assign(inputs, { [`w${i}`]: weight, [`b${i}`]: bias })
    return tf.engine().runKernel(SIDE_BY_SIDE, inputs) as tf.Tensor2D
  }
  let h: tf.Tensor = tf.expandDims(x, 0)
  for (const { weight, bias } of hidden) h = tf.relu(tf.add(tf.matMul(h, weight), bias))
  const all = tf.reshape(tf.transpose(h, [1, 0, 2]), [x.shape[0], -1])
  return tf.add(tf.matMul(all, last.weight), last.bias)
}

function rounded(hidden: Layer[], last: Layer): Layer[] {
  let inputs = 0
  const layers = hidden.map(({ weight, bias }) => {
    const wider = extra(weight.shape[2]!)
    const layer = { weight: widen(weight, inputs, wider), bias: widen(bias, 0, wider) }
    inputs = wider
    return layer
  })
  const [networks, , width] = hidden.at(-1)!.weight.shape as [number, number, number]
  const apart = tf.reshape(last.weight, [networks, width, -1])
  const weight = tf.reshape(widen(apart, inputs, 0), [networks * (width + inputs), -1])
  return [...layers, { weight, bias: last.bias }]
}

const extra = (width: number) => -width & (LANES - 1)

function widen(x: tf.Tensor, rows: number, columns: number): tf.Tensor {
  if (rows === 0 && columns === 0) return x
  return tf.pad(x, [
    [0, 0],
    [0, rows],
    [0, columns],
  ])
}
