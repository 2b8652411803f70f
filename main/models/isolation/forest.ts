/**
 * Isolation forest (Liu, Ting and Zhou, 2008): how few random cuts set a row apart from a sample.
 *
 * A tree is grown on a sample of `sample` rows: a random feature that still varies, a cut drawn evenly between its least and
 * greatest value there, down to depth log2(sample). A row's path is the number of cuts to its leaf, plus what an
 * average search would take among the rows left there. Score: 2^(-mean path / average path), 1 for a row that is
 * set apart at once. The same seed gives the same forest.
 */
import { setImmediate } from 'node:timers/promises'
import { Problem } from '../../../preload/contract/problem.ts'
import { mixSeed, random } from '../../engine/random.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { averagePath } from './average-path.ts'

export interface IsolationPlan {
  x: Rows
  seed: number
  trees?: number
  /** Rows a tree sees, at most. */
  sample?: number
  signal?: AbortSignal
}

interface Nodes {
  feature: number[]
  /** Values at or below it go left. */
  threshold: number[]
  /** The left child; the right one is the next. 0 for a leaf. */
  left: number[]
  /** Of a leaf: path of a row that ends there. */
  path: number[]
}

/**
 * `roots` [trees], `feature`, `threshold`, `left`, `path` [nodes] and `scale` [1], the average path of a sample.
 * @throws Problem `bad-training-data` without rows; the signal's reason when aborted
 */
export async function growForest(plan: IsolationPlan): Promise<Weights> {
  const { x, seed, trees = 100, sample = 256 } = plan
  if (x.rows === 0) throw new Problem('bad-training-data', 'There is no row to grow an isolation forest on.')
  const size = Math.min(sample, x.rows)
  const nodes: Nodes = { feature: [], threshold: [], left: [], path: [] }
  const roots: number[] = []
  const most = Math.ceil(Math.log2(Math.max(2, size)))
  for (let tree = 0; tree < trees; tree++) {
    if (tree % 10 === 9) await setImmediate()
    plan.signal?.throwIfAborted()
    const next = random(mixSeed(seed, 'isolation', tree))
    roots.push(nodes.feature.length)
    addNode(nodes)
    growNode(nodes, roots.at(-1)!, x, drawSample(x.rows, size, next), 0, most, next)
  }
  const list = (data: number[]) => ({ shape: [data.length], data: Float32Array.from(data) })
  const { feature, threshold, left, path } = nodes
  return {
    roots: list(roots),
    feature: list(feature),
    threshold: list(threshold),
    left: list(left),
    path: list(path),
    scale: list([averagePath(size)]),
  }
}

function addNode({ feature, threshold, left, path }: Nodes): number {
  feature.push(-1)
  threshold.push(0)
  left.push(0)
  return path.push(0) - 1
}

/** `count` different rows (Floyd, 1987). */
function drawSample(rows: number, count: number, next: () => number): Int32Array {
  const drawn = new Set<number>()
  for (let j = rows - count; j < rows; j++) {
    const row = Math.floor(next() * (j + 1))
    drawn.add(drawn.has(row) ? j : row)
  }
  return Int32Array.from(drawn)
}

function growNode(
  nodes: Nodes,
  at: number,
  x: Rows,
  rows: Int32Array,
  depth: number,
  most: number,
  next: () => number,
): void {
  const cut = depth < most && rows.length > 1 ? drawCut(x, rows, next) : null
  if (cut === null) {
    nodes.path[at] = depth + averagePath(rows.length)
    return
  }
  const goesLeft = (row: number) => x.data[row * x.columns + cut.feature]! <= cut.threshold
  nodes.feature[at] = cut.feature
  nodes.threshold[at] = cut.threshold
  const left = addNode(nodes)
  const right = addNode(nodes)
  nodes.left[at] = left
  growNode(nodes, left, x, rows.filter(goesLeft), depth + 1, most, next)
  growNode(
    nodes,
    right,
    x,
    rows.filter((row) => !goesLeft(row)),
    depth + 1,
    most,
    next,
  )
}

/** A random feature among those that vary here, and a cut with rows on either side; null when none varies. */
function drawCut(
  x: Rows,
  rows: Int32Array,
  next: () => number,
): { feature: number; threshold: number } | null {
  const untried = Int32Array.from({ length: x.columns }, (_, j) => j)
  for (let left = x.columns; left > 0; left--) {
    const place = Math.floor(next() * left)
    const feature = untried[place]!
    let [low, high] = [Infinity, -Infinity]
    for (const row of rows) {
      const value = x.data[row * x.columns + feature]!
      if (value < low) low = value
      if (value > high) high = value
    }
    if (low < high) {
      const threshold = Math.fround(low + next() * (high - low))
      // Rounding may reach the highest value, and then nothing would go right.
      return { feature, threshold: threshold < high ? threshold : low }
    }
    untried[place] = untried[left - 1]!
  }
  return null
}
