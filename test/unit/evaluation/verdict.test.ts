/** When a result holds, and what its one sentence says. */
import { expect, test } from 'vitest'
import type { Ailment, Baseline, Metrics } from '../../../preload/contract/evaluation.ts'
import { alwaysBenign } from '../../../main/evaluation/baselines/constant.ts'
import { judge, MARGIN } from '../../../main/evaluation/verdict.ts'
import { CLASSES, labelsOf, PUBLISHED } from './synthetic.ts'

const base = alwaysBenign(labelsOf(PUBLISHED), CLASSES).metrics
const metrics = (f1: number, changes: Partial<Metrics> = {}): Metrics => ({
  ...base,
  perClass: base.perClass.map((m) => ({ ...m, f1 })),
  macro: { precision: f1, recall: f1, f1 },
  binary: { ...base.binary, recall: 0.8, precision: 0.5 },
  ...changes,
})
const baseline = (kind: Baseline['kind'], f1: number): Baseline => ({
  kind,
  detail: '',
  metrics: metrics(f1),
})
const ailment = (severity: Ailment['severity'], subject = ''): Ailment => ({
  kind: 'duplicate-leakage',
  severity,
  subject,
  finding: '',
  evidence: '',
  why: '',
  advice: '',
})
const say = (...input: Parameters<typeof judge>) => {
  const { holds, verdict } = judge(...input)
  return `${holds} ${verdict.replaceAll('\u00a0', ' ')}`
}

test('it holds with a lead over every baseline that never learned, and says what that is worth', () => {
  const baselines = [
    baseline('always-benign', 0.17),
    baseline('best-single-feature', 0.6),
    baseline('gate-alone', 0.8),
  ]
  expect(say(metrics(0.9), baselines, [])).toBe(
    'true Holds: macro F1 90.0 % against 60.0 % for the best single feature; 80.0 % of attack events found, 50.0 % of its alarms are right.',
  )
})

test('it may hold and yet be weak on a class, which is then named', () => {
  const { perClass } = metrics(0.9)
  const weak = perClass.map((m, c) => (c === 1 || c === 3 ? { ...m, f1: 0.4 } : m))
  expect(say(metrics(0.9, { perClass: weak }), [], [])).toMatch(
    /^true Holds: .*; F1 is below one half for T1003 and T1059\.$/,
  )
})

test('where more than half of the attack classes are weak it does not hold, whatever it finds', () => {
  const { perClass } = metrics(0.9)
  const weak = perClass.map((m, c) => (c >= 1 && c <= 3 ? { ...m, f1: 0.4 } : m))
  expect(say(metrics(0.9, { perClass: weak }), [], [])).toMatch(
    /^false Does not hold: it does not tell the attacks apart: F1 is below one half for .* \(80\.0 % of attack events found, 50\.0 % of its alarms are right\)/,
  )
})

test('where the gate alone does as well, the experts are said to add nothing', () => {
  expect(say(metrics(0.9), [baseline('gate-alone', 0.895)], [])).toMatch(
    /^true Holds: .*; the experts add nothing to the gate, which alone reaches 89\.5 %\.$/,
  )
})

test('boosted trees are no bar to holding, but the sentence says by how much they win or lose', () => {
  const beside = (trees: number, own = 0.8) => say(metrics(own), [baseline('boosted-trees', trees)], [])
  expect(beside(0.865)).toMatch(/^true Holds: .*; boosted trees reach 86\.5 %, 6\.5 points more\.$/)
  expect(beside(0.79)).toMatch(/; boosted trees reach 79\.0 %, 1\.0 point less\.$/)
  expect(beside(0.8001)).toMatch(/; boosted trees reach 80\.0 %, as much\.$/)
  const beaten = [baseline('always-benign', 0.8), baseline('boosted-trees', 0.9)]
  expect(say(metrics(0.8), beaten, [])).toMatch(
    /^false Does not hold: it does not beat always benign \(.*\); boosted trees reach 90\.0 %, 10\.0 points more\.$/,
  )
})

test('a lead within the margin is none', () => {
  const baselines = [baseline('best-single-feature', 0.6)]
  expect(say(metrics(0.6 + MARGIN / 2), baselines, [])).toMatch(
    /^false Does not hold: it does not beat the best single/,
  )
  expect(judge(metrics(0.6 + MARGIN * 2), baselines, []).holds).toBe(true)
})

test('one severe ailment is enough; warnings are reservations', () => {
  expect(say(metrics(0.9), [], [ailment('severe', 'f0')])).toMatch(
    /^false Does not hold: its test repeats its training \(f0\)/,
  )
  expect(say(metrics(0.9), [], [ailment('warning')])).toMatch(
    /^true Holds: .*, with reservations \(duplicate leakage\)\.$/,
  )
})

test('averages that look fair beside a low macro F1 are named as misleading, and only then', () => {
  const severe = [ailment('severe')]
  expect(say(metrics(0.2, { accuracy: 0.72 }), [], severe)).toMatch(
    /Do not be misled by accuracy 72\.0 %.* is 20\.0 %\.$/,
  )
  expect(say(metrics(0.7, { accuracy: 0.72 }), [], severe)).not.toMatch(/misled/)
})

test('a test without attacks is not praised for finding them', () => {
  const binary = { ...base.binary, recall: null, precision: null }
  expect(say(metrics(0.9, { binary }), [], [])).toMatch(/the test holds no attack\.$/)
})
