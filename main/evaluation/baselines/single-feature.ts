/**
 * The best rule that looks at one feature only (Holte's 1R, 1993, for several classes).
 *
 * For each feature, training rows are counted by bin and class. Two rules are read off: each bin stands for its
 * most frequent class, or for its most over-represented one (count over the class's training count). The feature and rule
 * with the best macro F1 on training rows is applied to the test rows. Features are compared on an even sample
 * of SAMPLE training rows; the winner is counted again on all of them. Bins with fewer than MIN_BIN rows answer as
 * the whole training set does, so that the rule does not learn single rows by heart.
 */
import type { Baseline } from '../../../preload/contract/evaluation.ts'
import type { FeatureMatrix } from '../../features/matrix.ts'
import { contest } from '../contest.ts'
import { macroAverage, measure, rankAll } from '../metrics.ts'
import { binRows, listFeatures } from './feature-bins.ts'
import type { Feature } from './feature-bins.ts'

const SAMPLE = 20_000
const MIN_BIN = 5

export interface LabeledRows {
  matrix: FeatureMatrix
  labels: Uint8Array
  train: Int32Array
  test: Int32Array
}

type Reading = 'frequent' | 'over-represented'
interface Rule {
  feature: Feature
  reading: Reading
  /** Class per bin. */
  answers: Uint8Array
  /** Rows per bin and class. */
  counts: Float64Array
  macroF1: number
}

/** Fits on `train`, measures on `test`. null when the matrix has no column or training has no row. */
export function bestSingleFeature(data: LabeledRows, classes: string[]): Baseline | null {
  const sample = evenly(data.train, SAMPLE)
  let best: Rule | null = null
  for (const feature of listFeatures(data.matrix, sample)) {
    const rule = fit(data, feature, sample, classes.length)
    if (best === null || rule.macroF1 > best.macroF1) best = rule
  }
  if (best === null || data.train.length === 0) return null
  return apply(data, fit(data, best.feature, data.train, classes.length), classes)
}

function fit(data: LabeledRows, feature: Feature, rows: Int32Array, classes: number): Rule {
  const counts = new Float64Array(feature.bins * classes)
  const bins = binRows(data.matrix, feature, rows)
  for (let i = 0; i < rows.length; i++) {
    const cell = bins[i]! * classes + data.labels[rows[i]!]!
    counts[cell] = counts[cell]! + 1
  }
  const rules = (['frequent', 'over-represented'] as const).map((reading) => {
    const answers = answersOf(counts, feature.bins, classes, reading)
    return { feature, reading, answers, counts, macroF1: trainingF1(counts, answers, classes) }
  })
  const [frequent, lifted] = rules as [Rule, Rule]
  return lifted.macroF1 > frequent.macroF1 ? lifted : frequent
}

function answersOf(counts: Float64Array, bins: number, classes: number, reading: Reading): Uint8Array {
  const totals = new Float64Array(classes)
  counts.forEach((count, cell) => {
    totals[cell % classes] = totals[cell % classes]! + count
  })
  const weight = (c: number) => (reading === 'frequent' || totals[c] === 0 ? 1 : 1 / totals[c]!)
  const overall = argmax(classes, (c) => totals[c]!)
  return Uint8Array.from({ length: bins }, (_, bin) => {
    const line = counts.subarray(bin * classes, (bin + 1) * classes)
    const rows = line.reduce((sum, count) => sum + count, 0)
    return rows < MIN_BIN ? overall : argmax(classes, (c) => line[c]! * weight(c))
  })
}

function trainingF1(counts: Float64Array, answers: Uint8Array, classes: number): number {
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0))
  counts.forEach((count, cell) => {
    const line = confusion[cell % classes]!
    const answer = answers[Math.floor(cell / classes)]!
    line[answer] = line[answer]! + count
  })
  return macroAverage(confusion).f1
}

/** Scores are the class shares of the bin (one row added to each class), in the rule's own reading. */
function apply(data: LabeledRows, rule: Rule, classes: string[]): Baseline {
  const K = classes.length
  const rows = data.test.length
  const predicted = new Uint8Array(rows)
  const shares = new Float64Array(rows * K)
  const truth = Uint8Array.from(data.test, (row) => data.labels[row]!)
  binRows(data.matrix, rule.feature, data.test).forEach((bin, i) => {
    predicted[i] = rule.answers[bin]!
    for (let c = 0; c < K; c++) shares[i * K + c] = rule.counts[bin * K + c]! + 1
  })
  const rankings = rankAll(truth, contest(shares, rows, K), K)
  const metrics = measure(truth, predicted, rankings, classes)
  return { kind: 'best-single-feature', detail: describe(rule), metrics }
}

function describe({ feature, reading }: Rule): string {
  const bins = feature.cuts === null ? `${feature.bins} values` : `${feature.bins} ranges`
  return `${feature.name} alone: each of its ${bins} stands for its most ${reading} class in training`
}

/** At most `count` elements at even distances. */
function evenly(rows: Int32Array, count: number): Int32Array {
  if (rows.length <= count) return rows
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!)
}

/** The lowest index among the highest values. */
function argmax(length: number, value: (index: number) => number): number {
  let best = 0
  for (let i = 1; i < length; i++) if (value(i) > value(best)) best = i
  return best
}
