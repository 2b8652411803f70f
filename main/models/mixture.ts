/**
 * System S1: K experts and a gate, as pure functions. Each expert is an MLP d → hidden → 1, the gate an MLP
 * d → hidden → K; ReLU, dropout after each hidden layer, logits out, binary cross entropy on logits.
 *
 * The K experts are one batched computation: weights [K, in, out], so all of them train and score in the same
 * matrix products. Their losses stay apart (mean over rows, per expert), and Adam works per number, so each expert
 * gets exactly what it would get alone.
 */
import { sideBySide, type Layer } from '../engine/fused.ts'
import type { ForwardFunction, LossFunction, Rows, TensorMap, Weights } from '../engine/types.ts'
import { mixSeed, normal, random } from '../engine/random.ts'
import { tf } from '../engine/tensorflow/tensorflow.ts'

export interface MixtureShape {
  /** d: width of a feature row. */
  features: number
  /** K: number of experts, and of the gate's outputs. */
  experts: number
  /** Widths of the hidden layers, e.g. [64, 32]. */
  hidden: number[]
}

/**
 * Fresh weights of all experts: `expert.<layer>.weight` [K, in, out] and `expert.<layer>.bias` [K, 1, out].
 * He-normal before ReLU, Glorot-normal before the logit, zero biases. Expert k's numbers depend on the seed and on
 * k alone, not on K. `first` is the number of the first expert: `initExperts({ experts: 1, … }, seed, 3)` is the fourth.
 */
export function initExperts(shape: MixtureShape, seed: number, first = 0): Weights {
  const dims = [shape.features, ...shape.hidden, 1]
  const weights: Weights = {}
  eachLayer(dims, (layer, inputs, outputs, last) => {
    const data = new Float32Array(shape.experts * inputs * outputs)
    for (let k = 0; k < shape.experts; k++) {
      const part = data.subarray(k * inputs * outputs, (k + 1) * inputs * outputs)
      fillNormal(part, inputs, outputs, last, mixSeed(seed, 'expert', first + k, layer))
    }
    weights[`expert.${layer}.weight`] = { shape: [shape.experts, inputs, outputs], data }
    weights[`expert.${layer}.bias`] = {
      shape: [shape.experts, 1, outputs],
      data: new Float32Array(shape.experts * outputs),
    }
  })
  return weights
}

/** Fresh weights of the gate: `gate.<layer>.weight` [in, out] and `gate.<layer>.bias` [1, out]. */
export function initGate(shape: MixtureShape, seed: number): Weights {
  const dims = [shape.features, ...shape.hidden, shape.experts]
  const weights: Weights = {}
  eachLayer(dims, (layer, inputs, outputs, last) => {
    const data = new Float32Array(inputs * outputs)
    fillNormal(data, inputs, outputs, last, mixSeed(seed, 'gate', layer))
    weights[`gate.${layer}.weight`] = { shape: [inputs, outputs], data }
    weights[`gate.${layer}.bias`] = { shape: [1, outputs], data: new Float32Array(outputs) }
  })
  return weights
}

/** Experts' logits, rows × K. Apply `sigmoid` for probabilities. One expert after the other, see `alone`. */
export const expertForward: ForwardFunction = (params, x) => {
  const experts = params['expert.0.weight']!.shape[0]
  const each = Array.from({ length: experts }, (_, k) => chain(alone(params, k), 'expert', x) as tf.Tensor2D)
  return each.length === 1 ? each[0]! : tf.concat(each, 1)
}

/**
 * Experts and gate in one pass, on the weights of both: the gate's K sigmoids, then the experts', rows × 2K. As
 * 1 / (1 + e^-z), which is exact far into the tails, where runtimes cut their own sigmoid off.
 */
export const panelForward: ForwardFunction = (params, x) => {
  const experts = params['expert.0.weight']!.shape[0]
  const hidden: Layer[] = []
  let layer = 0
  for (; params[`expert.${layer + 1}.weight`]; layer++) {
    const both = (part: string) =>
      tf.concat([tf.expandDims(params[`gate.${layer}.${part}`]!, 0), params[`expert.${layer}.${part}`]!], 0)
    hidden.push({ weight: both('weight'), bias: both('bias') })
  }
  const negative = sideBySide(x, hidden, negated(lastOf(params, layer, experts)))
  return tf.reciprocal(tf.add(tf.exp(negative), 1))
}

/** The last layers as one: the gate's hidden units lead to the first K outputs, those of expert k to output K + k. */
function lastOf(params: TensorMap, layer: number, experts: number): Layer {
  const [gate, expert] = [params[`gate.${layer}.weight`]!, params[`expert.${layer}.weight`]!]
  const own = tf.tensor3d(
    oneHot(
      Array.from({ length: experts }, (_, k) => k),
      experts,
    ).data,
    [experts, 1, experts],
  )
  const apart = tf.reshape(tf.mul(expert, own), [-1, experts])
  const beside = (x: tf.Tensor, before: number, after: number) =>
    tf.pad(x, [
      [0, 0],
      [before, after],
    ])
  const bias = tf.reshape(params[`expert.${layer}.bias`]!, [1, experts])
  return {
    weight: tf.concat([beside(gate, 0, experts), beside(apart, experts, 0)], 0),
    bias: tf.concat([params[`gate.${layer}.bias`]!, bias], 1),
  }
}

const negated = ({ weight, bias }: Layer): Layer => ({ weight: tf.neg(weight), bias: tf.neg(bias) })

/** Gate's logits, rows × K. Apply `sigmoid` for scores; they are K independent yes-or-no answers, not a softmax. */
export const gateForward: ForwardFunction = (params, x) => gateLogits(params, x)

/** Loss of the experts on y (rows × K, 0 or 1): one mean per expert. K = 1 with all ones is one-class training. */
export function expertLoss(dropout: number): LossFunction {
  return (params, x, y, aids) =>
    rowMeans(
      expertLogits(params, x, (h) => aids.dropout(h, dropout)),
      y,
    )
}

/** Loss of the gate on y (rows × K, one-hot): the mean over rows and outputs. */
export function gateLoss(dropout: number): LossFunction {
  return (params, x, y, aids) => {
    const logits = gateLogits(params, x, (h) => aids.dropout(h, dropout))
    return tf.mean<tf.Scalar>(rowMeans(logits, y))
  }
}

/** Labels (class index per row) as rows × K of 0 and 1. */
export function oneHot(labels: ArrayLike<number>, classes: number): Rows {
  const data = new Float32Array(labels.length * classes)
  for (let row = 0; row < labels.length; row++) data[row * classes + labels[row]!] = 1
  return { rows: labels.length, columns: classes, data }
}

/** 1 / (1 + e^-x), number by number. */
export function sigmoid(logits: Float32Array): Float32Array {
  return logits.map((z) => 1 / (1 + Math.exp(-z)))
}

/** Joins experts that were trained apart (each `Weights` of `initExperts`) into one panel, in the order given. */
export function joinExperts(parts: Weights[]): Weights {
  const joined: Weights = {}
  for (const [name, { shape }] of Object.entries(parts[0] ?? {})) {
    const arrays = parts.map((part) => part[name]!)
    const data = new Float32Array(arrays.reduce((total, array) => total + array.data.length, 0))
    let offset = 0
    for (const array of arrays) {
      data.set(array.data, offset)
      offset += array.data.length
    }
    joined[name] = {
      shape: [arrays.reduce((total, array) => total + array.shape[0]!, 0), ...shape.slice(1)],
      data,
    }
  }
  return joined
}

type Between = (hidden: tf.Tensor) => tf.Tensor

function expertLogits(params: TensorMap, x: tf.Tensor2D, between: Between = (h) => h): tf.Tensor2D {
  if (params['expert.0.weight']!.shape[0] === 1)
    return chain(alone(params, 0), 'expert', x, between) as tf.Tensor2D
  return panelLogits(params, x, between)
}

function panelLogits(params: TensorMap, x: tf.Tensor2D, between: Between): tf.Tensor2D {
  // [1, rows, d] against [K, d, h]: the product is broadcast, the rows are not copied.
  const logits = chain(params, 'expert', tf.expandDims(x, 0), between)
  return tf.transpose(tf.squeeze(logits, [2]))
}

/** One expert without the axis of experts: products of two axes take bias and ReLU along. */
function alone(params: TensorMap, k: number): TensorMap {
  const own = Object.entries(params).filter(([name]) => name.startsWith('expert.'))
  const cut = (tensor: tf.Tensor) => {
    const shape = tensor.shape.slice(1)
    if (tensor.shape[0] === 1) return tf.reshape(tensor, shape)
    return tf.reshape(tf.slice(tensor, [k, 0, 0], [1, shape[0]!, shape[1]!]), shape)
  }
  return Object.fromEntries(own.map(([name, tensor]) => [name, cut(tensor)]))
}

function gateLogits(params: TensorMap, x: tf.Tensor2D, between: Between = (h) => h): tf.Tensor2D {
  return chain(params, 'gate', x, between) as tf.Tensor2D
}

function chain(params: TensorMap, prefix: string, x: tf.Tensor, between: Between = (h) => h): tf.Tensor {
  let h = x
  for (let layer = 0; params[`${prefix}.${layer}.weight`]; layer++) {
    if (layer > 0) h = between(tf.relu(h))
    h = tf.add(tf.matMul(h, params[`${prefix}.${layer}.weight`]!), params[`${prefix}.${layer}.bias`]!)
  }
  return h
}

/**
 * Binary cross entropy on logits z, stable for any z, one mean over rows per column: softplus(z) - z · y. Its gradient is
 * written down, sigmoid(z) - y over the rows: two steps instead of six.
 */
function rowMeans(logits: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor1D {
  const entropy = tf.customGrad((z, target, save) => {
    ;(save as tf.GradSaveFunc)([z as tf.Tensor, target as tf.Tensor])
    const value = tf.mean(tf.sub(tf.softplus(z as tf.Tensor), tf.mul(z as tf.Tensor, target as tf.Tensor)), 0)
    const gradFunc = (dy: tf.Tensor, [z, target]: tf.Tensor[]) => [
      tf.mul(tf.sub(tf.sigmoid(z!), target!), tf.div(dy, z!.shape[0])),
      tf.zerosLike(target!),
    ]
    return { value, gradFunc }
  })
  return entropy(logits, y) as tf.Tensor1D
}

function eachLayer(
  dims: number[],
  visit: (layer: number, inputs: number, outputs: number, last: boolean) => void,
) {
  for (let layer = 0; layer + 1 < dims.length; layer++) {
    visit(layer, dims[layer]!, dims[layer + 1]!, layer + 2 === dims.length)
  }
}

function fillNormal(data: Float32Array, inputs: number, outputs: number, last: boolean, seed: number): void {
  const next = normal(random(seed))
  const deviation = last ? Math.sqrt(2 / (inputs + outputs)) : Math.sqrt(2 / inputs)
  for (let i = 0; i < data.length; i++) data[i] = next() * deviation
}
