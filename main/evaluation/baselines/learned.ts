/** The rivals that learned on the same training rows; a row is called what they think most likely. */
import type { Baseline } from '../../../preload/contract/evaluation.ts'
import type { RivalScores } from '../../training/rivals/rival.ts'
import { contest } from '../contest.ts'
import { measure, rankAll } from '../metrics.ts'

/** One baseline a rival; none where the protocol was trained without. */
export function learned(rivals: readonly RivalScores[], truth: Uint8Array, classes: string[]): Baseline[] {
  const rows = truth.length
  return rivals.map(({ kind, probability, detail }) => {
    const predicted = likeliest(probability, rows, classes.length)
    const rankings = rankAll(truth, contest(probability, rows, classes.length), classes.length)
    return { kind, detail, metrics: measure(truth, predicted, rankings, classes) }
  })
}

/** The lowest class among the most probable. */
function likeliest(probability: Float32Array, rows: number, classes: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    let best = 0
    for (let k = 1; k < classes; k++)
      if (probability[row * classes + k]! > probability[row * classes + best]!) best = k
    return best
  })
}
