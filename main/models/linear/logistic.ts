/**
 * Multinomial logistic regression: class probabilities are the softmax of one linear score a class.
 *
 * Minimizes the mean cross entropy over the rows plus |W|² / (2 n strength), biases left out of the penalty: the objective of
 * scikit-learn's LogisticRegression with C = strength, divided by n. Convex, so its least value does not depend on where
 * the descent (lbfgs.ts) starts; nothing is random.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { descend } from './lbfgs.ts'

export interface LogisticPlan {
  x: Rows
  /** Class of each row, 0 to classes - 1. */
  labels: Uint8Array
  classes: number
  /** The higher, the less weights are held back. */
  strength?: number
  rounds?: number
  tolerance?: number
  onRound?: (round: number, loss: number) => void
  signal?: AbortSignal
}

export interface TrainedLogistic {
  /** `weight` [d, K] and `bias` [1, K], as of a dense layer. */
  weights: Weights
  rounds: number
  settled: boolean
  /** Mean cross entropy and penalty at the end. */
  loss: number
}

/** @throws Problem `bad-training-data`; the signal's reason when aborted */
export async function trainLogistic(plan: LogisticPlan): Promise<TrainedLogistic> {
  const { x, labels, classes: k, strength = 1, rounds = 100, tolerance = 1e-4 } = plan
  if (x.rows === 0 || labels.length !== x.rows)
    throw new Problem(
      'bad-training-data',
      `There are ${x.rows} rows and ${labels.length} labels to learn from.`,
    )
  const d = x.columns
  const penalty = 1 / (x.rows * strength)
  const scores = new Float64Array(k)
  const slopeOf = (at: Float64Array, slope: Float64Array): number => {
    let loss = 0
    slope.fill(0)
    for (let row = 0; row < x.rows; row++) {
      loss += linearShares(at, x, row, k, scores, labels[row]!)
      scores[labels[row]!]! -= 1
      gather(slope, x, row, k, scores)
    }
    for (let i = 0; i < slope.length; i++) slope[i]! /= x.rows
    let squares = 0
    for (let i = 0; i < d * k; i++) {
      squares += at[i]! * at[i]!
      slope[i]! += penalty * at[i]!
    }
    return loss / x.rows + (penalty * squares) / 2
  }
  const settings = { rounds, tolerance, onRound: plan.onRound, signal: plan.signal }
  const found = await descend(new Float64Array((d + 1) * k), slopeOf, settings)
  return {
    weights: {
      weight: { shape: [d, k], data: Float32Array.from(found.at.subarray(0, d * k)) },
      bias: { shape: [1, k], data: Float32Array.from(found.at.subarray(d * k)) },
    },
    rounds: found.rounds,
    settled: found.settled,
    loss: found.value,
  }
}

/** Probabilities, rows x classes, row-major. @throws Problem `bad-linear-model` for weights over other features */
export function scoreLogistic(weights: Weights, x: Rows): Float32Array {
  const { weight, bias } = weights
  const k = bias?.data.length ?? 0
  if (!weight || k === 0 || weight.data.length !== x.columns * k)
    throw new Problem(
      'bad-linear-model',
      'The stored logistic regression is damaged, or is one over other features.',
      {
        advice: 'Run the experiment again; verify tells whether the case was changed.',
      },
    )
  const at = Float64Array.of(...weight.data, ...bias!.data)
  const into = new Float32Array(x.rows * k)
  const scores = new Float64Array(k)
  for (let row = 0; row < x.rows; row++) {
    linearShares(at, x, row, k, scores, 0)
    into.set(scores, row * k)
  }
  return into
}

/** Writes the class shares of one row. @returns the cross entropy of `label` */
function linearShares(
  at: Float64Array,
  { columns, data }: Rows,
  row: number,
  k: number,
  scores: Float64Array,
  label: number,
): number {
  scores.set(at.subarray(columns * k))
  for (let j = 0, from = row * columns; j < columns; j++, from++) {
    const value = data[from]!
    if (value === 0) continue
    for (let c = 0, w = j * k; c < k; c++, w++) scores[c]! += value * at[w]!
  }
  let most = -Infinity
  for (let c = 0; c < k; c++) if (scores[c]! > most) most = scores[c]!
  const own = scores[label]! - most
  let sum = 0
  for (let c = 0; c < k; c++) sum += scores[c] = Math.exp(scores[c]! - most)
  for (let c = 0; c < k; c++) scores[c]! /= sum
  return Math.log(sum) - own
}

/** Adds a row's part of the slope: value × (share - truth). */
function gather(
  slope: Float64Array,
  { columns, data }: Rows,
  row: number,
  k: number,
  parts: Float64Array,
): void {
  for (let j = 0, from = row * columns; j < columns; j++, from++) {
    const value = data[from]!
    if (value === 0) continue
    for (let c = 0, w = j * k; c < k; c++, w++) slope[w]! += value * parts[c]!
  }
  for (let c = 0, w = columns * k; c < k; c++, w++) slope[w]! += parts[c]!
}
