/**
 * The expert for the unknown, alone as a system or beside a panel (s1.ts).
 *
 * It learns from the benign rows of a regime's training part and takes its threshold from those of its validation part; no
 * attack row is looked at. Alone it is a joint system with one expert, `unknown`: an alarm at odds above even. It can't say which
 * attack a row is, so all attacks are one class in its experiments (datasets.ts).
 */
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { mixSeed } from '../../engine/random.ts'
import type { Rows } from '../../engine/types.ts'
import { pickRows } from '../../features/matrix.ts'
import { scoreNovelty, trainNovelty, type NoveltyMeta } from '../../models/novelty/expert.ts'
import type { NoveltySettings } from '../../models/novelty/settings.ts'
import { alarmShares, mostFrequentAttack } from '../alarms.ts'
import type { Network, ScoringJob, System, SystemJob, SystemScores, TrainedSystem } from './system.ts'
import { networkOf } from './system.ts'

/** Its name among experts and stored parts. */
export const UNKNOWN = 'unknown'

export const novelty: System<'novelty'> = { id: 'novelty', train, score }

export interface UnknownMeta extends NoveltyMeta {
  system: 'novelty'
  /** Class that an alarm is called by: the most frequent attack of training. */
  alarm: number
}

async function train(job: SystemJob<'novelty'>): Promise<TrainedSystem> {
  const { density, components, covariance, ridge, falseAlarms } = job.model
  const settings = { density, components, covariance, ridge, falseAlarms }
  const { network, losses } = await trainUnknown(job, settings, (fraction) =>
    job.report('learning what is benign', fraction, []),
  )
  job.report('learning what is benign', 1, losses)
  return { networks: [network], losses }
}

async function score({ networks, x, classes, signal }: ScoringJob): Promise<SystemScores> {
  const network = networkOf(networks, UNKNOWN)
  const { alarm } = network.meta as UnknownMeta
  const odds = await scoreNovelty(network.weights, x, signal)
  const probability = alarmShares(odds, classes.length, alarm)
  const gate = new Float32Array(x.rows).fill(1)
  return { rows: x.rows, classes: classes.length, experts: [UNKNOWN], form: 'joint', gate, probability }
}

type Part = Pick<SystemJob, 'regime' | 'matrix' | 'labels' | 'classes' | 'rows' | 'seed' | 'signal'>

/**
 * Trains the expert on the benign rows of a job. Its losses are those of each size of mixture that was tried: minus the mean
 * log-likelihood of the rows it was fitted on and of the unseen ones.
 */
export async function trainUnknown(
  job: Part,
  settings: Partial<NoveltySettings>,
  onProgress: (fraction: number) => void,
): Promise<{ network: Network; losses: LossPoint[] }> {
  const { weights, meta } = await trainNovelty({
    benign: benignOf(job, job.rows.train),
    unseen: benignOf(job, job.rows.validation),
    settings,
    seed: mixSeed(job.seed, job.regime, UNKNOWN),
    onProgress,
    signal: job.signal,
  })
  const losses = meta.tried.map(({ components, fitted, heldOut }) => ({
    regime: job.regime,
    network: UNKNOWN,
    epoch: components,
    train: -fitted,
    validation: -heldOut,
    counts: 'components' as const,
  }))
  const own: UnknownMeta = { system: 'novelty', alarm: mostFrequentAttack(job), ...meta }
  return { network: { name: UNKNOWN, weights, meta: own }, losses }
}

function benignOf({ matrix, labels }: Part, rows: Int32Array): Rows {
  return pickRows(
    matrix,
    rows.filter((row) => labels[row] === 0),
  )
}
