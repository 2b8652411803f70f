/**
 * What a training leaves behind, before it is evaluated and stored.
 *
 * One data set, one split and one feature matrix serve every protocol; regimes and protocols are lists of row
 * indexes into that data set. So no test row of any protocol is a training row of any other.
 */
import type { LossPoint } from '../../preload/contract/jobs.ts'
import type { FeatureNote, ProtocolId } from '../../preload/contract/experiment.ts'
import type { StoredModel } from '../case/results/runs.ts'
import type { Ablation, AblationScores } from './ablation.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { FeatureMatrix } from '../features/matrix.ts'
import type { RivalModel, RivalScores } from './rivals/rival.ts'
import type { Network, SystemScores } from './systems/system.ts'

/** The events an experiment works on: labeled benign (0) or with a kept class (1..K-1). */
export interface Dataset {
  /** Index 0 is benign. */
  classes: string[]
  /** Class index per row. */
  labels: Uint8Array
  /** Global event id per row, ascending. */
  events: Float64Array
  /** Time per row, microseconds UTC; NaN where an event has none (labels from a column only). */
  times: Float64Array
  /** Side per row, where whole captures, hosts or users are held out (sides.ts). */
  sides?: Uint8Array
}

/** Three disjoint lists of row indexes into the data set, each ascending. */
export interface Parts {
  train: Int32Array
  validation: Int32Array
  test: Int32Array
}

export type RegimeName = 'imbalanced' | 'balanced'
export type TestKind = 'imbalanced' | 'balanced' | 'realistic'

/** What every test row was given by the system; class 0 is benign. */
export interface ScoredRows extends SystemScores {
  truth: Uint8Array
  /** Global event ids. */
  events: Float64Array
}

/** A system trained under one regime. */
export interface TrainedRegime {
  regime: RegimeName
  networks: Network[]
  /** Per epoch; `network` is a class name (its expert), `gate`, or what the system calls its part. */
  losses: LossPoint[]
  /** What stands beside it; none in runs from before there were any. */
  rivals: RivalModel[]
  /** The same system without identifiers, where they are among the features. */
  ablation: Ablation | null
  /** Row indexes into the data set. */
  trainRows: Int32Array
  validationRows: Int32Array
}

/** One protocol: a trained regime, the rows it was tested on, and the scores they got. */
export interface ProtocolRows {
  id: ProtocolId
  /** Row indexes into the data set; `train` and `validation` are those of `trained`. */
  train: Int32Array
  validation: Int32Array
  test: Int32Array
  trained: TrainedRegime
  /** In the order of `test`. */
  scored: ScoredRows
  /** Of the same rows. */
  rivalScores: RivalScores[]
  ablation: AblationScores | null
  testKind: TestKind
}

export interface ExperimentResult {
  /** Index 0 is benign. */
  classes: string[]
  labelSet: string
  dataset: { matrix: FeatureMatrix; labels: Uint8Array; events: Float64Array }
  /** Plain JSON: re-usable on other events by `encode`. */
  encoder: unknown
  features: FeatureNote[]
  protocols: ProtocolRows[]
  /** Every loss of every regime, in the order of training. */
  losses: LossPoint[]
  /** Name of the engine that trained and scored; of both, where one took over from the other. */
  engine: string
  /** What went wrong with an engine and was made good; null when nothing did. */
  engineTrouble?: string | null
  models: StoredModel[]
}

export interface TrainProgress {
  step: string
  /** 0 to 1 over the whole experiment. */
  fraction: number
  counts?: Record<string, number>
  /** Points that are new since the last report. */
  losses?: LossPoint[]
}

export interface TrainContext {
  progress(report: TrainProgress): void
  signal: AbortSignal
  /** Keeps states on the way and goes on from those of an earlier try; without it, nothing is kept. */
  checkpoints?: Checkpoints
}
