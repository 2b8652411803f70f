/** The three gating strategies against a row-by-row reference, and the class scores they share. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { contest } from '../../../main/evaluation/contest.ts'
import { classScores, decide, firstRanked } from '../../../main/evaluation/decide.ts'
import { decideRow } from './reference.ts'

/** Coarse values, exact in float32, so that ties and zeros are common. */
const weight = fc.integer({ min: 0, max: 8 }).map((n) => n / 8)
const table = fc.integer({ min: 2, max: 5 }).chain((experts) =>
  fc.record({
    experts: fc.constant(experts),
    rows: fc.array(
      fc.record({
        gate: fc.array(weight, { minLength: experts, maxLength: experts }),
        probability: fc.array(weight, { minLength: experts, maxLength: experts }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
  }),
)
const strategy = fc.oneof(
  fc.constant({ strategy: 'top-1' as const, parameter: 1 }),
  fc.integer({ min: 1, max: 6 }).map((k) => ({ strategy: 'top-k' as const, parameter: k })),
  weight.map((t) => ({ strategy: 'threshold' as const, parameter: t })),
)

function scoresOf(t: { experts: number; rows: { gate: number[]; probability: number[] }[] }) {
  return {
    rows: t.rows.length,
    classes: t.experts,
    form: 'panel' as const,
    experts: Array.from({ length: t.experts }, (_, e) => `e${e}`),
    gate: Float32Array.from(t.rows.flatMap((r) => r.gate)),
    probability: Float32Array.from(t.rows.flatMap((r) => r.probability)),
  }
}

test('decisions equal those of the row-by-row reference', () => {
  fc.assert(
    fc.property(table, strategy, (t, s) => {
      const decision = decide(scoresOf(t), s.strategy, s.parameter)
      let silent = 0
      t.rows.forEach((row, i) => {
        const expected = decideRow(row.gate, row.probability, s.strategy, s.parameter)
        expect(decision.predicted[i]).toBe(expected.predicted)
        const active = [...decision.active.subarray(i * t.experts, (i + 1) * t.experts)]
        expect(active.flatMap((a, e) => (a === 1 ? [e] : []))).toEqual(expected.active)
        if (expected.silent) silent++
      })
      expect(decision.silent).toBe(silent)
    }),
    { numRuns: 300 },
  )
})

test('where nobody passes the threshold the gate’s first speaks alone, and the row counts as silent', () => {
  const scores = {
    rows: 2,
    classes: 3,
    form: 'panel' as const,
    experts: ['a', 'b', 'c'],
    gate: Float32Array.of(0.25, 0.5, 0.125, 0.25, 0.75, 0.625),
    probability: Float32Array.of(1, 0.25, 1, 1, 0.5, 1),
  }
  const decision = decide(scores, 'threshold', 0.5)
  expect([...decision.predicted]).toEqual([1, 2])
  expect([...decision.active]).toEqual([0, 1, 0, 0, 1, 1])
  expect(decision.silent).toBe(1)
  expect(decision.meanActive).toBe(1.5)
})

test('top-1 follows the gate whatever the experts say', () => {
  fc.assert(
    fc.property(table, (t) => {
      const scores = scoresOf(t)
      const certain = { ...scores, probability: scores.probability.map(() => 1) }
      const { predicted } = decide(certain, 'top-1', 1)
      const first = firstRanked(scores)
      t.rows.forEach((row, i) => {
        if (Math.max(...row.gate) > 0) expect(predicted[i]).toBe(first[i])
      })
    }),
  )
})

test('class scores are above 0 exactly for the class that wins among all experts', () => {
  fc.assert(
    fc.property(table, (t) => {
      const scores = scoresOf(t)
      const all = decide(scores, 'top-k', t.experts)
      const marks = classScores(scores)
      t.rows.forEach((row, i) => {
        const line = [...marks.subarray(i * t.experts, (i + 1) * t.experts)]
        const positive = line.flatMap((score, c) => (score > 0 ? [c] : []))
        expect(positive.length).toBeLessThanOrEqual(1)
        if (positive.length === 1) expect(all.predicted[i]).toBe(positive[0])
        expect(line.some(Number.isNaN)).toBe(false)
        expect(row.gate).toHaveLength(t.experts)
      })
    }),
  )
})

test('a row without any score speaks for benign', () => {
  expect([...contest(Float64Array.of(0, 0, 0), 1, 3)]).toEqual([Infinity, -Infinity, -Infinity])
  expect([...contest(Float64Array.of(Number.NaN, Number.NaN), 1, 2)]).toEqual([Infinity, -Infinity])
})
