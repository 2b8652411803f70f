/** A rival that costs more: many small networks that share their weights (main/models/ensemble/members.ts). On request only. */
import { mixSeed } from '../../engine/random.ts'
import { ensembleLoss, initEnsemble, shapeOf } from '../../models/ensemble/members.ts'
import { scoreEnsemble } from '../../models/ensemble/score.ts'
import { oneHot } from '../../models/mixture.ts'
import { seenInWords, tableAtMost, type Rival, type Seen } from './rival.ts'

const MOST = { rows: 50_000, cells: 5_000_000 }
const SETTINGS = {
  members: 16,
  hidden: [64, 64],
  dropout: 0.1,
  epochs: 20,
  batchSize: 256,
  learningRate: 2e-3,
}

interface EnsembleMeta extends Seen {
  epochs: number
}

export const mlpEnsemble: Rival<EnsembleMeta> = {
  step: 'training an ensemble to compare with',
  async train(job) {
    const classes = job.dataset.classes.length
    const train = tableAtMost(job, 'train', 'mlp-ensemble', MOST)
    const check = tableAtMost(job, 'validation', 'mlp-ensemble', MOST)
    const { members, hidden, dropout, epochs, batchSize, learningRate } = SETTINGS
    const seed = mixSeed(job.seed, job.regime, 'mlp-ensemble')
    const { weights } = await job.engine.train({
      name: 'ensemble',
      weights: initEnsemble({ features: job.matrix.columns, classes, members, hidden }, seed),
      x: train.x,
      y: oneHot(train.labels, classes),
      loss: ensembleLoss(dropout),
      epochs,
      batchSize,
      learningRate,
      seed: mixSeed(seed, 'order'),
      ...(check.x.rows > 0 && {
        validation: { x: check.x, y: oneHot(check.labels, classes) },
        keepBest: true,
      }),
      onStep: (fraction) => job.report(fraction),
      signal: job.signal,
    })
    return { weights, meta: { epochs, rows: train.x.rows, ofRows: job.rows.train.length } }
  },
  score: ({ weights }, x, _classes, signal) => scoreEnsemble(weights, x, signal),
  describe({ weights, meta }) {
    const { members, hidden } = shapeOf(weights)
    return `${members} networks with hidden layers ${hidden.join(' → ')} that share their weights (TabM), the best of ${meta.epochs} epochs, trained on ${seenInWords(meta)}`
  },
}
