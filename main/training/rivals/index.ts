/** Every rival by its kind. A new one is a file beside this, its kind in the contract, a line here. */
import { RIVAL_KINDS, type RivalKind } from '../../../preload/contract/baselines.ts'
import { pickRows, type FeatureMatrix } from '../../features/matrix.ts'
import type { StoredModel } from '../../case/results/runs.ts'
import type { RegimeName } from '../types.ts'
import { boostedTrees } from './boosted-trees.ts'
import { isolationForest } from './isolation-forest.ts'
import { logisticRegression } from './logistic-regression.ts'
import { mlpEnsemble } from './mlp-ensemble.ts'
import type { Rival, RivalJob, RivalModel, RivalScores } from './rival.ts'

const rivals: Record<RivalKind, Rival<unknown>> = {
  'boosted-trees': boostedTrees,
  'isolation-forest': isolationForest,
  'logistic-regression': logisticRegression,
  'mlp-ensemble': mlpEnsemble,
}

/** Rough shares of the work of all rivals. */
const cost: Record<RivalKind, number> = {
  'boosted-trees': 4,
  'isolation-forest': 1,
  'logistic-regression': 2,
  'mlp-ensemble': 10,
}

/**
 * Trains the rivals that are asked for, each once, in the contract's order. Rejects with the signal's reason when aborted.
 * @param report share of all their work done, 0 to 1
 */
export async function trainRivals(
  kinds: readonly RivalKind[],
  job: Omit<RivalJob, 'report'>,
  report: (step: string, fraction: number) => void,
): Promise<RivalModel[]> {
  const wanted = RIVAL_KINDS.filter((kind) => kinds.includes(kind))
  const total = wanted.reduce((sum, kind) => sum + cost[kind], 0)
  const models: RivalModel[] = []
  let done = 0
  for (const kind of wanted) {
    const rival = rivals[kind]
    const tell = (fraction: number) => report(rival.step, (done + cost[kind] * fraction) / total)
    tell(0)
    models.push({ kind, ...(await rival.train({ ...job, report: tell })) })
    done += cost[kind]
  }
  return models
}

/** What rivals say about rows of the data set. */
export async function scoreRivals(
  models: readonly RivalModel[],
  matrix: FeatureMatrix,
  rows: Int32Array,
  classes: number,
  signal: AbortSignal,
): Promise<RivalScores[]> {
  const x = pickRows(matrix, rows)
  const scores: RivalScores[] = []
  for (const model of models) {
    const rival = rivals[model.kind]
    const probability = await rival.score(model, x, classes, signal)
    scores.push({ kind: model.kind, probability, detail: rival.describe(model) })
  }
  return scores
}

/** Whether a stored model is a rival: its name is then its kind. */
export function isRival(name: string): name is RivalKind {
  return (RIVAL_KINDS as readonly string[]).includes(name)
}

/** Rivals of a regime as they were stored; none for a run from before there were any. */
export function storedRivals(models: readonly StoredModel[], regime: RegimeName): RivalModel[] {
  return models.flatMap(({ regime: own, name, weights, meta }) =>
    own === regime && isRival(name) ? [{ kind: name, weights, meta }] : [],
  )
}
