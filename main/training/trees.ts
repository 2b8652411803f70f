/**
 * The rival of every mixture: boosted trees, trained on the rows that a regime's experts and gate were trained on, with all
 * classes weighing the same, and stopped early by the same validation rows.
 *
 * To keep a run short, trees see at most MAX_ROWS of those rows and MAX_CELLS numbers, drawn by seed in proportion to the classes;
 * the detail of the baseline says so where it happens. A hundred rounds, depth 6, learning rate 0.3.
 */
import { availableParallelism } from 'node:os'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { mixSeed } from '../engine/random.ts'
import type { Weights } from '../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../features/matrix.ts'
import { scoreTrees } from '../models/trees/score.ts'
import { defaultSettings } from '../models/trees/settings.ts'
import { trainTrees } from '../models/trees/train.ts'
import { apportion, drawPerClass, rowsByClass } from './sampling.ts'
import { leastPerClass } from './split.ts'
import type { Dataset, RegimeName, TreeBaseline, TreeScores } from './types.ts'

const MAX_ROWS = 100_000
const MAX_CELLS = 50_000_000
/** Threads that pay; each needs its own histograms. */
const MAX_THREADS = 4
/** Below so many numbers times classes, starting threads takes longer than the trees. */
const WORTH_THREADS = 5_000_000

export interface TreeJob {
  regime: RegimeName
  matrix: FeatureMatrix
  dataset: Dataset
  rows: { train: Int32Array; validation: Int32Array }
  seed: ExperimentConfig['seed']
  /** Share of the work done, 0 to 1. */
  report(fraction: number): void
  signal: AbortSignal
}

/** Trains the trees of one regime. Rejects with the signal's reason when aborted. */
export async function trainTreeBaseline(job: TreeJob): Promise<TreeBaseline> {
  const { matrix, dataset, regime, signal } = job
  const classes = dataset.classes.length
  const table = (rows: Int32Array, part: string) => {
    const kept = atMost(rows, dataset, matrix.columns, mixSeed(job.seed, regime, 'trees', part))
    return { x: pickRows(matrix, kept), labels: Uint8Array.from(kept, (row) => dataset.labels[row] ?? 0) }
  }
  const train = table(job.rows.train, 'train')
  const worth = train.x.rows * matrix.columns * classes >= WORTH_THREADS
  const trained = await trainTrees({
    ...train,
    classes,
    validation: table(job.rows.validation, 'validation'),
    threads: worth ? Math.min(MAX_THREADS, availableParallelism()) : 1,
    onRound: ({ round }) => job.report(round / defaultSettings.rounds),
    signal,
  })
  const { weights, rounds, stopped } = trained
  const rows = train.x.rows
  return {
    weights,
    meta: { rounds, depth: defaultSettings.depth, stopped, rows, ofRows: job.rows.train.length },
  }
}

/** What the trees say about rows of the data set, and what they are, in words. */
export async function scoreTreeBaseline(
  trees: TreeBaseline,
  matrix: FeatureMatrix,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<TreeScores> {
  const probability = await scoreTrees(trees.weights, pickRows(matrix, rows), signal)
  return { probability, detail: describe(trees) }
}

/** The part of a name under which the case keeps the trees of a regime. */
export const TREES = 'boosted-trees'

/** Trees as they were stored; null for a run from before there were any. */
export function storedTrees(
  models: readonly { regime: string; name: string; weights: Weights; meta: unknown }[],
  regime: RegimeName,
): TreeBaseline | null {
  const model = models.find((one) => one.regime === regime && one.name === TREES)
  return model ? { weights: model.weights, meta: model.meta as TreeBaseline['meta'] } : null
}

function describe({ weights, meta }: TreeBaseline): string {
  const trees = weights['roots']?.data.length ?? 0
  const stop = meta.stopped === null ? '' : `, stopped early after round ${meta.stopped}`
  const part =
    meta.rows < meta.ofRows ? `${meta.rows} of the ${meta.ofRows} training events` : 'the same events'
  return `${trees} trees of depth ${meta.depth} at most, from ${meta.rounds} rounds${stop}, trained on ${part}`
}

function atMost(rows: Int32Array, dataset: Dataset, columns: number, seed: number): Int32Array {
  const most = Math.min(MAX_ROWS, Math.floor(MAX_CELLS / Math.max(1, columns)))
  if (rows.length <= most) return rows
  const lists = rowsByClass(rows, dataset.labels, dataset.classes.length)
  const counts = lists.map((list) => list.length)
  return drawPerClass(lists, apportion(counts, most, leastPerClass), seed)
}
