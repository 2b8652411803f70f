/**
 * System S2: experts that each see one kind of column, mixed inside one network by a gate (main/models/flows).
 *
 * Stage one, masked feature modelling: the tabular expert learns to tell hidden values from the others, without labels.
 * Stage two: everything end to end, cross entropy with a weight per class. Kept beside the weights are the shape (all that
 * scoring needs), which columns each expert sees, the numbers of parameters, and the gate's weights after each epoch.
 */
import type { SettingsOf } from '../../../preload/contract/models.ts'
import { mixSeed } from '../../engine/random.ts'
import type { Engine, Rows, TrainPlan, Weights } from '../../engine/types.ts'
import { maskedLoss, maskedWeights, withPretrained } from '../../models/flows/masked.ts'
import { flowsForward, flowsLoss } from '../../models/flows/network.ts'
import { carriedOf, countParameters, initFlows } from '../../models/flows/parameters.ts'
import type { FlowsShape } from '../../models/flows/shape.ts'
import { oneHot } from '../../models/mixture.ts'
import { flowExperts } from './flow-groups.ts'
import { GateHistory, type GateEpoch } from './gate-history.ts'
import { checked, stagePlan, tellers, type Teller } from './stage.ts'
import { networkOf, tableOf } from './system.ts'
import type { ScoringJob, System, SystemJob, SystemScores, Table, TrainedSystem } from './system.ts'

type Job = SystemJob<'S2'>

export const s2: System<'S2'> = { id: 'S2', train, score }

const NAME = 'mixture'
const MASKED = 'masked features'
/** Of the work of an epoch on labels that an epoch of masked features takes. */
const MASKED_WORK = 0.9

/** What is kept beside the weights. */
export interface FlowsMeta {
  system: 'S2'
  shape: FlowsShape
  /** Feature columns by expert, in the order of the shape. */
  columns: { expert: string; names: string[] }[]
  parameters: Record<string, number>
  history: GateEpoch[]
}

async function train(job: Job): Promise<TrainedSystem> {
  const { model, matrix } = job
  const shape = shapeOf(model, matrix.names, job.classes.length)
  const [table, check] = [tableOf(job, job.rows.train), tableOf(job, job.rows.validation)]
  const { losses, teller } = tellers(job)
  const start = initFlows(shape, mixSeed(job.seed, job.regime, NAME))
  const work = pretrains(job) ? model.pretrainEpochs * MASKED_WORK : 0
  const share = work / (work + model.epochs)
  const begun = pretrains(job)
    ? await pretrain(job, shape, start, [table, check], teller('modelling masked features', 0, share))
    : start
  const history = new GateHistory(model.epochs)
  const told = teller('training the mixture', share, 1 - share)
  const weights = await trainMixture(job, shape, begun, [table, check], history, told)
  const epochs =
    shape.experts.length < 2
      ? []
      : await history.tell(start, carriedOf(shape), check.x, async (own, x) => {
          const { engine, signal } = job
          return (await outputs({ engine, shape, weights: own, x, signal })).gate
        })
  return { networks: [{ name: NAME, weights, meta: metaOf(shape, matrix.names, epochs) }], losses }
}

function pretrains({ model }: Job): boolean {
  return model.pretrainEpochs > 0 && model.experts.includes('tabular')
}

function shapeOf(model: SettingsOf<'S2'>, names: string[], classes: number): FlowsShape {
  const experts = flowExperts(names, [...new Set(model.experts)], model.groups)
  return {
    features: names.length,
    classes,
    experts,
    gate: model.gate,
    k: Math.min(model.k, experts.length),
    width: model.tokenWidth,
    layers: model.layers,
    heads: model.heads,
  }
}

function metaOf(shape: FlowsShape, names: string[], history: GateEpoch[]): FlowsMeta {
  const columns = shape.experts.map((expert) => ({
    expert: expert.name,
    names: expert.columns.map((at) => names[at]!),
  }))
  return { system: 'S2', shape, columns, parameters: countParameters(shape), history }
}

/** Stage one. No labels enter: the targets are a column of zeros. */
async function pretrain(
  job: Job,
  shape: FlowsShape,
  start: Weights,
  [table, check]: [Table, Table],
  teller: Teller,
): Promise<Weights> {
  const { model } = job
  const none = (x: Rows): Rows => ({ rows: x.rows, columns: 1, data: new Float32Array(x.rows) })
  const { weights } = await job.engine.train({
    ...common(job),
    name: MASKED,
    weights: maskedWeights(shape, start, mixSeed(job.seed, job.regime, MASKED)),
    x: table.x,
    y: none(table.x),
    loss: maskedLoss(shape, model),
    seed: mixSeed(job.seed, job.regime, MASKED, 'order'),
    ...checked(check.x, none(check.x)),
    ...stagePlan(job, MASKED, model.pretrainEpochs, [MASKED], teller),
  })
  return withPretrained(start, weights)
}

/** Stage two. */
async function trainMixture(
  job: Job,
  shape: FlowsShape,
  start: Weights,
  [table, check]: [Table, Table],
  history: GateHistory,
  teller: Teller,
): Promise<Weights> {
  const { model, classes } = job
  const gated = shape.experts.length > 1
  const stage = stagePlan(job, NAME, model.epochs, [NAME], teller, gated ? history : undefined)
  const { weights } = await job.engine.train({
    ...common(job),
    name: NAME,
    weights: start,
    carried: carriedOf(shape),
    x: table.x,
    y: oneHot(table.labels, classes.length),
    loss: flowsLoss(shape, { dropout: model.dropout, classWeights: weightsOf(job, table.labels) }),
    seed: mixSeed(job.seed, job.regime, NAME, 'order'),
    ...checked(check.x, oneHot(check.labels, classes.length)),
    ...stage,
    ...(gated && history.listen(stage)),
  })
  return weights
}

function common({ model }: Job): Pick<TrainPlan, 'batchSize' | 'learningRate'> {
  return { batchSize: model.batchSize, learningRate: model.learningRate }
}

/** Balanced: rows over (classes x rows of the class), as published; a class without rows weighs nothing. */
function weightsOf({ model, classes }: Job, labels: Uint8Array): number[] {
  if (model.classWeights === 'none') return classes.map(() => 1)
  const counts = classes.map(() => 0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts.map((count) => (count === 0 ? 0 : labels.length / (classes.length * count)))
}

interface OutputJob {
  engine: Engine
  shape: FlowsShape
  weights: Weights
  x: Rows
  signal: AbortSignal
}

/** Probabilities of the classes, rows x C, and weights of the experts, rows x E. */
async function outputs({ engine, shape, weights, x, signal }: OutputJob) {
  const [C, E] = [shape.classes, shape.experts.length]
  const forward = flowsForward(shape)
  const both = await engine.score({ weights, forward, x, columns: C + E, signal })
  const probability = new Float32Array(x.rows * C)
  const gate = new Float32Array(x.rows * E)
  for (let row = 0; row < x.rows; row++) {
    const line = both.subarray(row * (C + E), (row + 1) * (C + E))
    probability.set(softmax(line.subarray(0, C)), row * C)
    gate.set(line.subarray(C), row * E)
  }
  return { probability, gate }
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits)
  const powers = Array.from(logits, (z) => Math.exp(z - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

async function score({ engine, networks, x, classes, signal }: ScoringJob): Promise<SystemScores> {
  const { weights, meta } = networkOf(networks, NAME)
  const { shape } = meta as FlowsMeta
  const { probability, gate } = await outputs({ engine, shape, weights, x, signal })
  const experts = shape.experts.map(({ name }) => name)
  return { rows: x.rows, classes: classes.length, experts, form: 'joint', gate, probability }
}
