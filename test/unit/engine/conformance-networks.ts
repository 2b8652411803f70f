/**
 * Conformance cases of what the flow networks are made of: several kernels in the shapes and orders that they use there,
 * and gradients that are written down, each with its gradient towards every input.
 */
import { noAids } from '../../../main/engine/training/dropout.ts'
import { sideBySide, standardizeRows } from '../../../main/engine/fused.ts'
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import type { TensorMap } from '../../../main/engine/types.ts'
import { attention } from '../../../main/models/flows/attention.ts'
import { joinHeads, splitHeads } from '../../../main/models/flows/heads.ts'
import { batchNorm, layerNorm } from '../../../main/models/flows/normalize.ts'
import { temporalEmbedding } from '../../../main/models/flows/temporal.ts'
import type { Case, Input } from './conformance-cases.ts'

const real = (shape: number[], low = -2, high = 2): Input => ({ shape, low, high, dtype: 'float32' })
const smooth = (name: string, inputs: Case['inputs'], run: Case['run']): Case => ({
  name,
  inputs,
  run,
  gradient: true,
})

const heads = { q: real([6, 3, 4]), k: real([6, 5, 4]), v: real([6, 5, 4]) }
const layer = { 'n.norm.scale': real([4]), 'n.norm.shift': real([4]) }
const running = { 'n.mean': real([4]), 'n.variance': real([4], 0.3, 2) }
const convolution: Case['inputs'] = { 'temporal.out.weight': real([64, 3]), 'temporal.out.bias': real([3]) }
for (const [at, [inputs, channels]] of [
  [1, 32],
  [32, 64],
  [64, 64],
].entries()) {
  // Small enough that sums over many channels keep their digits.
  convolution[`temporal.${at}.weight`] = real([3 * inputs!, channels!], -0.2, 0.2)
  convolution[`temporal.${at}.bias`] = real([channels!], -0.2, 0.2)
  convolution[`temporal.${at}.norm.scale`] = real([channels!], 0.5, 1)
  convolution[`temporal.${at}.norm.shift`] = real([channels!], -0.2, 0.2)
  convolution[`temporal.${at}.mean`] = real([channels!], -0.2, 0.2)
  convolution[`temporal.${at}.variance`] = real([channels!], 0.5, 1)
}

/** Hidden layers of 5 and 17 units: both are rounded up. */
const panel = {
  x: real([9, 7]),
  v: real([3, 7, 5]),
  vb: real([3, 1, 5]),
  w: real([3, 5, 17]),
  wb: real([3, 1, 17]),
  last: real([51, 4]),
  lastBias: real([1, 4]),
}

export const networks: Case[] = [
  { ...smooth('rows standardized', { x: real([5, 7]) }, ({ x }) => rowsOf(x!).y), gradient: false },
  {
    ...smooth('rows standardized: one over the deviation', { x: real([5, 7]) }, ({ x }) => rowsOf(x!).r),
    gradient: false,
  },
  smooth('layer norm', { x: real([5, 7]), 'n.scale': real([7]), 'n.shift': real([7]) }, (t) =>
    layerNorm(t, 'n', t['x'] as tf.Tensor2D),
  ),
  smooth('batch norm of a batch', { x: real([6, 4]), ...layer, ...running }, (t) =>
    // Running statistics have no part in it; added so that each input has a gradient.
    tf.add(
      batchNorm(t as Required<TensorMap>, 'n', t['x'] as tf.Tensor2D, { ...noAids, training: true }),
      tf.mul(tf.add(t['n.mean']!, t['n.variance']!), 0.5),
    ),
  ),
  smooth('batch norm by running statistics', { x: real([6, 4]), ...layer, ...running }, (t) =>
    batchNorm(t, 'n', t['x'] as tf.Tensor2D, noAids),
  ),
  smooth('attention', heads, ({ q, k, v }) =>
    attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, noAids, 0),
  ),
  smooth('attention with a mask', heads, ({ q, k, v }) => {
    const keep = tf.tensor3d(
      Array.from({ length: 90 }, (_, i) => (i % 4 === 0 ? 0 : 1.25)),
      [6, 3, 5],
    )
    const aids = { ...noAids, training: true, dropout: (x: tf.Tensor) => tf.mul(x, keep) }
    return attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, aids, 0.2)
  }),
  smooth('heads apart and together', { x: real([10, 6]) }, ({ x }) => {
    const apart = splitHeads(x as tf.Tensor2D, 2, 3)
    return joinHeads(tf.mul(apart, apart), 2)
  }),
  smooth('tokens from few numbers', { v: real([5, 4, 2]), u: real([5, 2, 6]) }, ({ v, u }) =>
    tf.sum(tf.mul(tf.matMul(v!, u!), tf.matMul(v!, u!)), 2, true),
  ),
  smooth('stack of rows turned, padded before', { x: real([3, 4]), y: real([5, 3]) }, ({ x, y }) => {
    const turned = tf.pad(tf.transpose(x!), [
      [1, 0],
      [0, 0],
    ])
    return tf.stack([turned, y!], 2)
  }),
  smooth('convolutional network', { x: real([3, 5]), ...convolution }, (t) =>
    temporalEmbedding(t, t['x'] as tf.Tensor2D, noAids, 0),
  ),
  {
    ...smooth('networks side by side', panel, ({ x, v, vb, w, wb, last, lastBias }) => {
      const hidden = [
        { weight: v!, bias: vb! },
        { weight: w!, bias: wb! },
      ]
      return sideBySide(x as tf.Tensor2D, hidden, { weight: last!, bias: lastBias! })
    }),
    gradient: false,
  },
  smooth('columns of a softmax as weights', { x: real([4, 3]), e: real([4, 5]) }, ({ x, e }) =>
    tf.mul(e!, tf.slice(tf.softmax(x!), [0, 1], [4, 1])),
  ),
]

const rowsOf = (x: tf.Tensor) => standardizeRows(x as tf.Tensor2D, 1e-5)
