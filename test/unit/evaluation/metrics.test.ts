/** Metrics against brute-force definitions, and against numbers worked by hand or printed in textbooks and manuals. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { contest } from '../../../main/evaluation/contest.ts'
import { measure, rankAll } from '../../../main/evaluation/metrics.ts'
import { averagePrecision, rankScores, recallAtFpr, rocAuc } from '../../../main/evaluation/ranking.ts'
import {
  aucByPairs,
  averagePrecisionByThresholds,
  mccByCovariance,
  rates,
  recallAtByThresholds,
} from './reference.ts'

const names = (n: number) => Array.from({ length: n }, (_, i) => (i === 0 ? 'benign' : `T${i}`))
const split = (scores: number[], truth: boolean[]) =>
  rankScores(
    scores.length,
    (i) => scores[i]!,
    (i) => truth[i]!,
  )
/** Few distinct scores, so that ties are common. */
const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { maxLength: 60 })
const close = (a: number | null, b: number | null) =>
  a === null || b === null ? expect(a).toBe(b) : expect(a).toBeCloseTo(b, 12)

test('ROC-AUC and average precision equal their definitions, ties included', () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const ranked = split(
        rows.map((r) => r[0]),
        rows.map((r) => r[1]),
      )
      const p = rows.filter((r) => r[1]).map((r) => r[0])
      const n = rows.filter((r) => !r[1]).map((r) => r[0])
      close(rocAuc(ranked), aucByPairs(p, n))
      close(averagePrecision(ranked), averagePrecisionByThresholds(p, n))
      if (p.length > 0 && n.length >= 4) {
        close(recallAtFpr(ranked, 0.25), recallAtByThresholds(p, n, 0.25))
      }
    }),
    { numRuns: 300 },
  )
})

test('ranking numbers of the usual four-row example', () => {
  const ranked = split([0.1, 0.4, 0.35, 0.8], [false, false, true, true])
  expect(rocAuc(ranked)).toBe(0.75)
  expect(averagePrecision(ranked)).toBeCloseTo(0.8333333333, 9)
})

test('a constant score is a coin: ROC-AUC one half, average precision the prevalence', () => {
  const ranked = split([1, 1, 1, 1, 1], [true, false, false, false, false])
  expect(rocAuc(ranked)).toBe(0.5)
  expect(averagePrecision(ranked)).toBeCloseTo(0.2, 12)
})

test('recall at a false-positive rate is undefined where there are too few negatives to see such a rate', () => {
  const scores = Array.from({ length: 1000 }, (_, i) => i)
  const enough = split([...scores, 998.5], [...scores.map(() => false), true])
  expect(recallAtFpr(enough, 1e-3)).toBe(1)
  expect(recallAtFpr(enough, 1e-4)).toBeNull()
  const short = split([1, 2, 3], [false, false, true])
  expect(recallAtFpr(short, 1e-3)).toBeNull()
})

test('NaN scores rank last instead of spoiling the order', () => {
  expect(rocAuc(split([Number.NaN, 1, 2], [true, false, false]))).toBe(0)
})

const labeled = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    rows: fc.array(fc.tuple(fc.nat(classes - 1), fc.nat(classes - 1)), { minLength: 1, maxLength: 50 }),
  }),
)

function measured(truth: number[], predicted: number[], classes: number) {
  const t = Uint8Array.from(truth)
  const values = Float64Array.from(predicted.flatMap((p) => names(classes).map((_, c) => (c === p ? 2 : 1))))
  const rankings = rankAll(t, contest(values, truth.length, classes), classes)
  return measure(t, Uint8Array.from(predicted), rankings, names(classes))
}

test('per-class rates, averages, MCC and confusion equal their definitions', () => {
  fc.assert(
    fc.property(labeled, ({ classes, rows }) => {
      const truth = rows.map((r) => r[0])
      const predicted = rows.map((r) => r[1])
      const m = measured(truth, predicted, classes)
      const reference = names(classes).map((_, c) => rates(truth, predicted, c))
      reference.forEach((r, c) => {
        close(m.perClass[c]!.precision, r.precision)
        close(m.perClass[c]!.recall, r.recall)
        close(m.perClass[c]!.f1, r.f1)
        expect(m.perClass[c]!.support).toBe(r.there)
        expect(m.perClass[c]!.predicted).toBe(r.said)
      })
      const seen = reference.filter((r) => r.there + r.said > 0)
      close(m.macro.f1, seen.reduce((s, r) => s + (r.f1 ?? 0), 0) / seen.length)
      close(
        m.weighted.recall,
        reference.reduce((s, r) => s + ((r.recall ?? 0) * r.there) / truth.length, 0),
      )
      const there = reference.filter((r) => r.there > 0)
      close(m.balancedAccuracy, there.reduce((s, r) => s + r.recall!, 0) / there.length)
      close(m.accuracy, truth.filter((t, i) => t === predicted[i]).length / truth.length)
      close(m.mcc, mccByCovariance(truth, predicted, classes))
      expect(m.confusion.flat().reduce((a, b) => a + b, 0)).toBe(rows.length)
    }),
    { numRuns: 300 },
  )
})

test('weighted recall is accuracy, whatever the rows', () => {
  fc.assert(
    fc.property(labeled, ({ classes, rows }) => {
      const m = measured(
        rows.map((r) => r[0]),
        rows.map((r) => r[1]),
        classes,
      )
      close(m.weighted.recall, m.accuracy)
    }),
  )
})

test('numbers worked by hand', () => {
  const m = measured([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], 3)
  expect(m.macro.f1).toBeCloseTo(0.8 / 3, 12)
  expect(m.macro.precision).toBeCloseTo(2 / 9, 12)
  expect(m.confusion).toEqual([
    [2, 0, 0],
    [1, 0, 1],
    [0, 2, 0],
  ])
  expect(m.binary.recall).toBe(0.75)
  expect(m.binary.falsePositiveRate).toBe(0)
  expect(measured([1, 1, 1, 0], [1, 0, 1, 1], 2).mcc).toBeCloseTo(-1 / 3, 12)
  expect(measured([0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1], 2).balancedAccuracy).toBe(0.625)
})

test('what is undefined is null, and counts as 0 in averages', () => {
  const m = measured([0, 0, 1], [0, 0, 0], 3)
  expect(m.perClass[1]).toMatchObject({ precision: null, recall: 0, f1: 0, support: 1, predicted: 0 })
  expect(m.perClass[2]).toMatchObject({ precision: null, recall: null, f1: null, rocAuc: null })
  expect(m.macro.f1).toBeCloseTo((0.8 + 0) / 2, 12)
  expect(m.mcc).toBeNull()
  expect(measured([0, 0], [0, 0], 2).binary).toMatchObject({ precision: null, recall: null, f1: null })
})
