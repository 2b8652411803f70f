/** The same system, trained without identifiers, under the same gating. What the result has above it, ids carry. */
import type { Baseline } from '../../../preload/contract/evaluation.ts'
import type { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { listing } from '../../../preload/figures/format.ts'
import type { AblationScores } from '../../training/ablation.ts'
import type { ScoredRows } from '../../training/types.ts'
import { chosenStrategy, classScores, decide, parameterOf } from '../decide.ts'
import { measure, rankAll } from '../metrics.ts'
import { answersOf } from '../unknown.ts'

/** null where no identifier was among the features. */
export function withoutIdentifiers(
  ablation: AblationScores | null,
  scored: ScoredRows,
  classes: string[],
  model: ExperimentConfig['model'],
): Baseline | null {
  if (ablation === null) return null
  const own = { ...scored, ...ablation.scores }
  const answers = answersOf(own, classes)
  const strategy = chosenStrategy(model)
  const { predicted } = decide(own, strategy, parameterOf(strategy, model))
  const rankings = rankAll(own.truth, classScores(own), answers.length)
  return {
    kind: 'without-identifiers',
    detail: `the same system, trained without ${listing(ablation.columns, 8)}`,
    metrics: measure(own.truth, predicted, rankings, answers, own.classes),
  }
}
