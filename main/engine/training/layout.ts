/**
 * All parameters of a network in one vector, in the order of their names in `Weights`. Adam then takes ten
 * operations for the whole network instead of ten per array, and a checkpoint is three vectors. Weights that are
 * carried instead of trained lie at the end of it, with moments that stay zero.
 */
import { tf } from '../tensorflow/tensorflow.ts'
import type { Vectors } from './stepper.ts'
import type { TensorMap, Weights } from '../types.ts'

export interface Layout {
  parts: Part[]
  /** Length of the vector. */
  total: number
  /** How many parts, from the first, are trained. */
  trained: number
}

interface Part {
  name: string
  shape: number[]
  size: number
}

/** @param carried names of the last weights, as checked by plan.ts */
export function layoutOf(weights: Weights, carried: readonly string[] = []): Layout {
  const parts = Object.entries(weights).map(([name, { shape, data }]) => ({ name, shape, size: data.length }))
  return { parts, total: sizeOf(parts), trained: parts.length - carried.length }
}

/** Numbers in these parts together. */
export const sizeOf = (parts: Part[]) => parts.reduce((total, part) => total + part.size, 0)

/** The weights as one new vector. */
export function pack(weights: Weights, layout: Layout): Float32Array {
  const vector = new Float32Array(layout.total)
  let offset = 0
  for (const { name, size } of layout.parts) {
    vector.set(weights[name]!.data, offset)
    offset += size
  }
  return vector
}

/** Where a training of these weights starts: Adam's moments are zero. */
export function startingVectors(weights: Weights, layout: Layout): Vectors {
  const zeros = () => new Float32Array(layout.total)
  return { parameters: pack(weights, layout), first: zeros(), second: zeros() }
}

/** The vector as new weights. */
export function unpack(vector: Float32Array, layout: Layout): Weights {
  const weights: Weights = {}
  let offset = 0
  for (const { name, shape, size } of layout.parts) {
    weights[name] = { shape: [...shape], data: vector.slice(offset, offset + size) }
    offset += size
  }
  return weights
}

/** The vector cut into tensors by name. */
export function unpackTensors(vector: tf.Tensor1D, layout: Layout): TensorMap {
  const sizes = layout.parts.map((part) => part.size)
  const pieces = sizes.length === 1 ? [vector] : tf.split(vector, sizes)
  return Object.fromEntries(
    layout.parts.map(({ name, shape }, index) => [name, tf.reshape(pieces[index]!, shape)]),
  )
}

/** Tensors in the order of the layout, joined to one vector. */
export function packTensors(tensors: tf.Tensor[]): tf.Tensor1D {
  return tf.concat(tensors.map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1])))
}
