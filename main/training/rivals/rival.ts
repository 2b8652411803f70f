/**
 * Rivals: models that learn from the rows that a regime's system learned from, to stand beside its result. They are stored with the
 * run like its networks, and scored again by `verify`; scoring needs no engine, so it comes to the same everywhere.
 */
import type { RivalKind } from '../../../preload/contract/baselines.ts'
import { mixSeed } from '../../engine/random.ts'
import type { Engine, Rows, Weights } from '../../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../../features/matrix.ts'
import { apportion, drawPerClass, rowsByClass } from '../sampling.ts'
import { leastPerClass } from '../split.ts'
import type { Dataset, RegimeName } from '../types.ts'

export interface RivalJob {
  engine: Engine
  regime: RegimeName
  matrix: FeatureMatrix
  dataset: Pick<Dataset, 'classes' | 'labels'>
  rows: { train: Int32Array; validation: Int32Array }
  seed: number
  /** Share of the work done, 0 to 1. */
  report(fraction: number): void
  signal: AbortSignal
}

/** A trained rival of one regime, as the case keeps it under its kind. */
export interface RivalModel<Meta = unknown> {
  kind: RivalKind
  weights: Weights
  /** Plain JSON. */
  meta: Meta
}

/** What a rival says about test rows: probabilities, rows x classes, row-major; and what it is, in words. */
export interface RivalScores {
  kind: RivalKind
  probability: Float32Array
  detail: string
}

export interface Rival<Meta> {
  /** For the progress line. */
  step: string
  train(job: RivalJob): Promise<Omit<RivalModel<Meta>, 'kind'>>
  score(model: RivalModel<Meta>, x: Rows, classes: number, signal: AbortSignal): Promise<Float32Array>
  /** One line on what was trained, on how many rows. */
  describe(model: RivalModel<Meta>): string
}

/** Rows that a rival saw, of how many. */
export interface Seen {
  rows: number
  ofRows: number
}

/** The training rows of a regime as a table, at most so many rows and cells, drawn by seed in proportion to the classes. */
export function tableAtMost(
  job: RivalJob,
  part: 'train' | 'validation',
  kind: RivalKind,
  most: { rows: number; cells: number },
): { x: Rows; labels: Uint8Array } {
  const { dataset, matrix, rows, regime, seed } = job
  const limit = Math.min(most.rows, Math.floor(most.cells / Math.max(1, matrix.columns)))
  const kept = atMost(rows[part], dataset, limit, mixSeed(seed, regime, nameInSeed(kind), part))
  return { x: pickRows(matrix, kept), labels: Uint8Array.from(kept, (row) => dataset.labels[row] ?? 0) }
}

/** Trees were there first, under this name. */
function nameInSeed(kind: RivalKind): string {
  return kind === 'boosted-trees' ? 'trees' : kind
}

function atMost(rows: Int32Array, dataset: RivalJob['dataset'], most: number, seed: number): Int32Array {
  if (rows.length <= most) return rows
  const lists = rowsByClass(rows, dataset.labels, dataset.classes.length)
  const counts = lists.map((list) => list.length)
  return drawPerClass(lists, apportion(counts, most, leastPerClass), seed)
}

/** `the same events`, or how many of them. */
export function seenInWords({ rows, ofRows }: Seen): string {
  return rows < ofRows ? `${rows} of the ${ofRows} training events` : 'the same events'
}
