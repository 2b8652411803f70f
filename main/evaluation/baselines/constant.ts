/** Baselines that do not look at the row at all: always benign, always one attack. */
import type { Baseline } from '../../../preload/contract/evaluation.ts'
import { measure, rankAll } from '../metrics.ts'

/** Calls every row benign. */
export function alwaysBenign(truth: Uint8Array, classes: string[]): Baseline {
  return constant('always-benign', 'calls every event benign', truth, classes, 0)
}

/**
 * Calls every row the attack class that is most frequent in training (the first of them, when several are).
 * @param trainCounts training rows per class
 */
export function alwaysAlert(truth: Uint8Array, classes: string[], trainCounts: number[]): Baseline {
  let most = Math.min(1, classes.length - 1)
  for (let c = most + 1; c < classes.length; c++) {
    if ((trainCounts[c] ?? 0) > (trainCounts[most] ?? 0)) most = c
  }
  const detail = `calls every event ${classes[most] ?? ''}, the most frequent attack in training`
  return constant('always-alert', detail, truth, classes, most)
}

function constant(
  kind: Baseline['kind'],
  detail: string,
  truth: Uint8Array,
  classes: string[],
  answer: number,
): Baseline {
  const rankings = rankAll(truth, new Float64Array(truth.length * classes.length), classes.length)
  const predicted = new Uint8Array(truth.length).fill(answer)
  return { kind, detail, metrics: measure(truth, predicted, rankings, classes) }
}
