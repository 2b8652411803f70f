/**
 * The numbers of one decision over one set of rows.
 *
 * Conventions: a rate whose denominator is 0 is null (undefined), and counts as 0 in averages. Macro averages
 * run over the classes that occur in the truth or in the predictions (as scikit-learn does); weighted
 * ones weigh by support. F1 is 2TP / (2TP + FP + FN), so it is 0, not undefined, for a class that is there but never
 * predicted. MCC is Gorodkin's multiclass R_K. Balanced accuracy is the mean recall over classes that are there.
 */
import type { Average, BinaryMetrics, ClassMetrics, Metrics } from '../../preload/contract/evaluation.ts'
import { averagePrecision, rankScores, recallAtFpr, rocAuc } from './ranking.ts'
import type { Ranked } from './ranking.ts'

export type AverageMetrics = ReturnType<typeof Average.parse>
export type BinaryRates = ReturnType<typeof BinaryMetrics.parse>

/** What depends on scores only; the same for every gating strategy. */
export interface Rankings {
  perClass: { rocAuc: number | null; prAuc: number | null }[]
  binary: Pick<BinaryRates, 'rocAuc' | 'prAuc' | 'recallAtFpr1e3' | 'recallAtFpr1e4'>
  /** Attack against benign, for curves. */
  attack: Ranked
}

/** @param scores rows x classes as `contest` makes them */
export function rankAll(truth: Uint8Array, scores: Float64Array, classes: number): Rankings {
  const rows = truth.length
  const perClass = Array.from({ length: classes }, (_, c) => {
    const ranked = rankScores(
      rows,
      (row) => scores[row * classes + c]!,
      (row) => truth[row] === c,
    )
    return { rocAuc: rocAuc(ranked), prAuc: averagePrecision(ranked) }
  })
  const attack = rankScores(
    rows,
    (row) => -scores[row * classes]!,
    (row) => truth[row] !== 0,
  )
  return { perClass, binary: binaryRankings(attack), attack }
}

function binaryRankings(attack: Ranked): Rankings['binary'] {
  return {
    rocAuc: rocAuc(attack),
    prAuc: averagePrecision(attack),
    recallAtFpr1e3: recallAtFpr(attack, 1e-3),
    recallAtFpr1e4: recallAtFpr(attack, 1e-4),
  }
}

/** confusion[true][predicted], counts. */
export function confuse(truth: Uint8Array, predicted: Uint8Array, classes: number): number[][] {
  const flat = new Float64Array(classes * classes)
  for (let row = 0; row < truth.length; row++) {
    const cell = truth[row]! * classes + predicted[row]!
    flat[cell] = flat[cell]! + 1
  }
  return Array.from({ length: classes }, (_, t) => [...flat.subarray(t * classes, (t + 1) * classes)])
}

/**
 * All numbers of a decision.
 * @param answers names; index 0 is benign
 * @param classes how many of the answers are classes; those beyond have no rows of their own
 */
export function measure(
  truth: Uint8Array,
  predicted: Uint8Array,
  rankings: Rankings,
  answers: string[],
  classes: number = answers.length,
): Metrics {
  const confusion = confuse(truth, predicted, answers.length)
  const rows = truth.length
  const perClass = answers.map((name, c) =>
    c < classes ? classMetrics(confusion, c, name, rankings) : answerMetrics(confusion, c, name),
  )
  return {
    rows,
    accuracy: rows === 0 ? 0 : trace(confusion) / rows,
    balancedAccuracy: balancedAccuracy(confusion),
    mcc: matthews(confusion),
    macro: macroAverage(confusion, classes),
    weighted: average(perClass, (m) => (rows === 0 ? 0 : m.support / rows)),
    perClass,
    binary: binaryMetrics(confusion, rankings),
    confusion,
  }
}

/** Macro precision, recall and F1 over the classes in truth or prediction; answers that are no class are left out. */
export function macroAverage(confusion: number[][], classes: number = confusion.length): AverageMetrics {
  const rates = Array.from({ length: classes }, (_, c) => classRates(confusion, c))
  const seen = rates.filter((m) => m.support + m.predicted > 0)
  return average(seen, () => 1 / seen.length)
}

/** Mean recall over the classes that are there; null when there is no row. */
export function balancedAccuracy(confusion: number[][]): number | null {
  const recalls = confusion.map((_, c) => classRates(confusion, c).recall).filter((r) => r !== null)
  return recalls.length === 0 ? null : recalls.reduce((sum, r) => sum + r, 0) / recalls.length
}

/** Attack (any class) against benign, from the counts alone. */
export function attackRates(
  confusion: number[][],
): Pick<BinaryRates, 'precision' | 'recall' | 'f1' | 'prevalence' | 'falsePositiveRate'> {
  const rows = sum(confusion.map(sum))
  const benign = sum(confusion[0] ?? [])
  const tn = confusion[0]?.[0] ?? 0
  const fp = benign - tn
  const fn = sum(confusion.slice(1).map((line) => line[0] ?? 0))
  const tp = rows - benign - fn
  return {
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    prevalence: ratio(rows - benign, rows) ?? 0,
    falsePositiveRate: ratio(fp, benign),
  }
}

function classRates(confusion: number[][], c: number) {
  const tp = confusion[c]?.[c] ?? 0
  const support = sum(confusion[c] ?? [])
  const predicted = sum(confusion.map((line) => line[c] ?? 0))
  return {
    support,
    predicted,
    precision: ratio(tp, predicted),
    recall: ratio(tp, support),
    f1: ratio(2 * tp, support + predicted),
  }
}

function classMetrics(confusion: number[][], c: number, name: string, rankings: Rankings): ClassMetrics {
  const rates = classRates(confusion, c)
  const ranking = rankings.perClass[c] ?? { rocAuc: null, prAuc: null }
  return { class: name, ...rates, ...ranking, prevalence: ratio(rates.support, sum(confusion.map(sum))) ?? 0 }
}

/** An answer that is no class has rows that were given it, and no rate. */
function answerMetrics(confusion: number[][], c: number, name: string): ClassMetrics {
  const { predicted } = classRates(confusion, c)
  const none = { precision: null, recall: null, f1: null, rocAuc: null, prAuc: null }
  return { class: name, support: 0, predicted, ...none, prevalence: 0 }
}

function binaryMetrics(confusion: number[][], rankings: Rankings): BinaryRates {
  return { ...attackRates(confusion), ...rankings.binary }
}

/** R_K = (cs - p.t) / sqrt((s^2 - p.p)(s^2 - t.t)); null when all rows are one class, in truth or prediction. */
function matthews(confusion: number[][]): number | null {
  const t = confusion.map(sum)
  const p = confusion.map((_, c) => sum(confusion.map((line) => line[c] ?? 0)))
  const s = sum(t)
  const square = (v: number[]) => s * s - sum(v.map((x) => x * x))
  const scale = Math.sqrt(square(p) * square(t))
  return scale === 0 ? null : (trace(confusion) * s - sum(p.map((x, c) => x * (t[c] ?? 0)))) / scale
}

type Rates = { precision: number | null; recall: number | null; f1: number | null }

function average<T extends Rates>(rates: T[], weight: (m: T) => number): AverageMetrics {
  const total = { precision: 0, recall: 0, f1: 0 }
  for (const m of rates) {
    const w = weight(m)
    total.precision += w * (m.precision ?? 0)
    total.recall += w * (m.recall ?? 0)
    total.f1 += w * (m.f1 ?? 0)
  }
  return total
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const trace = (m: number[][]): number => sum(m.map((line, i) => line[i] ?? 0))
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
