/**
 * An ensemble of MLPs that share their weights, after TabM (Gorishniy, Kotelnikov and Babenko, 2024), which builds on
 * BatchEnsemble (Wen, Tran and Ba, 2020).
 *
 * All M members have one weight matrix a layer; each has its own adapters, a vector before and one after it, and its own
 * bias and head: h = relu(((x ∘ rᵢ) W) ∘ sᵢ + bᵢ). So an ensemble costs little more than one network. Members start alike but for the
 * first adapter, of random signs, which shows each the features in its own way. Every member learns from every row, by the mean of their
 * cross entropies; the answer is the mean of their probabilities.
 */
import type { LossFunction, TensorMap, Weights } from '../../engine/types.ts'
import { mixSeed, normal, random } from '../../engine/random.ts'
import { tf } from '../../engine/tensorflow/tensorflow.ts'

export interface EnsembleShape {
  features: number
  classes: number
  members: number
  hidden: number[]
}

/**
 * Fresh weights. Layer l: `layer.<l>.before` [M, 1, in], `weight` [in, out], `after` [M, 1, out], `bias` [M, 1, out]; then
 * `head.weight` [M, in, C] and `head.bias` [M, 1, C].
 */
export function initEnsemble(shape: EnsembleShape, seed: number): Weights {
  const { members, classes } = shape
  const dims = [shape.features, ...shape.hidden]
  const weights: Weights = {}
  for (let layer = 0; layer + 1 < dims.length; layer++) {
    const [inputs, outputs] = [dims[layer]!, dims[layer + 1]!]
    const signs = random(mixSeed(seed, 'ensemble', 'signs'))
    const before = () => (layer === 0 ? (signs() < 0.5 ? -1 : 1) : 1)
    weights[`layer.${layer}.before`] = filled([members, 1, inputs], before)
    const draw = normal(random(mixSeed(seed, 'ensemble', layer)))
    weights[`layer.${layer}.weight`] = filled([inputs, outputs], () => draw() * Math.sqrt(2 / inputs))
    weights[`layer.${layer}.after`] = filled([members, 1, outputs], () => 1)
    weights[`layer.${layer}.bias`] = filled([members, 1, outputs], () => 0)
  }
  const last = dims.at(-1)!
  const draw = normal(random(mixSeed(seed, 'ensemble', 'head')))
  weights['head.weight'] = filled([members, last, classes], () => draw() * Math.sqrt(2 / (last + classes)))
  weights['head.bias'] = filled([members, 1, classes], () => 0)
  return weights
}

function filled(shape: number[], value: () => number) {
  const length = shape.reduce((product, size) => product * size, 1)
  return { shape, data: Float32Array.from({ length }, value) }
}

/** Mean cross entropy of all members on y (rows × C, one-hot). */
export function ensembleLoss(dropout: number): LossFunction {
  return (params, x, y, aids) => {
    const logits = memberLogits(params, x, (h) => aids.dropout(h, dropout))
    const most = tf.max(logits, 2, true)
    const apart = tf.sub(logits, most)
    const sums = tf.log(tf.sum(tf.exp(apart), 2, true))
    const own = tf.sum(tf.mul(apart, tf.expandDims(y, 0)), 2, true)
    return tf.mean<tf.Scalar>(tf.sub(sums, own))
  }
}

/** M × rows × C. */
export function memberLogits(
  params: TensorMap,
  x: tf.Tensor2D,
  between: (h: tf.Tensor) => tf.Tensor = (h) => h,
): tf.Tensor3D {
  let h: tf.Tensor = tf.expandDims(x, 0)
  for (let layer = 0; params[`layer.${layer}.weight`]; layer++) {
    const own = (name: string) => params[`layer.${layer}.${name}`]!
    const seen = tf.mul(h, own('before'))
    const [members, rows, inputs] = seen.shape as [number, number, number]
    // Shared weights: one flat product instead of one a member.
    const flat = tf.matMul(tf.reshape(seen, [members * rows, inputs]), own('weight'))
    const back = tf.reshape(flat, [members, rows, own('weight').shape[1]!])
    h = between(tf.relu(tf.add(tf.mul(back, own('after')), own('bias'))))
  }
  return tf.add(tf.matMul(h, params['head.weight']!), params['head.bias']!)
}

/** The shape that stored weights have. */
export function shapeOf(weights: Weights): EnsembleShape {
  const hidden: number[] = []
  for (let layer = 0; weights[`layer.${layer}.weight`]; layer++)
    hidden.push(weights[`layer.${layer}.weight`]!.shape[1]!)
  const [members = 0, , classes = 0] = weights['head.weight']?.shape ?? []
  const features = weights['layer.0.weight']?.shape[0] ?? weights['head.weight']?.shape[1] ?? 0
  return { features, classes, members, hidden }
}
