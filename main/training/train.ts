/**
 * Trains one regime: a panel of experts, then the gate on top of it (system S1).
 *
 * One-vs-rest: all K experts learn at once in one batched graph, each its class against all other rows. One-class, as
 * published: each expert sees only rows of its own class, with targets all 1; it learns "always yes", which the
 * evaluation then shows. The gate learns the one-hot class from the features, with the lowest validation loss kept;
 * the experts do not enter its loss, so training it leaves them as they are (frozen).
 */
import type { LossPoint } from '../../preload/contract/jobs.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { mixSeed } from '../engine/random.ts'
import type { Engine, EpochLoss, Rows, TrainPlan, Weights } from '../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../features/matrix.ts'
import type { Checkpoints } from './checkpoints.ts'
import { expertLoss, gateLoss, initExperts, initGate, joinExperts, oneHot } from '../models/mixture.ts'
import { rowsByClass } from './sampling.ts'
import type { RegimeName, TrainedRegime } from './types.ts'

type ModelSettings = ExperimentConfig['model']

export interface RegimeJob {
  engine: Engine
  regime: RegimeName
  matrix: FeatureMatrix
  labels: Uint8Array
  classes: string[]
  rows: { train: Int32Array; validation: Int32Array }
  model: ModelSettings
  seed: number
  /** Share of this regime's work done (0 to 1), with the losses that are new since the last call. */
  report(step: string, fraction: number, losses: LossPoint[]): void
  checkpoints?: Checkpoints | undefined
  signal: AbortSignal
}

interface Table {
  x: Rows
  labels: Uint8Array
}

/** Trains experts and gate. Rejects with the signal's reason when aborted. */
export async function trainRegime(job: RegimeJob): Promise<TrainedRegime> {
  const table = (rows: Int32Array): Table => ({
    x: pickRows(job.matrix, rows),
    labels: Uint8Array.from(rows, (row) => job.labels[row] ?? 0),
  })
  const train = table(job.rows.train)
  const validation = table(job.rows.validation)
  const losses: LossPoint[] = []
  const share = expertShare(job)
  const report = (step: string, from: number, width: number) => ({
    onStep: (done: number) => job.report(step, from + done * width, []),
    add: (points: LossPoint[], done: number) => {
      losses.push(...points)
      job.report(step, from + done * width, points)
    },
  })
  const together = job.model.experts === 'one-vs-rest'
  const experts = together
    ? await trainTogether(job, train, validation, report('training the experts', 0, share))
    : await trainApart(job, train, validation, (k) => {
        const width = share / job.classes.length
        return report(`training expert ${job.classes[k] ?? k}`, k * width, width)
      })
  const gate = await trainGate(job, train, validation, report('training the gate', share, 1 - share))
  const { regime, rows } = job
  const { train: trainRows, validation: validationRows } = rows
  return { regime, experts, gate, losses, trees: null, trainRows, validationRows }
}

interface Teller {
  onStep: (done: number) => void
  add(points: LossPoint[], done: number): void
}

/** Part of the work that the experts take: one-vs-rest trains K networks on every row, one-class one a row. */
function expertShare({ model, classes }: RegimeJob): number {
  const experts = model.expertEpochs * (model.experts === 'one-vs-rest' ? classes.length : 1)
  return experts / (experts + model.gateEpochs)
}

/** @param what the training's name among those of the regime, for its checkpoint */
function common(job: RegimeJob, what: string, epochs: number, networks: string[], teller: Teller) {
  const { batchSize, learningRate } = job.model
  const onEpoch = (loss: EpochLoss) => teller.add(points(job.regime, networks, loss), loss.epoch / epochs)
  const kept = job.checkpoints?.stage(`${what} (${job.regime})`, epochs)
  return { batchSize, learningRate, epochs, onEpoch, onStep: teller.onStep, signal: job.signal, ...kept }
}

function points(regime: RegimeName, networks: string[], loss: EpochLoss): LossPoint[] {
  return networks.map((network, i) => {
    const { train, validation } = loss.networks[i] ?? loss
    return { regime, network, epoch: loss.epoch, train, validation }
  })
}

const shapeOf = (job: RegimeJob, experts: number) => ({
  features: job.matrix.columns,
  experts,
  hidden: job.model.hidden,
})

/** `validation` for the plan, when there are rows for it. */
function checked(x: Rows, y: Rows): Pick<TrainPlan, 'validation'> {
  return x.rows > 0 ? { validation: { x, y } } : {}
}

async function trainTogether(
  job: RegimeJob,
  train: Table,
  validation: Table,
  teller: Teller,
): Promise<Weights> {
  const classes = job.classes.length
  const trained = await job.engine.train({
    name: 'experts',
    weights: initExperts(shapeOf(job, classes), mixSeed(job.seed, job.regime, 'experts')),
    x: train.x,
    y: oneHot(train.labels, classes),
    loss: expertLoss(job.model.dropout),
    seed: mixSeed(job.seed, job.regime, 'experts', 'order'),
    ...checked(validation.x, oneHot(validation.labels, classes)),
    ...common(job, 'experts', job.model.expertEpochs, job.classes, teller),
  })
  return trained.weights
}

async function trainApart(
  job: RegimeJob,
  train: Table,
  validation: Table,
  tell: (k: number) => Teller,
): Promise<Weights> {
  const own = (table: Table) => {
    const all = Int32Array.from(table.labels.keys())
    return rowsByClass(all, table.labels, job.classes.length)
  }
  const [trainRows, validationRows] = [own(train), own(validation)]
  const panel: Weights[] = []
  for (const [k, name] of job.classes.entries()) {
    const x = rowsOf(train.x, trainRows[k])
    const checkX = rowsOf(validation.x, validationRows[k])
    const trained = await job.engine.train({
      name: `expert ${name}`,
      weights: initExperts(shapeOf(job, 1), mixSeed(job.seed, job.regime, 'experts'), k),
      x,
      y: ones(x.rows),
      loss: expertLoss(job.model.dropout),
      seed: mixSeed(job.seed, job.regime, 'experts', 'order', k),
      ...checked(checkX, ones(checkX.rows)),
      ...common(job, `expert ${name}`, job.model.expertEpochs, [name], tell(k)),
    })
    panel.push(trained.weights)
  }
  return joinExperts(panel)
}

function rowsOf(x: Rows, rows: Int32Array = new Int32Array()): Rows {
  return pickRows({ ...x, names: [] }, rows)
}

function ones(rows: number): Rows {
  return { rows, columns: 1, data: new Float32Array(rows).fill(1) }
}

async function trainGate(job: RegimeJob, train: Table, validation: Table, teller: Teller): Promise<Weights> {
  const classes = job.classes.length
  const trained = await job.engine.train({
    name: 'gate',
    weights: initGate(shapeOf(job, classes), mixSeed(job.seed, job.regime, 'gate')),
    x: train.x,
    y: oneHot(train.labels, classes),
    loss: gateLoss(job.model.dropout),
    seed: mixSeed(job.seed, job.regime, 'gate', 'order'),
    keepBest: validation.x.rows > 0,
    ...checked(validation.x, oneHot(validation.labels, classes)),
    ...common(job, 'gate', job.model.gateEpochs, ['gate'], teller),
  })
  return trained.weights
}
