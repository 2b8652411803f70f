/** Small seeded training tasks for the tests of this room. */
import { random } from '../../../main/engine/random.ts'
import type { Rows, TrainPlan } from '../../../main/engine/types.ts'
import { expertLoss, gateLoss, initExperts, initGate, oneHot } from '../../../main/models/mixture.ts'

export const SHAPE = { features: 7, experts: 3, hidden: [10, 6] }

/** Rows whose class is decided by their first two numbers, so that there is something to learn. */
export function table(rows: number, seed = 1, features = SHAPE.features): { x: Rows; labels: number[] } {
  const next = random(seed)
  const data = Float32Array.from({ length: rows * features }, () => next() * 4 - 2)
  const labels = Array.from({ length: rows }, (_, row) => {
    const first = data[row * features]!
    return first > 0.3 ? 1 : first < -0.6 ? 2 : 0
  })
  return { x: { rows, columns: features, data }, labels }
}

/** 75 rows in batches of 32: the last step of each epoch is short. */
export function expertTask(change: Partial<TrainPlan> = {}, rows = 75): TrainPlan {
  const { x, labels } = table(rows)
  const y = oneHot(labels, SHAPE.experts)
  const settings = { epochs: 4, batchSize: 32, learningRate: 1e-2, seed: 9 }
  return {
    name: 'experts',
    weights: initExperts(SHAPE, 3),
    x,
    y,
    loss: expertLoss(0.2),
    ...settings,
    ...change,
  }
}

export function gateTask(change: Partial<TrainPlan> = {}, rows = 75): TrainPlan {
  return expertTask({ name: 'gate', weights: initGate(SHAPE, 3), loss: gateLoss(0.2), ...change }, rows)
}

/** Largest difference between two lists of numbers, relative to 1 + |b|; NaN where they can't be compared. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN
  let worst = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!) / (1 + Math.abs(b[i]!))
    if (Number.isNaN(difference)) return NaN
    worst = Math.max(worst, difference)
  }
  return worst
}
