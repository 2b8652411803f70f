/**
 * Networks that share nothing, in groups. Every weight has one entry per network along its first axis, so the vector of a group is
 * made of one stretch of each weight; a group of all networks is the whole vector. What a network learns has the same bits in any group.
 */
import { layoutOf, type Layout } from '../training/layout.ts'
import type { Vectors } from '../training/stepper.ts'
import type { Weights } from '../types.ts'
import { VECTORS, type Group } from './shared.ts'

/** As few groups as can be worked on by all threads to the end: none is more than one thread's share of the work. */
export function groupsOf(networks: number, threads: number): Group[] {
  const most = Math.max(1, Math.floor(networks / threads))
  return Array.from({ length: Math.ceil(networks / most) }, (_, i) => ({
    first: i * most,
    size: Math.min(most, networks - i * most),
  }))
}

/** The layout of `size` networks of these. */
export function layoutOfSome(weights: Weights, size: number): Layout {
  const some = Object.entries(weights).map(([name, { shape, data }]) => {
    const one = data.length / shape[0]!
    return [name, { shape: [size, ...shape.slice(1)], data: data.subarray(0, one * size) }]
  })
  return layoutOf(Object.fromEntries(some) as Weights)
}

/** Writes the group's part of the whole vectors (of `layout`) into its own. */
export function cut(whole: Vectors, layout: Layout, group: Group, own: Vectors): void {
  eachStretch(layout, group, (from, to, at) => {
    for (const name of VECTORS) own[name].set(whole[name].subarray(from, to), at)
  })
}

/** Writes one vector of a group to its places in the whole one. */
export function join(own: Float32Array, layout: Layout, group: Group, whole: Float32Array): void {
  eachStretch(layout, group, (from, to, at) => whole.set(own.subarray(at, at + to - from), from))
}

/** Visits the places of the group's numbers: from and to in the whole vector, and where they begin in the group's own. */
function eachStretch(
  { parts }: Layout,
  { first, size }: Group,
  visit: (from: number, to: number, at: number) => void,
): void {
  let [start, at] = [0, 0]
  for (const part of parts) {
    const one = part.size / part.shape[0]!
    visit(start + first * one, start + (first + size) * one, at)
    start += part.size
    at += size * one
  }
}
