/**
 * Grows one tree level by level on histograms.
 *
 * The rows of a node lie together in `order`. Of two children only the lighter one is summed; the other is the parent's
 * histogram less that. A node that cannot be split any more (last level, too little weight) needs no histogram.
 */
import type { Binned } from './bins.ts'
import { subtract, sumInto } from './histogram.ts'
import type { TreeSettings } from './settings.ts'
import { bestSplit, leftBins, type Split } from './split.ts'
import { addLeaf, emptyTree, type Tree } from './tree.ts'

interface Node {
  /** Its place in the tree. */
  place: number
  /** Its rows: order[from..to). */
  from: number
  to: number
  g: number
  h: number
  histogram: Float64Array | null
}

export interface Grower {
  /**
   * @param pairs first and second derivative of row r at 2r and 2r + 1
   * @param margins of the rows; what the tree says about each row is added
   */
  grow(pairs: Float64Array, margins: Float64Array): Tree
}

type Settings = Pick<TreeSettings, 'depth' | 'learningRate' | 'lambda' | 'minChildWeight'>

/** Buffers are kept from tree to tree. */
export function createGrower(table: Binned, settings: Settings): Grower {
  const order = new Int32Array(table.rows)
  const aside = new Int32Array(table.rows)
  const spare: Float64Array[] = []
  const size = 2 * table.starts.at(-1)!
  const valueOf = (g: number, h: number) =>
    h + settings.lambda > 0 ? (-settings.learningRate * g) / (h + settings.lambda) : 0
  const splittable = (node: Node, level: number) =>
    level < settings.depth && node.to - node.from > 1 && node.h >= 2 * settings.minChildWeight

  const sum = (node: Node, pairs: Float64Array) => {
    node.histogram = spare.pop() ?? new Float64Array(size)
    sumInto(node.histogram, table, pairs, order, node.from, node.to)
  }

  /** Gives histograms to those of two children that will be split; the parent's is used up. */
  const share = (parent: Float64Array, children: [Node, Node], level: number, pairs: Float64Array) => {
    const [small, large] = byRows(children)
    const needed = [splittable(small, level), splittable(large, level)]
    if (needed[0] || needed[1]) sum(small, pairs)
    if (needed[1]) {
      subtract(parent, small.histogram!)
      large.histogram = parent
    } else spare.push(parent)
    if (!needed[0] && small.histogram) {
      spare.push(small.histogram)
      small.histogram = null
    }
  }

  const divide = (tree: Tree, node: Node, split: Split): [Node, Node] => {
    const middle = partition(table, split, order, aside, node.from, node.to)
    const [g, h] = [node.g - split.g, node.h - split.h]
    const place = addLeaf(tree, valueOf(split.g, split.h))
    addLeaf(tree, valueOf(g, h))
    tree.feature[node.place] = split.feature.source
    tree.threshold[node.place] = split.threshold
    tree.left[node.place] = place
    tree.missingLeft[node.place] = split.missingLeft ? 1 : 0
    tree.value[node.place] = Math.fround(split.gain)
    return [
      { place, from: node.from, to: middle, g: split.g, h: split.h, histogram: null },
      { place: place + 1, from: middle, to: node.to, g, h, histogram: null },
    ]
  }

  const settle = (tree: Tree, { place, from, to, histogram }: Node, margins: Float64Array) => {
    if (histogram) spare.push(histogram)
    const value = tree.value[place]!
    for (let i = from; i < to; i++) margins[order[i]!]! += value
  }

  return {
    grow(pairs, margins) {
      const tree = emptyTree()
      const root = rootOf(pairs, order)
      addLeaf(tree, valueOf(root.g, root.h))
      if (splittable(root, 0)) sum(root, pairs)
      let nodes = [root]
      for (let level = 0; nodes.length > 0; level++) {
        const next: Node[] = []
        for (const node of nodes) {
          const split = node.histogram && bestSplit(node.histogram, table, node.g, node.h, settings)
          if (!split) {
            settle(tree, node, margins)
            continue
          }
          const children = divide(tree, node, split)
          share(node.histogram!, children, level + 1, pairs)
          next.push(...children)
        }
        nodes = next
      }
      return tree
    },
  }
}

function rootOf(pairs: Float64Array, order: Int32Array): Node {
  let g = 0
  let h = 0
  for (let row = 0; row < order.length; row++) {
    order[row] = row
    g += pairs[2 * row]!
    h += pairs[2 * row + 1]!
  }
  return { place: 0, from: 0, to: order.length, g, h, histogram: null }
}

function byRows([left, right]: [Node, Node]): [Node, Node] {
  return left.to - left.from <= right.to - right.from ? [left, right] : [right, left]
}

/** Puts the rows that go left first; both sides keep their order. @returns where the right side begins */
function partition(
  { rows, bins }: Binned,
  split: Split,
  order: Int32Array,
  aside: Int32Array,
  from: number,
  to: number,
): number {
  const left = leftBins(split)
  const at = split.feature.column * rows
  let middle = from
  let put = 0
  for (let i = from; i < to; i++) {
    const row = order[i]!
    if (left[bins[at + row]!] === 1) order[middle++] = row
    else aside[put++] = row
  }
  order.set(aside.subarray(0, put), middle)
  return middle
}
