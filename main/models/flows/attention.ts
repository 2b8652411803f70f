/**
 * Attention of many heads at once, softmax(q · kᵀ) · v, with its gradient written down.
 *
 * With p the weights after softmax, m the dropout mask (1 where there is none) and o the output,
 *
 *     dv = (m p)ᵀ · do        dp = m (do · vᵀ)        ds = p (dp - Σ do·o)        dq = ds · k        dk = dsᵀ · q
 *
 * The sum runs over a head's few numbers instead of over all tokens: Σ p·dp = Σ do·o (Dao et al., 2022), which saves
 * passes over the largest arrays of the network.
 */
import { tf } from '../../engine/tensorflow/tensorflow.ts'
import type { Aids } from '../../engine/types.ts'

/**
 * @param q [heads, queries, size], scaled already
 * @param k [heads, tokens, size]
 * @param v [heads, tokens, size]
 * @returns [heads, queries, size]
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, aids: Aids, rate: number) {
  const [heads, queries] = q.shape
  const drop = aids.training && rate > 0
  const mask = drop ? aids.dropout(tf.ones([heads, queries, k.shape[1]]), rate) : null
  const core = tf.customGrad((...args) => {
    const [q, k, v, save] = args as unknown as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc]
    const p = tf.softmax(tf.matMul(q, k, false, true))
    const o = tf.matMul(masked(p, mask), v)
    save(mask ? [q, k, v, p, o, mask] : [q, k, v, p, o])
    return { value: o, gradFunc: (dy, saved) => gradients(dy, saved) }
  })
  return core(q, k, v) as tf.Tensor3D
}

/** Towards q, k and v, from what was saved. */
function gradients(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [q, k, v, p, o, mask] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?]
  const dv = tf.matMul(masked(p, mask), dy, true, false)
  const dp = masked(tf.matMul(dy, v, false, true), mask)
  const ds = tf.mul(p, tf.sub(dp, tf.sum(tf.mul(dy, o), -1, true)))
  return [tf.matMul(ds, k), tf.matMul(ds, q, true, false), dv]
}

const masked = (p: tf.Tensor, mask: tf.Tensor | null | undefined) => (mask ? tf.mul(p, mask) : p)
