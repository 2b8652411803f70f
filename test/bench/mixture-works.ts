/** What the engine bench measures of S1 on our side; the same numbers of rows, layers and epochs as peers/torch_mixture.py. */
import type { ExperimentInput } from '../../preload/contract/experiment.ts'
import { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { random } from '../../main/engine/random.ts'
import { ScoreMemory } from '../../main/engine/scoring/memory.ts'
import type { Engine, Rows } from '../../main/engine/types.ts'
import { pickRows, type FeatureMatrix } from '../../main/features/matrix.ts'
import { expertLoss, initExperts, initGate, oneHot } from '../../main/models/mixture.ts'
import { drawRows, protocolPlan } from '../../main/training/protocols.ts'
import { split } from '../../main/training/split.ts'
import { s1 } from '../../main/training/systems/s1.ts'
import type { Network } from '../../main/training/systems/system.ts'
import type { Dataset, RegimeName } from '../../main/training/types.ts'

function table(rows: number, columns: number): Rows {
  const next = random(1)
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => next() * 4 - 2) }
}

export interface Training {
  rows: number
  /** Widths from features to the single logit. */
  dims: number[]
  batch: number
  dropout: number
  /** Measured; one more goes before them, which also compiles. */
  epochs: number
  networks: number
}

/** Rows a second, of all networks together, as one batched graph. */
export async function trainExperts(engine: Engine, work: Training): Promise<number> {
  const { rows, dims, batch, dropout, epochs, networks } = work
  const next = random(2)
  const labels = Array.from({ length: rows }, () => Math.floor(next() * Math.max(2, networks)))
  const y = networks > 1 ? oneHot(labels, networks) : { rows, columns: 1, data: Float32Array.from(labels) }
  const ends: number[] = []
  await engine.train({
    name: 'experts',
    x: table(rows, dims[0]!),
    y,
    weights: initExperts({ features: dims[0]!, hidden: dims.slice(1, -1), experts: networks }, 1),
    loss: expertLoss(dropout),
    apart: networks > 1,
    epochs: epochs + 1,
    batchSize: batch,
    learningRate: 1e-3,
    seed: 1,
    onEpoch: () => ends.push(performance.now()),
  })
  return (rows * networks * epochs * 1000) / (ends.at(-1)! - ends[0]!)
}

export interface Scoring {
  rows: number
  features: number
  hidden: number[]
  classes: number
}

/** Experts and gate over all rows, as S1 does it: probabilities of both; a function that gives the rows a second of one round. */
export function scoreMixture(engine: Engine, work: Scoring): () => Promise<number> {
  const shape = { features: work.features, hidden: work.hidden, experts: work.classes }
  const networks = [
    { name: 'experts', weights: initExperts(shape, 1), meta: null },
    { name: 'gate', weights: initGate(shape, 1), meta: null },
  ]
  const x = table(work.rows, work.features)
  const classes = Array.from({ length: work.classes }, (_, k) => `class ${k}`)
  // Rounds are as the steps of a scoring of captures, which read the scores of one before the next begins.
  const memory = new ScoreMemory()
  const { signal } = new AbortController()
  return async () => {
    const started = performance.now()
    await s1.score({ engine, networks, x, classes, memory, signal })
    return (work.rows * 1000) / (performance.now() - started)
  }
}

export interface System {
  rows: number
  features: number
  classes: number
  benign: number
  hidden: number[]
  batch: number
  expertEpochs: number
  gateEpochs: number
}

/** Table to decisions of the three protocols, S1 as published: split, two regimes, scaling, training, three tests. 1 ÷ seconds. */
export function wholeSystem(engine: Engine, work: System): () => Promise<number> {
  const { dataset, raw } = labeled(work)
  const input: ExperimentInput = {
    model: {
      system: 'S1',
      experts: 'one-class',
      hidden: work.hidden,
      batchSize: work.batch,
      expertEpochs: work.expertEpochs,
      gateEpochs: work.gateEpochs,
    },
    sampling: { benignShare: null },
  }
  const { model, split: shares, sampling, seed } = ExperimentConfig.parse(input)
  if (model.system !== 'S1') throw new Error('a config of S1 became another')
  const signal = new AbortController().signal
  return async () => {
    const started = performance.now()
    const lists = drawRows(dataset, split(dataset, shares, seed), sampling, seed)
    const matrix = standardized(raw, lists.regimes.imbalanced.train)
    const { labels, classes } = dataset
    const common = { engine, matrix, labels, classes, model, seed, signal, report: () => {} }
    const regimes = new Map<RegimeName, Network[]>()
    for (const regime of ['imbalanced', 'balanced'] as const)
      regimes.set(regime, (await s1.train({ ...common, regime, rows: lists.regimes[regime] })).networks)
    for (const { regime, test } of Object.values(protocolPlan)) {
      const x = pickRows(matrix, lists.tests[test])
      const scored = await s1.score({ engine, networks: regimes.get(regime)!, x, classes, signal })
      decide(scored.gate, scored.probability, classes.length)
    }
    return 1000 / (performance.now() - started)
  }
}

function labeled(work: System): { dataset: Dataset; raw: Rows } {
  const raw = table(work.rows, work.features)
  const next = random(3)
  const attacks = work.classes - 1
  const labels = Uint8Array.from({ length: work.rows }, () =>
    next() < work.benign ? 0 : 1 + Math.floor(next() * attacks),
  )
  labels.forEach((label, row) => (raw.data[row * work.features + label]! += 1))
  const order = Float64Array.from(labels.keys())
  const classes = Array.from({ length: work.classes }, (_, k) => `class ${k}`)
  return { dataset: { classes, labels, events: order, times: order }, raw }
}

function standardized({ rows, columns, data }: Rows, seen: Int32Array): FeatureMatrix {
  const sums = new Float64Array(columns)
  const squares = new Float64Array(columns)
  for (const row of seen)
    for (let c = 0; c < columns; c++) {
      const value = data[row * columns + c]!
      sums[c]! += value
      squares[c]! += value * value
    }
  const means = sums.map((sum) => sum / seen.length)
  const scales = squares.map((sum, c) => 1 / Math.sqrt(sum / seen.length - means[c]! ** 2))
  const out = new Float32Array(data.length)
  for (let row = 0, at = 0; row < rows; row++)
    for (let c = 0; c < columns; c++, at++) out[at] = (data[at]! - means[c]!) * scales[c]!
  return { rows, columns, data: out, names: [] }
}

function decide(gate: Float32Array, probability: Float32Array, classes: number): Uint8Array {
  const decided = new Uint8Array(gate.length / classes)
  for (let row = 0; row < decided.length; row++) {
    let best = -1
    for (let k = 0; k < classes; k++) {
      const worth = gate[row * classes + k]! * probability[row * classes + k]!
      if (worth <= best) continue
      best = worth
      decided[row] = k
    }
  }
  return decided
}
