/**
 * The usual detector of what is unlike the rest: an isolation forest on the benign training rows, with its threshold from benign
 * validation rows, so that one in a hundred of them would be an alarm. An alarm is called by the most frequent attack of training.
 */
import { mixSeed } from '../../engine/random.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { pickRows } from '../../features/matrix.ts'
import { growForest } from '../../models/isolation/forest.ts'
import { isolationScores } from '../../models/isolation/score.ts'
import { calibrate, logOdds } from '../../models/novelty/calibrate.ts'
import { packTail, unpackTail } from '../../models/novelty/stored.ts'
import { alarmShares, mostFrequentAttack } from '../alarms.ts'
import { type Rival, type RivalJob } from './rival.ts'

const FALSE_ALARMS = 0.01
/** With fewer benign validation rows the threshold comes from the training rows. */
const ENOUGH = 20
const TREES = 100

interface ForestMeta {
  trees: number
  /** Benign rows it was grown on, and those that set its threshold. */
  benign: number
  calibratedOn: number
  alarm: number
}

export const isolationForest: Rival<ForestMeta> = {
  step: 'growing an isolation forest to compare with',
  async train(job) {
    const [benign, unseen] = [benignOf(job, job.rows.train), benignOf(job, job.rows.validation)]
    // Without any benign row it takes what there is, as it would where nothing is labeled.
    const x = benign.rows > 0 ? benign : pickRows(job.matrix, job.rows.train)
    const seed = mixSeed(job.seed, job.regime, 'isolation-forest')
    const forest = await growForest({ x, seed, trees: TREES, signal: job.signal })
    const judged = unseen.rows >= ENOUGH ? unseen : x
    const scores = await isolationScores(forest, judged, job.signal)
    job.report(1)
    const weights: Weights = { ...forest, ...packTail(calibrate(scores, FALSE_ALARMS)) }
    const alarm = mostFrequentAttack({ ...job.dataset, rows: job.rows })
    return { weights, meta: { trees: TREES, benign: x.rows, calibratedOn: judged.rows, alarm } }
  },
  async score({ weights, meta }, x, classes, signal) {
    const tail = unpackTail(weights)
    const scores = await isolationScores(weights, x, signal)
    return alarmShares(
      scores.map((score) => logOdds(tail, score)),
      classes,
      meta.alarm,
    )
  },
  describe: ({ meta }) =>
    `${meta.trees} trees grown on ${meta.benign} benign training events, set to alarm on 1 % of ${meta.calibratedOn} others; an alarm is called by the most frequent attack in training`,
}

function benignOf({ matrix, dataset }: RivalJob, rows: Int32Array): Rows {
  return pickRows(
    matrix,
    rows.filter((row) => dataset.labels[row] === 0),
  )
}
