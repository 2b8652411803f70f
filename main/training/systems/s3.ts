/**
 * System S3: one network with one output. With the published loss it learns nothing; so that the evaluation can say so
 * with numbers, the distance that the weights went is kept beside them, with what weight decay alone accounts for.
 */
import type { SettingsOf } from '../../../preload/contract/models.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { mixSeed } from '../../engine/random.ts'
import type { Rows, TrainPlan, Weights } from '../../engine/types.ts'
import { binaryLoss, initSingle, singleForward, singleTargets, softmaxLoss } from '../../models/single.ts'
import { sigmoid } from '../../models/mixture.ts'
import { driftOf } from './drift.ts'
import { checked, stagePlan, tellers } from './stage.ts'
import { networkOf, tableOf } from './system.ts'
import type { ScoringJob, System, SystemJob, SystemScores, TrainedSystem } from './system.ts'

export const s3: System<'S3'> = { id: 'S3', train, score }

const NAME = 'network'

async function train(job: SystemJob<'S3'>): Promise<TrainedSystem> {
  demandTwoClasses(job.classes)
  const { model } = job
  const [table, check] = [tableOf(job, job.rows.train), tableOf(job, job.rows.validation)]
  const targets = (labels: Uint8Array) => singleTargets(labels, model.classWeights === 'balanced')
  const { losses, teller } = tellers(job)
  const start = initSingle(job.matrix.columns, model.hidden, mixSeed(job.seed, job.regime, NAME))
  const { weights, steps } = await job.engine.train({
    ...plan(model, table.x),
    name: NAME,
    weights: start,
    x: table.x,
    y: targets(table.labels),
    seed: mixSeed(job.seed, job.regime, NAME, 'order'),
    keepBest: model.loss === 'binary' && check.x.rows > 0,
    ...checked(check.x, targets(check.labels)),
    ...stagePlan(job, NAME, model.epochs, [NAME], teller('training the network', 0, 1)),
  })
  return { networks: [{ name: NAME, weights, meta: metaOf(model, start, weights, steps) }], losses }
}

function plan(
  model: SettingsOf<'S3'>,
  x: Rows,
): Pick<TrainPlan, 'loss' | 'optimizer' | 'batchSize' | 'learningRate'> {
  const { learningRate, weightDecay } = model
  return {
    loss: model.loss === 'softmax' ? softmaxLoss : binaryLoss,
    optimizer: model.optimizer === 'sgd' ? { kind: 'sgd', weightDecay } : { kind: 'adam' },
    batchSize: model.batchSize ?? Math.max(1, x.rows),
    learningRate,
  }
}

function metaOf(model: SettingsOf<'S3'>, from: Weights, to: Weights, steps: number) {
  const decay = model.optimizer === 'sgd' ? model.learningRate * model.weightDecay : 0
  return { system: 'S3', hidden: model.hidden, drift: driftOf(from, to, steps, decay) }
}

async function score({ engine, networks, x, classes, signal }: ScoringJob): Promise<SystemScores> {
  const { weights } = networkOf(networks, NAME)
  const attack = sigmoid(await engine.score({ weights, forward: singleForward, x, columns: 1, signal }))
  const probability = new Float32Array(x.rows * classes.length)
  attack.forEach((p, row) => {
    probability[row * classes.length] = 1 - p
    probability[row * classes.length + 1] = p
  })
  const gate = new Float32Array(x.rows).fill(1)
  return { rows: x.rows, classes: classes.length, experts: [NAME], form: 'joint', gate, probability }
}

function demandTwoClasses(classes: string[]): void {
  if (classes.length === 2) return
  throw new Problem(
    'two-classes-only',
    `A network with one output tells attack from benign; the label set has ${classes.length} classes (${classes.join(', ')}).`,
    {
      where: { field: 'model.system' },
      advice: 'Lock a label set with one attack class, or choose a system that tells classes apart (S1).',
    },
  )
}
