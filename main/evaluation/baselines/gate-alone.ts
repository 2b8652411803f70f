/**
 * The gate without its experts: every expert is replaced by one that always says yes, all else stays.
 * What the mixture scores above this is what the experts add.
 */
import type { Baseline, Strategy } from '../../../preload/contract/evaluation.ts'
import { classScores, decide } from '../decide.ts'
import type { Scores } from '../decide.ts'
import { measure, rankAll } from '../metrics.ts'
import { answersOf, withoutObjections } from '../unknown.ts'

export function gateAlone(
  scores: Scores,
  truth: Uint8Array,
  classes: string[],
  strategy: Strategy,
  parameter: number,
): Baseline {
  const all = { ...scores, probability: new Float32Array(scores.probability.length).fill(1) }
  const silenced = withoutObjections(all)
  const answers = answersOf(scores, classes)
  const rankings = rankAll(truth, classScores(silenced), answers.length)
  const { predicted } = decide(silenced, strategy, parameter)
  const detail = 'the same gate and gating, every expert replaced by one that always says yes'
  return { kind: 'gate-alone', detail, metrics: measure(truth, predicted, rankings, answers, classes.length) }
}
