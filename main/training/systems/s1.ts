/**
 * System S1: a panel of experts, one per class, then the gate on top of it.
 *
 * One-vs-rest: all K experts learn at once in one batched graph, each its class against all other rows. One-class, as
 * published: each expert sees only rows of its own class, with targets all 1; it learns "always yes", which the
 * evaluation then shows. The gate learns the one-hot class from the features, with the lowest validation loss kept;
 * the experts do not enter its loss, so training it leaves them as they are (frozen).
 *
 * With `learner` trees, experts and gate are forests (s1-trees.ts). With `novelty` one more expert, `unknown`, learns from benign rows only; how it is heard is decided in the evaluation.
 */
import { mixSeed } from '../../engine/random.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { pickRows } from '../../features/matrix.ts'
import {
  expertLoss,
  gateLoss,
  initExperts,
  initGate,
  joinExperts,
  oneHot,
  panelForward,
} from '../../models/mixture.ts'
import { scoreNovelty } from '../../models/novelty/expert.ts'
import { rowsByClass } from '../sampling.ts'
import { trainUnknown, UNKNOWN } from './novelty.ts'
import {
  networkOf,
  type Network,
  tableOf,
  type ScoringJob,
  type System,
  type SystemJob,
  type SystemScores,
  type Table,
  type TrainedSystem,
} from './system.ts'
import { areForests, scoreForests, trainForests } from './s1-trees.ts'
import { checked, stagePlan, tellers, type Teller } from './stage.ts'

type Job = SystemJob<'S1'>

export const s1: System<'S1'> = { id: 'S1', train, score }

async function train(job: Job): Promise<TrainedSystem> {
  const panel = job.model.learner === 'trees' ? await trainForests(job) : await trainNetworks(job)
  if (!job.model.novelty) return panel
  return { ...panel, networks: [...panel.networks, await objector(job)] }
}

async function trainNetworks(job: Job): Promise<TrainedSystem> {
  const table = tableOf(job, job.rows.train)
  const validation = tableOf(job, job.rows.validation)
  const share = expertShare(job)
  const { losses, teller } = tellers(job)
  const together = job.model.experts === 'one-vs-rest'
  const experts = together
    ? await trainTogether(job, table, validation, teller('training the experts', 0, share))
    : await trainApart(job, table, validation, (k) => {
        const width = share / job.classes.length
        return teller(`training expert ${job.classes[k] ?? k}`, k * width, width)
      })
  const gate = await trainGate(job, table, validation, teller('training the gate', share, 1 - share))
  const meta = { system: 'S1', hidden: job.model.hidden, training: job.model.experts }
  return {
    networks: [
      { name: 'experts', weights: experts, meta },
      { name: 'gate', weights: gate, meta },
    ],
    losses,
  }
}

async function score(job: ScoringJob): Promise<SystemScores> {
  const { networks, x, signal } = job
  const panel = areForests(networks) ? await scoreForests(job) : await scoreNetworks(job)
  const unknown = networks.find((network) => network.name === UNKNOWN)
  return unknown ? withUnknown(panel, await scoreNovelty(unknown.weights, x, signal)) : panel
}

async function scoreNetworks(job: ScoringJob): Promise<SystemScores> {
  const { engine, networks, x, classes, memory, signal } = job
  const weights = { ...networkOf(networks, 'gate').weights, ...networkOf(networks, 'experts').weights }
  const K = classes.length
  const into = memory?.take(x.rows * 2 * K)
  const work = { weights, forward: panelForward, x, columns: 2 * K, parts: [K, K], signal }
  const both = await engine.score(into ? { ...work, into } : work)
  const [gate, probability] = [both.subarray(0, x.rows * K), both.subarray(x.rows * K)]
  return { rows: x.rows, classes: K, experts: classes, form: 'panel', gate, probability }
}

/** One more expert, which knows benign only. Its likelihoods are no losses to be drawn beside those of the others. */
async function objector(job: Job): Promise<Network> {
  const { network } = await trainUnknown(job, {}, () => job.report('learning what is benign', 1, []))
  return network
}

/** The panel with the expert for the unknown as its last: asked wherever benign is, so it has the gate weight of benign. */
function withUnknown(panel: SystemScores, odds: Float64Array): SystemScores {
  const { rows, classes } = panel
  const widen = (values: Float32Array, last: (row: number) => number) => {
    const wide = new Float32Array(rows * (classes + 1))
    for (let row = 0; row < rows; row++) {
      wide.set(values.subarray(row * classes, (row + 1) * classes), row * (classes + 1))
      wide[row * (classes + 1) + classes] = last(row)
    }
    return wide
  }
  return {
    ...panel,
    experts: [...panel.experts, panel.experts.includes(UNKNOWN) ? `${UNKNOWN} (expert)` : UNKNOWN],
    gate: widen(panel.gate, (row) => panel.gate[row * classes]!),
    probability: widen(panel.probability, (row) => 1 / (1 + Math.exp(-odds[row]!))),
  }
}

/** Part of the work that the experts take: one-vs-rest trains K networks on every row, one-class one a row. */
function expertShare({ model, classes }: Job): number {
  const experts = model.expertEpochs * (model.experts === 'one-vs-rest' ? classes.length : 1)
  return experts / (experts + model.gateEpochs)
}

function common(job: Job, what: string, epochs: number, networks: string[], teller: Teller) {
  const { batchSize, learningRate } = job.model
  return { batchSize, learningRate, ...stagePlan(job, what, epochs, networks, teller) }
}

const shapeOf = (job: Job, experts: number) => ({
  features: job.matrix.columns,
  experts,
  hidden: job.model.hidden,
})

async function trainTogether(job: Job, train: Table, validation: Table, teller: Teller): Promise<Weights> {
  const classes = job.classes.length
  const trained = await job.engine.train({
    name: 'experts',
    weights: initExperts(shapeOf(job, classes), mixSeed(job.seed, job.regime, 'experts')),
    x: train.x,
    y: oneHot(train.labels, classes),
    loss: expertLoss(job.model.dropout),
    apart: true,
    seed: mixSeed(job.seed, job.regime, 'experts', 'order'),
    ...checked(validation.x, oneHot(validation.labels, classes)),
    ...common(job, 'experts', job.model.expertEpochs, job.classes, teller),
  })
  return trained.weights
}

async function trainApart(
  job: Job,
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

async function trainGate(job: Job, train: Table, validation: Table, teller: Teller): Promise<Weights> {
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
