/** A training of networks that share nothing, large enough to be worth several threads where `epochs` are many. */
import type { TrainPlan } from '../../../../main/engine/types.ts'
import { expertLoss, initExperts, oneHot } from '../../../../main/models/mixture.ts'
import { table } from '../task.ts'

export const FEATURES = 20
export const BATCH = 128

/** 1,290 rows in batches of 128, the last of each epoch short; dropout, and a validation. */
export function apartPlan(change: Partial<TrainPlan> = {}, experts = 5): TrainPlan {
  const { x, labels } = table(1290, 1, FEATURES)
  const y = oneHot(
    labels.map((label, row) => (label + row) % experts),
    experts,
  )
  const part = table(300, 2, FEATURES)
  return {
    name: 'experts',
    networks: Array.from({ length: experts }, (_, k) => `class ${k}`),
    weights: initExperts({ features: FEATURES, experts, hidden: [64, 32] }, 3),
    x,
    y,
    loss: expertLoss(0.2),
    apart: true,
    epochs: 3,
    batchSize: BATCH,
    learningRate: 1e-2,
    seed: 9,
    validation: {
      x: part.x,
      y: oneHot(
        part.labels.map((label) => label % experts),
        experts,
      ),
    },
    ...change,
  }
}
