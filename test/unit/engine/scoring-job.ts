/** Rows and a small panel of experts to score them with. */
import { random } from '../../../main/engine/random.ts'
import type { ScoreJob } from '../../../main/engine/types.ts'
import { initExperts, initGate, panelForward } from '../../../main/models/mixture.ts'

const shape = { features: 8, hidden: [32, 16], experts: 3 }

/** The same rows and weights for the same seed; more rows begin with those of fewer. */
export function scoringJob(rows: number, seed = 1): ScoreJob {
  const next = random(seed)
  const data = Float32Array.from({ length: rows * 8 }, () => next() * 4 - 2)
  const weights = { ...initGate(shape, seed), ...initExperts(shape, seed) }
  return { weights, forward: panelForward, x: { rows, columns: 8, data }, columns: 6 }
}
