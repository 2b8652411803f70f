/** Curves: few points, the right ends, and an area that thinning hardly changes. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_POINTS, prCurve, rocCurve } from '../../../main/evaluation/curves.ts'
import { rankScores, rocAuc } from '../../../main/evaluation/ranking.ts'

function ranked(scores: number[], positive: boolean[]) {
  return rankScores(
    scores.length,
    (i) => scores[i]!,
    (i) => positive[i]!,
  )
}

function area(curve: { x: number[]; y: number[] }): number {
  let sum = 0
  for (let i = 1; i < curve.x.length; i++) {
    sum += (curve.x[i]! - curve.x[i - 1]!) * ((curve.y[i]! + curve.y[i - 1]!) / 2)
  }
  return sum
}

test('a ROC curve runs from (0,0) to (1,1), never falls, and its area is the AUC', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), {
    minLength: 2,
    maxLength: 80,
  })
  fc.assert(
    fc.property(rows, (list) => {
      const r = ranked(
        list.map((x) => x[0]),
        list.map((x) => x[1]),
      )
      const curve = rocCurve(r)
      const auc = rocAuc(r)
      if (auc === null) {
        expect(curve.x).toHaveLength(0)
        return
      }
      expect([curve.x[0], curve.y[0], curve.x.at(-1), curve.y.at(-1)]).toEqual([0, 0, 1, 1])
      for (let i = 1; i < curve.x.length; i++) {
        expect(curve.x[i]! >= curve.x[i - 1]! && curve.y[i]! >= curve.y[i - 1]!).toBe(true)
      }
      expect(area(curve)).toBeCloseTo(auc, 10)
    }),
  )
})

test('long curves hold at most 1,000 points and keep their area to a thousandth', () => {
  let state = 7
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const positive = Array.from({ length: 40_000 }, () => next() < 0.3)
  const scores = positive.map((p) => next() + (p ? 0.3 : 0))
  const r = ranked(scores, positive)
  const roc = rocCurve(r)
  const pr = prCurve(r)
  expect(roc.x.length).toBeLessThanOrEqual(MAX_POINTS)
  expect(pr.x.length).toBeLessThanOrEqual(MAX_POINTS)
  expect(roc.x.length).toBeGreaterThan(500)
  expect(Math.abs(area(roc) - rocAuc(r)!)).toBeLessThan(1e-3)
  expect(pr.x.at(-1)).toBe(1)
  expect(pr.y.at(-1)).toBeCloseTo(positive.filter(Boolean).length / 40_000, 12)
})

test('a curve without positives or negatives is empty', () => {
  expect(rocCurve(ranked([1, 2], [false, false]))).toEqual({ x: [], y: [] })
  expect(prCurve(ranked([1, 2], [false, false]))).toEqual({ x: [], y: [] })
})
