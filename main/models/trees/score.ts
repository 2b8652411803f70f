/** What a forest says about rows. A block of rows goes through all trees before the next, so that it stays at hand. */
import type { Rows, Weights } from '../../engine/types.ts'
import { type Forest, unpackForest } from './forest.ts'

const BLOCK = 256
/** Milliseconds between two breaths. */
const BREATH = 50

/**
 * Probabilities, rows x classes, row-major; each row adds up to 1. A row's numbers do not depend on the rows beside it.
 * @throws Problem `bad-forest`; the signal's reason when aborted
 */
export async function scoreTrees(weights: Weights, x: Rows, signal?: AbortSignal): Promise<Float32Array> {
  const forest = unpackForest(weights, x.columns)
  const classes = forest.outputs === 1 ? 2 : forest.outputs
  const into = new Float32Array(x.rows * classes)
  const margins = new Float64Array(BLOCK * forest.outputs)
  let breath = performance.now()
  for (let from = 0; from < x.rows; from += BLOCK) {
    const to = Math.min(x.rows, from + BLOCK)
    marginsOf(forest, x, from, to, margins)
    writeShares(margins, forest.outputs, into.subarray(from * classes, to * classes))
    if (performance.now() - breath < BREATH) continue
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    breath = performance.now()
  }
  return into
}

/** Adds what one tree says about rows [from, to) to `margins`, row by row at `stride` places. */
export function addTree(
  {
    feature,
    threshold,
    left,
    missing,
    value,
  }: Pick<Forest, 'feature' | 'threshold' | 'left' | 'missing' | 'value'>,
  root: number,
  { columns, data }: Rows,
  from: number,
  to: number,
  margins: Float64Array,
  offset: number,
  stride: number,
): void {
  for (let row = from; row < to; row++) {
    let node = root
    let column = feature[node]!
    while (column >= 0) {
      const x = data[row * columns + column]!
      // x - x is 0 for every finite number, NaN for all else.
      const goesLeft = x - x === 0 ? x < threshold[node]! : missing[node] === 1
      node = goesLeft ? left[node]! : left[node]! + 1
      column = feature[node]!
    }
    margins[offset + (row - from) * stride]! += value[node]!
  }
}

/** margins[(row - from) * outputs + output] */
function marginsOf(forest: Forest, x: Rows, from: number, to: number, margins: Float64Array): void {
  margins.fill(0)
  const { roots, outputs } = forest
  for (let tree = 0; tree < roots.length; tree++)
    addTree(forest, roots[tree]!, x, from, to, margins, tree % outputs, outputs)
}

function writeShares(margins: Float64Array, outputs: number, into: Float32Array): void {
  if (outputs === 1) {
    for (let row = 0; row * 2 < into.length; row++) {
      const attack = 1 / (1 + Math.exp(-margins[row]!))
      into[row * 2] = 1 - attack
      into[row * 2 + 1] = attack
    }
    return
  }
  for (let at = 0; at < into.length; at += outputs) {
    const own = margins.subarray(at, at + outputs)
    const most = own.reduce((a, b) => Math.max(a, b), -Infinity)
    let sum = 0
    for (let k = 0; k < outputs; k++) sum += Math.exp(own[k]! - most)
    for (let k = 0; k < outputs; k++) into[at + k] = Math.exp(own[k]! - most) / sum
  }
}
