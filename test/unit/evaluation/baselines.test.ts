/** Baselines that never learned much, and the search for twins. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alwaysAlert, alwaysBenign } from '../../../main/evaluation/baselines/constant.ts'
import { listFeatures, MAX_BINS } from '../../../main/evaluation/baselines/feature-bins.ts'
import { learned } from '../../../main/evaluation/baselines/learned.ts'
import { gateAlone } from '../../../main/evaluation/baselines/gate-alone.ts'
import { bestSingleFeature } from '../../../main/evaluation/baselines/single-feature.ts'
import { withoutIdentifiers } from '../../../main/evaluation/baselines/without-identifiers.ts'
import { decide } from '../../../main/evaluation/decide.ts'
import { entropy, evenness, totalVariation } from '../../../main/evaluation/entropy.ts'
import { evaluateScores } from '../../../main/evaluation/from-scores.ts'
import { findTwins } from '../../../main/evaluation/twins.ts'
import { CLASSES, collapsed, config, labelsOf, PUBLISHED, sound } from './synthetic.ts'

test('always benign scores its share and no more', () => {
  const { metrics } = alwaysBenign(labelsOf(PUBLISHED), CLASSES)
  expect(metrics.accuracy).toBeCloseTo(0.722, 10)
  expect(metrics.binary).toMatchObject({ recall: 0, precision: null, rocAuc: 0.5 })
  expect(metrics.binary.prAuc).toBeCloseTo(0.278, 10)
})

test('always alert names the most frequent attack of the training', () => {
  const { metrics, detail } = alwaysAlert(labelsOf(PUBLISHED), CLASSES, [9999, 1, 2, 7, 3])
  expect(detail).toMatch(/T1059/)
  expect(metrics.binary).toMatchObject({ recall: 1, falsePositiveRate: 1 })
  expect(metrics.perClass[3]!.recall).toBe(1)
})

test('the gate alone decides as the mixture does when experts always say yes', () => {
  const truth = labelsOf(PUBLISHED)
  const scored = sound(truth)
  const yes = { ...scored, probability: new Float32Array(scored.probability.length).fill(1) }
  const { predicted } = decide(yes, 'threshold', 0.5)
  const alone = gateAlone(scored, truth, CLASSES, 'threshold', 0.5)
  expect(alone.metrics.accuracy).toBeCloseTo(
    predicted.filter((p, i) => p === truth[i]).length / truth.length,
    12,
  )
})

/** Half training, half test; the informative feature sits in the given place. */
function table(columns: string[], value: (label: number, row: number) => number[]) {
  const labels = Uint8Array.from({ length: 2000 }, (_, i) => i % CLASSES.length)
  const data = Float32Array.from([...labels].flatMap((label, row) => value(label, row)))
  const matrix = { rows: labels.length, columns: columns.length, data, names: columns }
  const index = (from: number) => Int32Array.from({ length: 1000 }, (_, i) => from + i)
  return { matrix, labels, train: index(0), test: index(1000) }
}
const noise = (row: number) => ((row * 7919) % 997) / 997

test('a numeric feature that holds the label is found and read by ranges', () => {
  const data = table(['noise', 'size'], (label, row) => [noise(row), label * 10 + noise(row)])
  const baseline = bestSingleFeature(data, CLASSES)!
  expect(baseline.detail).toMatch(/^size alone/)
  expect(baseline.metrics.macro.f1).toBeGreaterThan(0.9)
})

test('one-hot columns of one field are one feature', () => {
  const names = ['noise', ...CLASSES.map((_, i) => `EventID=${4600 + i}`)]
  const data = table(names, (label, row) => [noise(row), ...CLASSES.map((_, i) => Number(i === label))])
  expect(listFeatures(data.matrix, data.train).map((f) => [f.name, f.columns.length])).toEqual([
    ['noise', 1],
    ['EventID', 5],
  ])
  const baseline = bestSingleFeature(data, CLASSES)!
  expect(baseline.detail).toMatch(/^EventID alone: each of its 6 values/)
  expect(baseline.metrics.macro.f1).toBe(1)
})

test('noise learns nothing, and no feature gives no baseline', () => {
  const data = table(['noise'], (_, row) => [noise(row)])
  expect(bestSingleFeature(data, CLASSES)!.metrics.macro.f1).toBeLessThan(0.35)
  expect(
    bestSingleFeature(
      table([], () => []),
      CLASSES,
    ),
  ).toBeNull()
})

test('a numeric feature has at most 32 ranges, and a constant one has one', () => {
  const data = table(['noise', 'same'], (_, row) => [noise(row), 3])
  expect(listFeatures(data.matrix, data.train).map((f) => f.bins)).toEqual([MAX_BINS, 1])
})

test('twins are exactly the test rows whose text occurs in training', () => {
  const cell = fc.constantFrom(0, -0, 1, 0.5, 1e-7, -3)
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(rows, fc.nat(59), (list, cut) => {
      const train = Int32Array.from(list.keys()).filter((i) => i < cut)
      const test = Int32Array.from(list.keys()).filter((i) => i >= cut)
      const matrix = {
        rows: list.length,
        columns: 3,
        data: Float32Array.from(list.flat()),
        names: ['a', 'b', 'c'],
      }
      const text = (i: number) => list[i]!.map((x) => x + 0).join()
      const seen = new Set([...train].map(text))
      expect([...findTwins(matrix, train, test)]).toEqual([...test].map((i) => Number(seen.has(text(i)))))
    }),
  )
})

test('entropy and distance of known spreads', () => {
  expect(entropy([1, 1])).toBeCloseTo(Math.LN2, 12)
  expect(entropy([5, 0, 0])).toBe(0)
  expect(evenness([2, 2, 2])).toBeCloseTo(1, 12)
  expect(totalVariation([1, 1], [3, 1])).toBeCloseTo(0.25, 12)
  expect(totalVariation([1, 0], [0, 1])).toBe(1)
})

test('rivals call a row what they think likeliest; without rivals there is no such baseline', () => {
  const truth = Uint8Array.of(0, 1, 2)
  const probability = Float32Array.of(0.5, 0.5, 0, 0, 0, 0.1, 0.6, 0.1, 0.1, 0.1, 0.1, 0.2, 0.1, 0.3, 0.3)
  const scores = { kind: 'boosted-trees' as const, probability, detail: '12 trees' }
  const [baseline] = learned([scores], truth, CLASSES)
  const { metrics, detail, kind } = baseline!
  expect([kind, detail]).toEqual(['boosted-trees', '12 trees'])
  expect(metrics.confusion.map((line) => line.indexOf(1))).toEqual([0, 1, 3, -1, -1])
  expect(metrics.binary).toMatchObject({ recall: 1, precision: 1, rocAuc: 1 })
  expect(learned([], truth, CLASSES)).toEqual([])
})

test('without identifiers: the same gating decides over the other scores', () => {
  const truth = labelsOf(PUBLISHED)
  const [scored, other] = [sound(truth), collapsed(truth)]
  const { experts, form, gate, probability } = other
  const ablation = { columns: ['ProcessID', 'ThreadID'], scores: { experts, form, gate, probability } }
  const { model } = config()
  const { kind, detail, metrics } = withoutIdentifiers(ablation, scored, CLASSES, model)!
  expect(kind).toBe('without-identifiers')
  expect(detail).toBe('the same system, trained without ProcessID and ThreadID')
  expect(metrics).toEqual(evaluateScores(other, CLASSES, model, PUBLISHED).part.strategies[2]!.metrics)
  expect(withoutIdentifiers(null, scored, CLASSES, model)).toBeNull()
})
