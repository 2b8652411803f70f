/** Joint systems: decisions, gate facts, hypotheses, and the ailments of a gate whose experts are not classes. */
import { expect, test } from 'vitest'
import { random } from '../../../main/engine/random.ts'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { evaluateScores } from '../../../main/evaluation/from-scores.ts'
import { scoresHash, toStored } from '../../../main/evaluation/hashes.ts'
import { hypothesesOf } from '../../../main/evaluation/hypotheses.ts'
import type { ScoredRows } from '../../../main/training/types.ts'
import { CLASSES, config, experiment, falling, labelsOf, PUBLISHED } from './synthetic.ts'

const model = config({ system: 'S2' }).model

/** Right on nine rows in ten; `temporal` says how much weight that expert has on a row of a class. */
function joint(truth: Uint8Array, temporal: (label: number, draw: () => number) => number): ScoredRows {
  const draw = random(3)
  const C = CLASSES.length
  const probability = new Float32Array(truth.length * C)
  const gate = new Float32Array(truth.length * 2)
  truth.forEach((label, row) => {
    const said = draw() < 0.9 ? label : Math.floor(draw() * C)
    for (let c = 0; c < C; c++) probability[row * C + c] = c === said ? 0.8 : 0.2 / (C - 1)
    const weight = temporal(label, draw)
    gate.set([1 - weight, weight], row * 2)
  })
  return {
    rows: truth.length,
    classes: C,
    experts: ['tabular', 'temporal'],
    form: 'joint',
    truth,
    events: Float64Array.from(truth, (_, i) => i),
    gate,
    probability,
  }
}

const truth = labelsOf(PUBLISHED)
const varied = joint(truth, (label, draw) => 0.3 + 0.1 * label + 0.1 * draw())

test('the likeliest class is called, experts with weight have spoken, and there is no threshold to move', () => {
  const { part, decision } = evaluateScores(varied, CLASSES, model, PUBLISHED)
  expect(part.strategies).toHaveLength(1)
  expect(part.strategies[0]).toMatchObject({ strategy: 'joint', parameter: 1, meanActive: 2, silent: 0 })
  const right = decision.predicted.filter((said, row) => said === truth[row]).length / truth.length
  expect(part.strategies[0]!.metrics.accuracy).toBeCloseTo(right, 12)
  expect(part.gate.sweep).toEqual([])
  expect(part.baselines.map(({ kind }) => kind)).toEqual(['always-benign', 'always-alert'])
})

test('gate facts are means, ranges and shares over the rows, overall and by class', () => {
  const { part } = evaluateScores(varied, CLASSES, model, PUBLISHED)
  const { all, perClass } = part.gate.spread!
  const temporal = Array.from(truth, (_, row) => varied.gate[row * 2 + 1]!)
  const mean = temporal.reduce((a, b) => a + b, 0) / temporal.length
  expect(all[1]).toMatchObject({ min: Math.min(...temporal), max: Math.max(...temporal) })
  expect(all[1]!.mean).toBeCloseTo(mean, 12)
  expect(all[1]!.dominant).toBeCloseTo(temporal.filter((w) => w > 0.5).length / temporal.length, 12)
  expect(all[0]!.dominant + all[1]!.dominant).toBeCloseTo(1, 12)
  expect(perClass.map((line) => line[1]!.mean)).toEqual(part.gate.meanWeight.map((line) => line[1]))
  expect(perClass[4]![1]!.mean).toBeGreaterThan(perClass[0]![1]!.mean + 0.3)
})

test.each([
  ['one expert has everything', (): number => 0.99, 'severe', /collapsed onto one expert: temporal/],
  ['every event gets the same weights', (): number => 0.5, 'warning', /the same weights/],
] as const)('gate collapse: %s', (_, weight, severity, finding) => {
  const result = experiment(joint(truth, weight))
  const p = evaluateExperiment(result, config({ system: 'S2' }), falling('imbalanced')).protocols[0]!
  const ailment = p.ailments.find(({ kind }) => kind === 'gate-collapse')!
  expect(ailment.severity).toBe(severity)
  expect(ailment.finding).toMatch(finding)
})

test('a varied gate is cleared of collapse, an expert hardly ever asked is not', () => {
  const ailing = (scored: ScoredRows) =>
    evaluateExperiment(
      experiment(scored),
      config({ system: 'S2' }),
      falling('imbalanced'),
    ).protocols[0]!.ailments.map(({ kind }) => kind)
  expect(ailing(varied)).not.toContain('gate-collapse')
  expect(ailing(varied)).not.toContain('idle-expert')
  expect(ailing(joint(truth, (_, draw) => 0.96 + 0.04 * draw()))).toContain('idle-expert')
})

test('hypotheses are held against the mean weights of the classes so named', () => {
  const names = ['benign', 'DDoS', 'Portscan', 'Web Attack - XSS', 'FTP-Patator']
  const told = (weight: (label: number, draw: () => number) => number) =>
    Object.fromEntries(hypothesesOf(joint(truth, weight), names).map((one) => [one.family, one.outcome]))
  expect(told((label, draw) => [0.5, 0.8, 0.2, 0.5, 0.9][label]! + 0.02 * draw() - 0.01)).toEqual({
    DDoS: 'confirmed',
    'port scan': 'confirmed',
    'web attack': 'confirmed',
    'brute force': 'confirmed',
  })
  expect(told((label, draw) => [0.5, 0.2, 0.8, 0.9, 0.5][label]! + 0.2 * draw() - 0.1)).toMatchObject({
    DDoS: 'refuted',
    'port scan': 'refuted',
    'web attack': 'refuted',
  })
  expect(hypothesesOf(varied, CLASSES)).toEqual([])
  const scan = hypothesesOf(varied, ['benign', 'Infiltration - Portscan', 'Infiltration', 'b', 'c'])
  expect(scan.map(({ family, classes }) => [family, classes])).toEqual([
    ['infiltration', ['Infiltration']],
    ['port scan', ['Infiltration - Portscan']],
  ])
})

test('the hash of scores tells forms and experts apart, and is the old one for panels of classes', () => {
  const stored = toStored('E1', varied)
  const renamed = { ...stored, experts: ['a', 'b'] }
  expect(scoresHash([stored])).not.toBe(scoresHash([renamed]))
})
