/**
 * A trained forest as named arrays, so that it is stored, hashed and loaded like any other weights.
 *
 * `roots` [rounds, outputs] is where each tree begins in the lists of nodes; outputs are the classes, or 1 when there are
 * two. For each node: `feature` (column, -1 for a leaf), `threshold` (values below it go left), `left` (place of the left
 * child, the right one is the next), `missing` (1: what is not finite goes left) and `value` (of a leaf: what it adds to
 * the margin; of another node: the gain of its split).
 */
import { Problem } from '../../../preload/contract/problem.ts'
import type { NamedArray, Weights } from '../../engine/types.ts'
import type { Tree } from './tree.ts'

const LISTS = ['feature', 'threshold', 'left', 'missing', 'value'] as const

export interface Forest {
  rounds: number
  outputs: number
  roots: Int32Array
  feature: Int32Array
  left: Int32Array
  threshold: Float32Array
  missing: Float32Array
  value: Float32Array
}

/** @param rounds trees of each round, one an output */
export function packForest(rounds: readonly (readonly Tree[])[], outputs: number): Weights {
  const trees = rounds.flat()
  const roots = new Float32Array(trees.length)
  let nodes = 0
  trees.forEach((tree, i) => {
    roots[i] = nodes
    nodes += tree.feature.length
  })
  const list = (values: (tree: Tree, root: number) => readonly number[]): NamedArray => {
    const data = new Float32Array(nodes)
    trees.forEach((tree, i) => data.set(values(tree, roots[i]!), roots[i]))
    return { shape: [nodes], data }
  }
  return {
    roots: { shape: [rounds.length, outputs], data: roots },
    feature: list((tree) => tree.feature),
    threshold: list((tree) => tree.threshold),
    left: list((tree, root) => tree.left.map((at) => (at === 0 ? 0 : at + root))),
    missing: list((tree) => tree.missingLeft),
    value: list((tree) => tree.value),
  }
}

/**
 * @param columns of the tables that will be scored
 * @throws Problem `bad-forest` when the arrays are not a forest over so many columns; such would read beside the table,
 *   or never end
 */
export function unpackForest(weights: Weights, columns: number): Forest {
  const [rounds = 0, outputs = 0] = weights['roots']?.shape ?? []
  const list = (name: (typeof LISTS)[number]) => weights[name]?.data ?? new Float32Array()
  const whole = (data: Float32Array) => Int32Array.from(data)
  const forest: Forest = {
    rounds,
    outputs,
    roots: whole(weights['roots']?.data ?? new Float32Array()),
    feature: whole(list('feature')),
    left: whole(list('left')),
    threshold: list('threshold'),
    missing: list('missing'),
    value: list('value'),
  }
  const fault = faultOf(forest, columns)
  if (fault === null) return forest
  throw new Problem('bad-forest', `The stored trees are damaged: ${fault}.`, {
    advice: 'Run the experiment again; verify tells whether the case was changed.',
  })
}

function faultOf(forest: Forest, columns: number): string | null {
  const { rounds, outputs, roots, feature, left, value } = forest
  const nodes = feature.length
  if (outputs < 1 || roots.length !== rounds * outputs) return 'the number of trees is not as stated'
  if (LISTS.some((name) => forest[name].length !== nodes)) return 'lists of nodes differ in length'
  if (roots.some((root) => root < 0 || root >= nodes)) return 'a tree begins beside the nodes'
  for (let node = 0; node < nodes; node++) {
    if (feature[node]! < -1 || feature[node]! >= columns)
      return `node ${node} asks for column ${feature[node]}`
    if (feature[node]! >= 0 && (left[node]! <= node || left[node]! + 1 >= nodes))
      return `node ${node} leads to ${left[node]}`
    if (Number.isNaN(value[node])) return `node ${node} has no value`
  }
  return null
}
