/**
 * What an ensemble says about rows, in plain arithmetic: no engine is needed, and every engine's training is scored alike.
 */
import { setImmediate } from 'node:timers/promises'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { shapeOf, type EnsembleShape } from './members.ts'

/** Milliseconds between two breaths. */
const BREATH = 50

/**
 * Probabilities, rows × classes, row-major: means over the members.
 * @throws Problem `bad-ensemble` for weights over other features; the signal's reason when aborted
 */
export async function scoreEnsemble(weights: Weights, x: Rows, signal?: AbortSignal): Promise<Float32Array> {
  const shape = shapeOf(weights)
  if (shape.features !== x.columns || shape.members < 1 || shape.classes < 1)
    throw new Problem('bad-ensemble', 'The stored ensemble is damaged, or is one over other features.', {
      advice: 'Run the experiment again; verify tells whether the case was changed.',
    })
  const into = new Float32Array(x.rows * shape.classes)
  const sums = new Float64Array(shape.classes)
  let breath = performance.now()
  for (let row = 0; row < x.rows; row++) {
    const values = x.data.subarray(row * x.columns, (row + 1) * x.columns)
    sums.fill(0)
    for (let member = 0; member < shape.members; member++) addMember(weights, shape, member, values, sums)
    for (let c = 0; c < shape.classes; c++) into[row * shape.classes + c] = sums[c]! / shape.members
    if (performance.now() - breath < BREATH) continue
    await setImmediate()
    signal?.throwIfAborted()
    breath = performance.now()
  }
  return into
}

function addMember(
  weights: Weights,
  { classes, hidden }: EnsembleShape,
  member: number,
  row: Float32Array,
  sums: Float64Array,
): void {
  let h: Float32Array | Float64Array = row
  hidden.forEach((outputs, layer) => {
    const own = (name: string) => weights[`layer.${layer}.${name}`]!.data
    const [before, after, bias] = [own('before'), own('after'), own('bias')]
    const next = product(h, own('weight'), 0, outputs, (i) => before[member * h.length + i]!)
    for (let j = 0; j < outputs; j++)
      next[j] = Math.max(0, next[j]! * after[member * outputs + j]! + bias[member * outputs + j]!)
    h = next
  })
  const from = member * h.length * classes
  const logits = product(h, weights['head.weight']!.data, from, classes, () => 1)
  const bias = weights['head.bias']!.data
  for (let c = 0; c < classes; c++) logits[c]! += bias[member * classes + c]!
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  for (let c = 0; c < classes; c++) sums[c]! += powers[c]! / sum
}

/** (h ∘ factor) W, with W [h, outputs] from a place on. */
function product(
  h: Float32Array | Float64Array,
  weight: Float32Array,
  from: number,
  outputs: number,
  factor: (i: number) => number,
): Float64Array {
  const out = new Float64Array(outputs)
  for (let i = 0; i < h.length; i++) {
    const value = h[i]! * factor(i)
    if (value === 0) continue
    for (let j = 0, at = from + i * outputs; j < outputs; j++, at++) out[j]! += value * weight[at]!
  }
  return out
}
