/** S1 of boosted trees: a run trains, is evaluated as a panel, verified bit for bit and put in words; export says what is missing. */
import { expect, test } from 'vitest'
import { getEvaluation, getRun, readModels } from '../../../../main/case/results/runs.ts'
import { exportModel } from '../../../../main/exports/export-model.ts'
import { runExperiment } from '../../../../main/jobs/tasks/experiment.ts'
import { buildReport } from '../../../../main/report/build.ts'
import { verifyCase } from '../../../../main/report/verify.ts'
import { presetNamed } from '../../../../main/training/presets.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import { attackCase } from '../attack-case.ts'

const context = () => ({ progress: () => undefined, signal: new AbortController().signal })

test('experts and gate of trees make a panel that holds, is verified and reported', async () => {
  const c = attackCase(600, 7)
  const config = ExperimentConfig.parse({
    features: { topValues: 6 },
    sampling: { benignShare: null },
    protocols: ['E1'],
    model: { learner: 'trees', rounds: 20, gating: 'top-k' },
  })
  const { run } = await runExperiment({ kind: 'experiment', config }, c.path, context())
  const { summary, losses } = getRun(c, run)
  const names = readModels(c, run).map(({ name }) => name)
  summary.classes.forEach((_, k) => expect(names).toContain(`expert ${k}`))
  expect(names).toContain('gate')
  expect(new Set(losses.map(({ network }) => network))).toEqual(new Set([...summary.classes, 'gate']))
  const e1 = getEvaluation(c, run).protocols[0]!
  expect(e1.chosen).toBe('top-k')
  const chosen = e1.strategies.find(({ strategy }) => strategy === 'top-k')!
  expect(chosen.metrics.macro.f1).toBeGreaterThan(0.8)
  const { checks } = await verifyCase(c, context())
  const own = checks.filter(({ what }) => what.startsWith(run))
  expect(own.length).toBeGreaterThan(10)
  expect(own.filter(({ ok }) => !ok)).toEqual([])
  expect(buildReport(c, run, { title: 'r', notes: '' }).html).toMatch(/each a forest of boosted trees/)
  // The export compares itself with the stored scores, and throws where they differ.
  const { bytes } = await exportModel(c, run, 'imbalanced', context().signal)
  expect(bytes.length).toBeGreaterThan(1000)
  c.close()
})

test('the preset asks for trees and two speakers', () => {
  const { model } = presetNamed('s1-boosted-trees').config
  expect(model).toMatchObject({ system: 'S1', learner: 'trees', gating: 'top-k', k: 2 })
})
