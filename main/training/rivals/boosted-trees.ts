/**
 * The strongest rival of every mixture: boosted trees, with all classes weighing the same, stopped early by the validation
 * rows. A hundred rounds, depth 6, learning rate 0.3; on a sample of the rows where there are many, which the detail says.
 */
import { availableParallelism } from 'node:os'
import { scoreTrees } from '../../models/trees/score.ts'
import { defaultSettings } from '../../models/trees/settings.ts'
import { trainTrees } from '../../models/trees/train.ts'
import { seenInWords, tableAtMost, type Rival, type Seen } from './rival.ts'

const MOST = { rows: 100_000, cells: 50_000_000 }
/** Threads that pay; each needs its own histograms. */
const MAX_THREADS = 4
/** Below so many numbers times classes, starting threads takes longer than the trees. */
const WORTH_THREADS = 5_000_000

export interface TreeMeta extends Seen {
  /** Rounds that were kept. */
  rounds: number
  depth: number
  /** The round after which training stopped early; null when it did not. */
  stopped: number | null
}

export const boostedTrees: Rival<TreeMeta> = {
  step: 'growing trees to compare with',
  async train(job) {
    const classes = job.dataset.classes.length
    const train = tableAtMost(job, 'train', 'boosted-trees', MOST)
    const worth = train.x.rows * job.matrix.columns * classes >= WORTH_THREADS
    const { weights, rounds, stopped } = await trainTrees({
      ...train,
      classes,
      validation: tableAtMost(job, 'validation', 'boosted-trees', MOST),
      threads: worth ? Math.min(MAX_THREADS, availableParallelism()) : 1,
      onRound: ({ round }) => job.report(round / defaultSettings.rounds),
      signal: job.signal,
    })
    const seen = { rows: train.x.rows, ofRows: job.rows.train.length }
    return { weights, meta: { rounds, depth: defaultSettings.depth, stopped, ...seen } }
  },
  score: ({ weights }, x, _classes, signal) => scoreTrees(weights, x, signal),
  describe({ weights, meta }) {
    const trees = weights['roots']?.data.length ?? 0
    const stop = meta.stopped === null ? '' : `, stopped early after round ${meta.stopped}`
    return `${trees} trees of depth ${meta.depth} at most, from ${meta.rounds} rounds${stop}, trained on ${seenInWords(meta)}`
  },
}
