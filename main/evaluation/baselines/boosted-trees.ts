/** The rival that learned: boosted trees on the same training rows; a row is called what they think most likely. */
import type { Baseline } from '../../../preload/contract/evaluation.ts'
import type { ProtocolRows } from '../../training/types.ts'
import { contest } from '../contest.ts'
import { measure, rankAll } from '../metrics.ts'

/** null where the protocol was trained without trees. */
export function boostedTrees(
  { scored, treeScores }: Pick<ProtocolRows, 'scored' | 'treeScores'>,
  classes: string[],
): Baseline | null {
  if (treeScores === null) return null
  const { truth, rows } = scored
  const { probability, detail } = treeScores
  const predicted = likeliest(probability, rows, classes.length)
  const rankings = rankAll(truth, contest(probability, rows, classes.length), classes.length)
  return { kind: 'boosted-trees', detail, metrics: measure(truth, predicted, rankings, classes) }
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
