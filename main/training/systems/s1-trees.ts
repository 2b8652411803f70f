/**
 * S1 with boosted trees in place of networks: each expert is a forest that tells its class from all the rest (logistic loss), the
 * gate a forest over all classes (softmax). Trees need no scaling, find thresholds by themselves and learn from a handful of rows,
 * which is why they lead on flows; as a panel they keep what a mixture is for: one opinion per class, and a gate to weigh it.
 *
 * Validation rows stop each forest by itself.
 */
import { availableParallelism } from 'node:os'
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { trainTreePanel } from '../../models/trees/panel.ts'
import { scoreTrees } from '../../models/trees/score.ts'
import { trainTrees, type RoundLoss } from '../../models/trees/train.ts'
import type { Network, ScoringJob, SystemJob, SystemScores, TrainedSystem } from './system.ts'
import { networkOf, tableOf } from './system.ts'

type Job = SystemJob<'S1'>

const MAX_THREADS = 4
const GATE = 'gate'
/** Name of the stored forest of class k. */
export const forestOf = (k: number) => `expert ${k}`
/** Of the work that the experts take; the gate takes the rest. */
const EXPERTS = 0.5

export async function trainForests(job: Job): Promise<TrainedSystem> {
  const { classes, model, signal } = job
  const [train, validation] = [tableOf(job, job.rows.train), tableOf(job, job.rows.validation)]
  const threads = Math.min(MAX_THREADS, availableParallelism())
  const settings = { rounds: model.rounds }
  const plan = { ...train, validation, classes: classes.length, threads, settings, signal }
  const losses: LossPoint[] = []
  const tell = (step: string, fraction: number, points: LossPoint[]) => {
    losses.push(...points)
    job.report(step, fraction, points)
  }
  const experts = await trainTreePanel({
    ...plan,
    onRound: (round, each) => {
      const points = each.map((loss, k) => pointOf(job, classes[k]!, loss))
      tell('growing the experts', (EXPERTS * round) / model.rounds, points)
    },
  })
  const gate = await trainTrees({
    ...plan,
    onRound: (loss) => {
      const done = EXPERTS + ((1 - EXPERTS) * loss.round) / model.rounds
      tell('growing the gate', done, [pointOf(job, GATE, loss)])
    },
  })
  const meta = (rounds: number) => ({ system: 'S1', learner: 'trees', rounds })
  const networks: Network[] = experts.map(({ weights, rounds }, k) => {
    return { name: forestOf(k), weights, meta: { ...meta(rounds), expert: classes[k] } }
  })
  networks.push({ name: GATE, weights: gate.weights, meta: meta(gate.rounds) })
  return { networks, losses }
}

/** Whether these parts are forests. */
export const areForests = (networks: readonly Network[]) => networks.some(({ name }) => name === forestOf(0))

/** Gate: share of each class; experts: how sure each is of its own. */
export async function scoreForests({ networks, x, classes, signal }: ScoringJob): Promise<SystemScores> {
  const experts = classes.length
  const gate = await scoreTrees(networkOf(networks, GATE).weights, x, signal)
  const probability = new Float32Array(x.rows * experts)
  for (let k = 0; k < experts; k++) {
    const own = await scoreTrees(networkOf(networks, forestOf(k)).weights, x, signal)
    for (let row = 0; row < x.rows; row++) probability[row * experts + k] = own[2 * row + 1]!
  }
  return { rows: x.rows, classes: experts, experts: classes, form: 'panel', gate, probability }
}

function pointOf({ regime }: Job, network: string, { round, train, validation }: RoundLoss): LossPoint {
  return { regime, network, epoch: round, train, validation, counts: 'rounds' }
}
