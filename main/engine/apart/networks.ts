/**
 * The networks of a training, one by one. Every weight has one entry per network along its first axis, so the vector of a network is
 * made of one stretch of each weight.
 */
import { layoutOf, type Layout } from '../training/layout.ts'
import type { Vectors } from '../training/stepper.ts'
import type { Weights } from '../types.ts'
import { VECTORS } from './shared.ts'

/** The layout of one network of these. */
export function layoutOfOne(weights: Weights): Layout {
  const one = Object.entries(weights).map(([name, { shape, data }]) => [
    name,
    { shape: [1, ...shape.slice(1)], data: data.subarray(0, data.length / shape[0]!) },
  ])
  return layoutOf(Object.fromEntries(one) as Weights)
}

/** Writes network k's part of the whole vectors (of `layout`) into its own. */
export function cut(whole: Vectors, layout: Layout, k: number, own: Vectors): void {
  eachStretch(layout, k, (from, to, at) => {
    for (const name of VECTORS) own[name].set(whole[name].subarray(from, to), at)
  })
}

/** Writes one vector of network k to its places in the whole one. */
export function join(own: Float32Array, layout: Layout, k: number, whole: Float32Array): void {
  eachStretch(layout, k, (from, to, at) => whole.set(own.subarray(at, at + to - from), from))
}

/** Visits the places of the network's numbers: from and to in the whole vector, and where they begin in its own. */
function eachStretch(
  { parts }: Layout,
  k: number,
  visit: (from: number, to: number, at: number) => void,
): void {
  let [start, at] = [0, 0]
  for (const part of parts) {
    const one = part.size / part.shape[0]!
    visit(start + k * one, start + (k + 1) * one, at)
    start += part.size
    at += one
  }
}
