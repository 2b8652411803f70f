/** The plainest rival that learned: one linear score a class. What it reaches, needs no network. */
import { scoreLogistic, trainLogistic } from '../../models/linear/logistic.ts'
import { seenInWords, tableAtMost, type Rival, type Seen } from './rival.ts'

const MOST = { rows: 20_000, cells: 500_000 }
const ROUNDS = 100
/** Steepest slope at which it counts as settled: what is left to gain changes no call that matters. */
const TOLERANCE = 1e-3

interface LogisticMeta extends Seen {
  rounds: number
  settled: boolean
}

export const logisticRegression: Rival<LogisticMeta> = {
  step: 'fitting a logistic regression to compare with',
  async train(job) {
    const table = tableAtMost(job, 'train', 'logistic-regression', MOST)
    const { weights, rounds, settled } = await trainLogistic({
      ...table,
      classes: job.dataset.classes.length,
      rounds: ROUNDS,
      tolerance: TOLERANCE,
      onRound: (round) => job.report(round / ROUNDS),
      signal: job.signal,
    })
    return { weights, meta: { rounds, settled, rows: table.x.rows, ofRows: job.rows.train.length } }
  },
  score: ({ weights }, x) => Promise.resolve(scoreLogistic(weights, x)),
  describe({ meta }) {
    const end = meta.settled ? 'settled' : 'stopped'
    return `one linear score a class, ${end} after ${meta.rounds} rounds, trained on ${seenInWords(meta)}`
  },
}
