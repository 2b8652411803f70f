/**
 * Scores every event of a label set by boosted trees that were trained without it and its neighbors, for the suspects queue.
 * Features are the defaults: neither users nor times, from which the labels were made.
 */
import { availableParallelism } from 'node:os'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { listAlerts } from '../../case/alerts.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { loadCore, type EventCore } from '../../case/evidence/core.ts'
import { saveFoldScores, type FoldScores } from '../../case/results/fold-scores.ts'
import { getLabelSet, readLabels } from '../../case/label-sets.ts'
import { encode } from '../../features/encode.ts'
import { fitEncoder } from '../../features/encoder.ts'
import { pickRows, type FeatureMatrix } from '../../features/matrix.ts'
import { eventTable } from '../../features/table.ts'
import { scoreTrees } from '../../models/trees/score.ts'
import { trainTrees } from '../../models/trees/train.ts'
import { buildDataset } from '../datasets.ts'
import type { Dataset } from '../types.ts'
import { foldsOf } from './folds.ts'

/** Fewer rounds and shallower trees than the baseline's: a sure forest calls its own noise certain. */
const TREES = { rounds: 40, depth: 5, learningRate: 0.2, lambda: 2, minChildWeight: 4 }
const FOLDS = 4
const MAX_ROWS = 120_000

export interface FindContext {
  progress: (at: { step: string; fraction: number }) => void
  signal: AbortSignal
}

/**
 * @param labelSet null takes the newest
 * @throws Problem `no-label-set`, `one-class-only`, and what features and trees throw
 */
export async function findSuspects(
  c: CaseFile,
  labelSet: string | null,
  ctx: FindContext,
  seed = 42,
): Promise<FoldScores> {
  ctx.progress({ step: 'reading labels', fraction: 0 })
  const core = loadCore(c)
  const set = getLabelSet(c, labelSet).id
  const dataset = buildDataset(c, core, set, MAX_ROWS, seed)
  const table = eventTable(c, core)
  ctx.progress({ step: 'encoding features', fraction: 0.03 })
  const { features } = ExperimentConfig.parse({})
  const matrix = encode(table, fitEncoder(table, features, dataset.events), dataset.events)
  const folds = foldsOf(fates(c, core, set, dataset), FOLDS, seed)
  const probability = await scoreFolds(dataset, matrix, folds, ctx)
  return saveFoldScores(c, {
    labelSet: set,
    folds: FOLDS,
    seed,
    classes: dataset.classes,
    events: Int32Array.from(dataset.events),
    labels: dataset.labels,
    probability,
  })
}

/** What decides an event's fold: its account, and its alert's time where an alert labels it. */
function fates(c: CaseFile, core: EventCore, set: string, { events, times }: Dataset) {
  const { alerts } = readLabels(c, set)
  const fired = new Map(listAlerts(c).map((alert) => [alert.id, alert.fired ?? alert.last ?? alert.first]))
  return {
    times: times.map((time, row) => fired.get(alerts[events[row]!]!) ?? time),
    accounts: Uint32Array.from(events, (event) => core.user.codes[event]!),
  }
}

async function scoreFolds(
  { classes, labels }: Dataset,
  matrix: FeatureMatrix,
  folds: Uint8Array,
  { progress, signal }: FindContext,
): Promise<Float32Array> {
  const probability = new Float32Array(matrix.rows * classes.length)
  for (let fold = 0; fold < FOLDS; fold++) {
    const rows = (own: boolean) =>
      Int32Array.from(folds.keys()).filter((row) => (folds[row] === fold) === own)
    const [train, held] = [rows(false), rows(true)]
    if (held.length === 0 || train.length === 0) continue
    const trained = await trainTrees({
      x: pickRows(matrix, train),
      labels: Uint8Array.from(train, (row) => labels[row]!),
      classes: classes.length,
      settings: TREES,
      threads: Math.min(4, availableParallelism()),
      signal,
      onRound: ({ round }) =>
        progress({
          step: `scoring part ${fold + 1} of ${FOLDS} by the others`,
          fraction: 0.05 + (0.95 * (fold + round / TREES.rounds)) / FOLDS,
        }),
    })
    const scored = await scoreTrees(trained.weights, pickRows(matrix, held), signal)
    held.forEach((row, i) =>
      probability.set(scored.subarray(i * classes.length, (i + 1) * classes.length), row * classes.length),
    )
  }
  return probability
}
