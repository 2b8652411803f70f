/** System S3: as published it learns nothing, and the numbers say so; repaired it learns; both are verified. */
import { expect, test } from 'vitest'
import { getEvaluation, getRun, readModels, readScores } from '../../../../main/case/results/runs.ts'
import { runExperiment } from '../../../../main/jobs/tasks/experiment.ts'
import { verifyCase } from '../../../../main/report/verify.ts'
import { buildReport } from '../../../../main/report/build.ts'
import { driftIn } from '../../../../main/training/systems/drift.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import type { SettingsOf } from '../../../../preload/contract/models.ts'
import { attackCase } from '../attack-case.ts'

const context = () => ({ progress: () => undefined, signal: new AbortController().signal })
const config = (model: Partial<SettingsOf<'S3'>> = {}) =>
  ExperimentConfig.parse({
    features: { topValues: 6 },
    sampling: { benignShare: null },
    protocols: ['E1'],
    model: { system: 'S3', hidden: [16, 8], ...model },
  })
const repaired = {
  loss: 'binary',
  optimizer: 'adam',
  batchSize: 32,
  learningRate: 0.01,
  epochs: 20,
  classWeights: 'balanced',
} as const

async function trained(model?: Partial<SettingsOf<'S3'>>) {
  const c = attackCase(600, 7, { binary: true })
  const { run } = await runExperiment({ kind: 'experiment', config: config(model) }, c.path, context())
  return { c, run, e1: getEvaluation(c, run).protocols[0]! }
}

test('as published the loss is 0, weights only decay, and the evaluation names it', async () => {
  const { c, run, e1 } = await trained()
  const { losses } = getRun(c, run)
  expect(losses).toHaveLength(10)
  expect(losses.every(({ train, validation }) => train === 0 && validation === 0)).toBe(true)
  const drift = driftIn(readModels(c, run))!
  expect(drift.steps).toBe(10)
  expect(drift.decayed).toBeCloseTo(10 * 1e-3 * 1e-4, 9)
  expect(drift.beyondDecay).toBeLessThan(1e-6)
  const ailment = e1.ailments.find(({ kind }) => kind === 'zero-gradient-loss')!
  expect(ailment.severity).toBe('severe')
  expect(ailment.finding).toBe(
    'Nothing was learned by network: the loss is 0 from the first step to the last. Weight decay alone moved the weights.',
  )
  expect(ailment.why).toMatch(/softmax of one number is 1/)
  expect(e1.verdict).toMatch(/its loss never moved \(network\)/)
  expect(e1.holds).toBe(false)
  c.close()
})

test('repaired it learns, and no gate is asked after', async () => {
  const { c, run, e1 } = await trained(repaired)
  expect(e1.chosen).toBe('joint')
  expect(e1.strategies.map(({ strategy }) => strategy)).toEqual(['joint'])
  expect(e1.strategies[0]!.metrics.macro.f1).toBeGreaterThan(0.85)
  const asked = [...e1.ailments, ...e1.cleared].map(({ kind }) => kind)
  expect(asked).not.toContain('gate-collapse')
  expect(asked).not.toContain('idle-expert')
  expect(e1.cleared.map(({ kind }) => kind)).toContain('zero-gradient-loss')
  expect(e1.experts).toEqual([expect.objectContaining({ expert: 'network', health: 'sound', rocAuc: null })])
  const scores = readScores(c, run, 'E1')
  expect(scores).toMatchObject({ form: 'joint', experts: ['network'], classes: 2 })
  scores.truth.forEach((_, row) => {
    expect(scores.probability[2 * row]! + scores.probability[2 * row + 1]!).toBeCloseTo(1, 6)
  })
  c.close()
})

test('verify scores it again, bit for bit, and computes every number again; the report is written', async () => {
  const { c, run } = await trained(repaired)
  const { checks } = await verifyCase(c, context())
  const own = checks.filter(({ what }) => what.startsWith(run))
  expect(own.length).toBeGreaterThan(10)
  expect(own.filter(({ ok }) => !ok)).toEqual([])
  expect(own.find(({ what }) => what.endsWith('scores computed again'))?.detail).toMatch(/bit for bit/)
  const { html } = buildReport(c, run, { title: 'r', notes: '' })
  expect(html).toContain('binary cross entropy, attack and benign weighing the same')
  expect(html).toContain('One network and no gate')
  c.close()
})

test('one output cannot tell three classes apart', async () => {
  const c = attackCase(300)
  await expect(
    runExperiment({ kind: 'experiment', config: config() }, c.path, context()),
  ).rejects.toMatchObject({ code: 'two-classes-only' })
  c.close()
})
