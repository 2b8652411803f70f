/** The expert for the unknown in a panel: it may turn benign into an alarm, and nothing else. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { classScores, decide } from '../../../main/evaluation/decide.ts'
import { evaluateScores } from '../../../main/evaluation/from-scores.ts'
import { hearings } from '../../../main/evaluation/hearings.ts'
import { toStored } from '../../../main/evaluation/hashes.ts'
import { confuse, macroAverage, measure, rankAll } from '../../../main/evaluation/metrics.ts'
import { atThreshold } from '../../../main/evaluation/stored.ts'
import { sweepThresholds } from '../../../main/evaluation/sweep.ts'
import { answersOf } from '../../../main/evaluation/unknown.ts'
import type { ScoredRows } from '../../../main/training/types.ts'
import { CLASSES, config, labelsOf, PUBLISHED, sound } from './synthetic.ts'

const K = 3
const NAMES = ['benign', 'a', 'b']
const share = fc.float({ min: 0, max: 1, noNaN: true })
const line = fc.record({
  truth: fc.nat(K - 1),
  gate: fc.array(share, { minLength: K, maxLength: K }),
  probability: fc.array(share, { minLength: K, maxLength: K }),
  unknown: share,
})
type Line = { truth: number; gate: number[]; probability: number[]; unknown: number }

/** The panel as it is, and with one more expert. */
function panels(lines: Line[]): [ScoredRows, ScoredRows] {
  const shared = {
    rows: lines.length,
    classes: K,
    form: 'panel' as const,
    truth: Uint8Array.from(lines, ({ truth }) => truth),
    events: Float64Array.from(lines.keys()),
  }
  const plain: ScoredRows = {
    ...shared,
    experts: NAMES,
    gate: Float32Array.from(lines.flatMap(({ gate }) => gate)),
    probability: Float32Array.from(lines.flatMap(({ probability }) => probability)),
  }
  const wide: ScoredRows = {
    ...shared,
    experts: [...NAMES, 'unknown'],
    gate: Float32Array.from(lines.flatMap(({ gate }) => [...gate, gate[0]!])),
    probability: Float32Array.from(lines.flatMap(({ probability, unknown }) => [...probability, unknown])),
  }
  return [plain, wide]
}
const lines = fc.array(line, { minLength: 1, maxLength: 20 })
const ways = [
  ['top-1', 1],
  ['top-k', 2],
  ['threshold', 0.5],
] as const

test('it objects to benign only, and every other answer stays', () => {
  fc.assert(
    fc.property(lines, (drawn) => {
      const [plain, wide] = panels(drawn)
      for (const [strategy, parameter] of ways) {
        const [before, after] = [decide(plain, strategy, parameter), decide(wide, strategy, parameter)]
        drawn.forEach(({ unknown }, row) => {
          const was = before.predicted[row]!
          expect(after.predicted[row]).toBe(was === 0 && Math.fround(unknown) > 0.5 ? K : was)
          expect(after.active[row * (K + 1) + K]).toBe(was === 0 ? 1 : 0)
          for (let e = 0; e < K; e++) expect(after.active[row * (K + 1) + e]).toBe(before.active[row * K + e])
        })
        expect(after.silent).toBe(before.silent)
      }
    }),
  )
})

test('attack recall can only rise, recall of a class never does, and macro F1 counts classes only', () => {
  fc.assert(
    fc.property(lines, (drawn) => {
      const [plain, wide] = panels(drawn)
      const of = (scored: ScoredRows) => {
        const answers = answersOf(scored, NAMES)
        const rankings = rankAll(scored.truth, classScores(scored), answers.length)
        return measure(scored.truth, decide(scored, 'threshold', 0.5).predicted, rankings, answers, K)
      }
      const [before, after] = [of(plain), of(wide)]
      expect(after.binary.recall ?? 0).toBeGreaterThanOrEqual(before.binary.recall ?? 0)
      expect(after.binary.falsePositiveRate ?? 0).toBeGreaterThanOrEqual(before.binary.falsePositiveRate ?? 0)
      NAMES.forEach((_, c) =>
        expect(after.perClass[c]!.recall ?? 0).toBeLessThanOrEqual(before.perClass[c]!.recall ?? 0),
      )
      const own = after.confusion.slice(0, K)
      const f1 = NAMES.flatMap((_, c) => {
        const support = own[c]!.reduce((sum, count) => sum + count, 0)
        const said = own.reduce((sum, counts) => sum + counts[c]!, 0)
        return support + said === 0 ? [] : [(2 * own[c]![c]!) / (support + said)]
      })
      expect(after.macro.f1).toBeCloseTo(f1.reduce((sum, value) => sum + value, 0) / f1.length, 12)
      expect(after.perClass[K]).toMatchObject({ class: 'unknown', support: 0, recall: null, f1: null })
    }),
  )
})

test('the attack score is above even exactly where all experts together raise an alarm', () => {
  fc.assert(
    fc.property(lines, (drawn) => {
      const [, wide] = panels(drawn)
      const scores = classScores(wide)
      const { predicted } = decide(wide, 'top-k', K)
      drawn.forEach((_, row) => {
        const benign = scores[row * (K + 1)]!
        expect(Number.isNaN(benign)).toBe(false)
        if (benign < 0) expect(predicted[row]).not.toBe(0)
        if (benign > 0) expect(predicted[row]).toBe(0)
      })
    }),
  )
})

test('the slider equals the decision at every threshold', () => {
  fc.assert(
    fc.property(lines, (drawn) => {
      const [, wide] = panels(drawn)
      const stored = toStored('E1', wide)
      for (const point of sweepThresholds(wide, K)) {
        const decision = decide(wide, 'threshold', point.threshold)
        expect(point.meanActive).toBeCloseTo(decision.meanActive, 12)
        expect(point.macroF1).toBe(macroAverage(confuse(wide.truth, decision.predicted, K + 1), K).f1)
        const { binary } = atThreshold(stored, NAMES, point.threshold).metrics
        expect([point.attackRecall, point.falsePositiveRate]).toEqual([
          binary.recall,
          binary.falsePositiveRate,
        ])
      }
    }),
    { numRuns: 30 },
  )
})

test('facts, baselines and hearings know the extra expert', () => {
  const truth = labelsOf(PUBLISHED)
  const plain = sound(truth)
  const stride = CLASSES.length
  const widen = (values: Float32Array, last: (row: number) => number) =>
    Float32Array.from({ length: truth.length * (stride + 1) }, (_, i) => {
      const [row, e] = [Math.floor(i / (stride + 1)), i % (stride + 1)]
      return e < stride ? values[row * stride + e]! : last(row)
    })
  const scored: ScoredRows = {
    ...plain,
    experts: [...CLASSES, 'unknown'],
    gate: widen(plain.gate, (row) => plain.gate[row * stride]!),
    probability: widen(plain.probability, (row) => (truth[row] === 0 ? 0.1 : 0.9)),
  }
  const { part, facts, load } = evaluateScores(scored, CLASSES, config().model, PUBLISHED)
  expect(facts.map(({ expert }) => expert)).toEqual(CLASSES)
  expect(part.experts.at(-1)).toMatchObject({ expert: 'unknown', load: 0, rocAuc: 1, health: 'sound' })
  expect(load.at(-1)).toBe(0)
  const alone = part.baselines.find(({ kind }) => kind === 'gate-alone')!
  expect(alone.metrics.perClass.at(-1)).toMatchObject({ class: 'unknown', predicted: 0 })
  const query = { truth: null, predicted: 'unknown', only: 'every' as const, offset: 0, limit: 5 }
  const heard = hearings(toStored('E1', scored), CLASSES, { strategy: 'threshold', parameter: 0.5 }, query)
  expect(heard.total).toBeGreaterThan(0)
  expect(heard.rows[0]).toMatchObject({ predicted: 'unknown' })
  expect(heard.rows[0]!.voices.at(-1)).toMatchObject({ expert: 'unknown', active: true })
})
