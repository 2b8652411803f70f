/**
 * Gradient-boosted trees with histograms (Friedman, 2001; Chen and Guestrin, 2016): softmax for several classes, logistic loss
 * for two. No step is random: the same rows and settings give the same trees, on any number of threads.
 *
 * Validation rows, where given, end the training after `patience` rounds without a lower loss; the rounds up to the
 * lowest are kept.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { binTable } from './bins.ts'
import type { Work } from './booster.ts'
import { openCrew } from './crew.ts'
import { addUp } from './derivatives.ts'
import { packForest } from './forest.ts'
import { checkSettings, defaultSettings, type TreeSettings } from './settings.ts'
import type { Tree } from './tree.ts'

export interface LabeledTable {
  x: Rows
  /** Class of each row, 0 to classes - 1. */
  labels: Uint8Array
}

export interface TreePlan extends LabeledTable {
  classes: number
  validation?: LabeledTable
  settings?: Partial<TreeSettings>
  /** Threads, at most; 1 when not given. */
  threads?: number
  /** After each round, with mean losses before it on training rows and after it on validation rows. */
  onRound?(point: RoundLoss): void
  signal?: AbortSignal
}

export interface RoundLoss {
  /** From 1. */
  round: number
  /** Mean loss (nats) over the training rows, after this round. */
  train: number
  validation: number | null
}

export interface TrainedTrees {
  /** See forest.ts. */
  weights: Weights
  /** Rounds that were kept. */
  rounds: number
  /** The round after which training stopped early; null when all were run. */
  stopped: number | null
  losses: RoundLoss[]
}

/**
 * @throws Problem `bad-training-data`, `bad-tree-settings`; the signal's reason when aborted
 */
export async function trainTrees(plan: TreePlan): Promise<TrainedTrees> {
  const { work, validation } = prepareTrees(plan, plan.classes === 2 ? 1 : plan.classes)
  const sums = zeros(plan.x.rows)
  const crew = openCrew({ ...work, sums }, plan.threads ?? 1, plan.signal)
  try {
    return await boost(plan, { ...work, sums }, validation?.labels ?? null, () => crew.round())
  } finally {
    await crew.dispose()
  }
}

/** A checked plan as the growers need it, for so many trees a round, without sums; the validation rows if there are any. */
export function prepareTrees(
  plan: Omit<TreePlan, 'onRound'>,
  outputs: number,
): { work: Work; validation: LabeledTable | null } {
  const settings = { ...defaultSettings, ...plan.settings }
  checkSettings(settings, plan.classes)
  checkTable(plan, plan.classes, 'training')
  const validation = plan.validation && plan.validation.x.rows > 0 ? plan.validation : null
  if (validation) checkTable(validation, plan.classes, 'validation', plan.x.columns)
  if (plan.x.rows === 0) throw bad('There is no row to train trees on.')
  return { work: workOf(plan, validation, settings, outputs), validation }
}

async function boost(
  plan: TreePlan,
  work: Work & { sums: Float64Array },
  validationLabels: Uint8Array | null,
  round: () => Promise<{ output: number; tree: Tree }[]>,
): Promise<TrainedTrees> {
  const { settings, outputs, labels, validation } = work
  const forest: Tree[][] = []
  const losses: RoundLoss[] = []
  const aside = new Float64Array(validation?.x.rows ?? 0)
  const weighted = settings.classWeights
  const trainLoss = () => addUp(powersOf(work.powers, outputs), work.sums, labels, weighted)
  let best = { round: 0, loss: Infinity }
  trainLoss()
  while (forest.length < settings.rounds && forest.length - best.round < settings.patience) {
    plan.signal?.throwIfAborted()
    const grown = await round()
    plan.signal?.throwIfAborted()
    forest.push(grown.sort((a, b) => a.output - b.output).map(({ tree }) => tree))
    const checked =
      validation && validationLabels
        ? addUp(powersOf(validation.powers, outputs), aside, validationLabels, weighted)
        : null
    const point = { round: forest.length, train: trainLoss(), validation: checked }
    losses.push(point)
    plan.onRound?.(point)
    if (checked === null) best = { round: forest.length, loss: Infinity }
    else if (checked < best.loss) best = { round: forest.length, loss: checked }
  }
  const stopped = forest.length < settings.rounds ? forest.length : null
  const kept = forest.slice(0, best.round)
  return { weights: packForest(kept, outputs), rounds: kept.length, stopped, losses }
}

function powersOf(data: Float64Array, outputs: number) {
  return { rows: data.length / outputs, outputs, data }
}

function workOf(
  plan: Omit<TreePlan, 'onRound'>,
  validation: LabeledTable | null,
  settings: TreeSettings,
  outputs: number,
): Work {
  const { rows } = plan.x
  return {
    table: binTable(plan.x),
    labels: new Uint8Array(shared(plan.labels)),
    settings,
    outputs,
    margins: zeros(rows * outputs),
    powers: zeros(rows * outputs).fill(1),
    sums: null,
    validation: validation && {
      x: { ...validation.x, data: new Float32Array(shared(validation.x.data)) },
      margins: zeros(validation.x.rows * outputs),
      powers: zeros(validation.x.rows * outputs),
    },
    next: new Int32Array(new SharedArrayBuffer(4)),
  }
}

const zeros = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length))

/** The bytes, copied to where all threads see them. */
function shared(array: Uint8Array | Float32Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(array.byteLength)
  new Uint8Array(buffer).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return buffer
}

function checkTable(
  { x, labels }: LabeledTable,
  classes: number,
  name: string,
  columns: number = x.columns,
): void {
  if (classes < 2 || classes > 255) throw bad(`There are ${classes} classes; trees tell 2 to 255 apart.`)
  if (x.columns !== columns) throw bad(`The ${name} rows have ${x.columns} columns instead of ${columns}.`)
  if (x.data.length !== x.rows * x.columns || labels.length !== x.rows)
    throw bad(`The ${name} table is not as large as it says: ${x.rows} rows × ${x.columns} columns.`)
  const wrong = labels.find((label) => label >= classes)
  if (wrong !== undefined) throw bad(`A ${name} row has class ${wrong}; there are ${classes} classes.`)
}

function bad(message: string): Problem {
  return new Problem('bad-training-data', message)
}
