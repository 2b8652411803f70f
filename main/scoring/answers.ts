/** From what a system says of rows to what people read: the answer, how much speaks for an attack, and which expert it was. */
import type { Strategy } from '../../preload/contract/evaluation.ts'
import { classScores, decide, firstRanked, type Scores } from '../evaluation/decide.ts'
import { answersOf } from '../evaluation/unknown.ts'

export interface Answers {
  /** Index into the answers' names. */
  predicted: Uint8Array
  /**
   * 0 to 1, in the order in which every ROC and PR number ranks rows: sigmoid of log(best attack) - log(benign), so above one
   * half where an attack stands before benign among all experts.
   */
  attack: Float32Array
  /** Index into the experts' names. */
  expert: Uint8Array
}

export function answerRows(
  scores: Scores,
  gating: { strategy: Strategy; parameter: number },
  classes: string[],
): Answers {
  const { predicted } = decide(scores, gating.strategy, gating.parameter)
  const width = answersOf(scores, classes).length
  const all = classScores(scores)
  const attack = new Float32Array(scores.rows)
  for (let row = 0; row < scores.rows; row++) attack[row] = 1 / (1 + Math.exp(all[row * width]!))
  // In a panel expert e is the expert of answer e; inside a joint network all speak, and the heaviest stands for them.
  return { predicted, attack, expert: scores.form === 'panel' ? predicted.slice() : firstRanked(scores) }
}
