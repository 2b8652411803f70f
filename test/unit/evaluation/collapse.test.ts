/**
 * The published trap: 72.2 % of the events are benign, the gate names benign for all of them, and "F1 72 %" is reported.
 * The tool must say by itself that nothing was found.
 */
import { expect, test } from 'vitest'
import { Evaluation } from '../../../preload/contract/evaluation.ts'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { collapsed, config, experiment, falling, labelsOf, PUBLISHED, sound } from './synthetic.ts'

const kinds = (list: { kind: string; severity: string }[], severity?: string) =>
  list.filter((a) => !severity || a.severity === severity).map((a) => a.kind)

test('the published collapse is named and does not hold, although its averages look fair', () => {
  const result = experiment(collapsed(labelsOf(PUBLISHED)))
  const e1 = evaluateExperiment(result, config({ experts: 'one-class' }), falling('imbalanced')).protocols[0]!
  const metrics = e1.strategies.find((s) => s.strategy === e1.chosen)!.metrics
  expect(metrics.accuracy).toBeCloseTo(0.722, 10)
  expect(metrics.weighted.f1).toBeCloseTo(0.722 * (1.444 / 1.722), 10)
  expect(metrics.macro.f1).toBeCloseTo(1.444 / 1.722 / 5, 10)
  expect(metrics.binary.recall).toBe(0)
  expect(kinds(e1.ailments, 'severe')).toEqual(
    expect.arrayContaining(['majority-class-collapse', 'gate-collapse', 'constant-expert']),
  )
  expect(e1.holds).toBe(false)
  expect(e1.verdict).toMatch(
    /^Does not hold: its answers have collapsed onto the majority; its gate has collapsed \(benign\); its experts are constant/,
  )
  expect(e1.verdict).toMatch(/Do not be misled by accuracy 72\.2.% and weighted F1 60\.5.%: .* is 16\.8/)
  const collapse = e1.ailments.find((a) => a.kind === 'majority-class-collapse')!
  expect(collapse.finding).toMatch(
    /Nearly everything is called benign: 100\.0.% of the test events, where 72\.2.% are/,
  )
  expect(collapse.finding).toMatch(/T1003, T1021, T1059 and T1078/)
  expect(e1.experts.every((x) => x.health === 'constant')).toBe(true)
  expect(e1.experts.map((x) => x.load)).toEqual([1, 0, 0, 0, 0])
  expect(e1.gate.loadEntropy).toBe(0)
})

test('every gating strategy shows the same collapse', () => {
  const result = experiment(collapsed(labelsOf(PUBLISHED)))
  const e1 = evaluateExperiment(result, config(), falling('imbalanced')).protocols[0]!
  expect(e1.strategies.map((s) => s.strategy)).toEqual(['top-1', 'top-k', 'threshold'])
  for (const s of e1.strategies) expect(s.metrics.binary.recall).toBe(0)
})

test('a sound model on the same rows is cleared of every ailment and holds', () => {
  const result = experiment(sound(labelsOf(PUBLISHED)))
  const e1 = evaluateExperiment(result, config(), falling('imbalanced')).protocols[0]!
  expect(e1.ailments).toEqual([])
  expect(kinds(e1.cleared.map((c) => ({ ...c, severity: '' })))).toHaveLength(11)
  expect(e1.holds).toBe(true)
  expect(e1.verdict).toMatch(/^Holds: macro F1 9\d\.\d.% against /)
})

test('a model that finds one attack in four still counts as collapsed, one that finds most does not', () => {
  const evaluate = (found: number) => {
    const truth = labelsOf(PUBLISHED)
    const scored = collapsed(truth)
    let turn = 0
    truth.forEach((t, row) => {
      if (t > 0 && turn++ % 100 < found * 100) scored.gate[row * scored.experts.length + t] = 0.99
    })
    const p = evaluateExperiment(experiment(scored), config(), falling('imbalanced')).protocols[0]!
    return p.ailments.find((a) => a.kind === 'majority-class-collapse')?.severity
  }
  expect(evaluate(0.2)).toBe('severe')
  expect(evaluate(0.4)).toBe('warning')
  expect(evaluate(0.9)).toBeUndefined()
})

test('the shift of a balanced training to a realistic test is called by design, not an ailment', () => {
  const truth = labelsOf([960, 40, 40, 40, 40])
  const result = experiment(sound(truth), { id: 'E3', train: labelsOf([200, 200, 200, 200, 200]) })
  const e3 = evaluateExperiment(result, config(), falling('balanced')).protocols[0]!
  expect(kinds(e3.ailments)).not.toContain('label-shift')
  expect(e3.cleared.find((c) => c.kind === 'label-shift')?.evidence).toMatch(/what the protocol is made of/)
  expect([e3.train.kind, e3.test.kind]).toEqual(['balanced', 'realistic'])
})

test('the document fits the contract, survives JSON, and is the same when computed again', () => {
  const run = () =>
    evaluateExperiment(experiment(sound(labelsOf(PUBLISHED))), config(), falling('imbalanced'))
  const evaluation = run()
  const text = JSON.stringify(evaluation)
  expect(Evaluation.parse(JSON.parse(text))).toEqual(evaluation)
  expect(JSON.stringify(run())).toBe(text)
  expect(evaluation.weightsHash).toMatch(/^[0-9a-f]{64}$/)
})

test('a protocol without test rows is refused with advice', () => {
  const empty = experiment(sound(new Uint8Array(0)))
  expect(() => evaluateExperiment(empty, config(), [])).toThrow(/E1 has no test events/)
})
