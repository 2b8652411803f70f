/** Small experiments made by hand, in the shape in which training gives them. */
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { random } from '../../../main/engine/random.ts'
import type { ExperimentResult, ProtocolRows, ScoredRows } from '../../../main/training/types.ts'

export const CLASSES = ['benign', 'T1003', 'T1021', 'T1059', 'T1078']
export const config = (model: object = {}) => ExperimentConfig.parse({ model })

/** Class indexes: `counts[c]` rows of class c, one class after another. */
export function labelsOf(counts: number[]): Uint8Array {
  return Uint8Array.from(counts.flatMap((count, c) => Array.from({ length: count }, () => c)))
}

/** The published imbalance: 72.2 % benign and four attacks of about 7 %. */
export const PUBLISHED = [722, 70, 70, 69, 69]

type Answer = (truth: number, expert: number, draw: () => number) => number

/** Scores by formula; events are numbered from 1000. */
export function scoredRows(truth: Uint8Array, gate: Answer, probability: Answer): ScoredRows {
  const draw = random(11)
  const K = CLASSES.length
  const fill = (answer: Answer) =>
    Float32Array.from({ length: truth.length * K }, (_, i) => answer(truth[Math.floor(i / K)]!, i % K, draw))
  return {
    rows: truth.length,
    classes: K,
    experts: CLASSES,
    form: 'panel',
    truth,
    events: Float64Array.from(truth, (_, i) => 1000 + i),
    gate: fill(gate),
    probability: fill(probability),
  }
}

/** A gate that always names benign, over experts trained one-class: yes to everything. */
export function collapsed(truth: Uint8Array): ScoredRows {
  return scoredRows(
    truth,
    (_, e, draw) => (e === 0 ? 0.8 : 0.05) + 0.1 * draw(),
    (_, __, draw) => 0.99 + 0.005 * draw(),
  )
}

/** A gate and experts that are right on about nine rows in ten. */
export function sound(truth: Uint8Array): ScoredRows {
  const K = CLASSES.length
  const noisy = (t: number, e: number, draw: () => number) => {
    const wrong = draw() < 0.02
    return (t === e) === !wrong ? 0.75 + 0.2 * draw() : 0.02 + (0.3 / K) * draw()
  }
  return scoredRows(truth, noisy, noisy)
}

export const falling = (regime: string): LossPoint[] =>
  [...CLASSES, 'gate'].flatMap((network) =>
    [0.7, 0.4, 0.2].map((train, i) => ({ regime, network, epoch: i + 1, train, validation: train + 0.05 })),
  )

/** One protocol over its own rows; features are random numbers unless given. */
export function experiment(
  scored: ScoredRows,
  options: {
    id?: 'E1' | 'E2' | 'E3'
    train?: Uint8Array
    feature?: (row: number, label: number) => number[]
  } = {},
): ExperimentResult {
  const trainLabels = options.train ?? labelsOf(PUBLISHED)
  const labels = Uint8Array.from([...trainLabels, ...scored.truth])
  const draw = random(5)
  const feature = options.feature ?? (() => [draw(), draw()])
  const rows = Array.from(labels, (label, row) => feature(row, label))
  const columns = rows[0]!.length
  const index = (from: number, count: number) => Int32Array.from({ length: count }, (_, i) => from + i)
  const id = options.id ?? 'E1'
  const regime = id === 'E1' ? ('imbalanced' as const) : ('balanced' as const)
  const train = index(0, trainLabels.length)
  const protocol: ProtocolRows = {
    id,
    train,
    validation: new Int32Array(0),
    test: index(trainLabels.length, scored.rows),
    trained: {
      regime,
      networks: [],
      rivals: [],
      ablation: null,
      losses: [],
      trainRows: train,
      validationRows: new Int32Array(0),
    },
    scored,
    rivalScores: [],
    ablation: null,
    testKind: id === 'E3' ? 'realistic' : regime,
  }
  const data = Float32Array.from(rows.flat())
  const names = Array.from({ length: columns }, (_, c) => `f${c}`)
  return {
    classes: CLASSES,
    labelSet: 'labels-1',
    dataset: {
      matrix: { rows: labels.length, columns, data, names },
      labels,
      events: Float64Array.from(labels.keys()),
    },
    encoder: {},
    features: [],
    protocols: [protocol],
    losses: falling(regime),
    engine: 'tfjs-cpu',
    models: [{ regime, name: 'gate', weights: { w: { shape: [2], data: Float32Array.of(1, 2) } }, meta: {} }],
  }
}
