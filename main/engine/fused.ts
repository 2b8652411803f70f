/**
 * Operations of our own that an engine may have as one kernel, and that are worked out from tfjs ops where it has not.
 */
import { tf } from './tensorflow.ts'

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
