/** System S2 on a small case: it trains, scores, is stored, verified and reported, with every gate. */
import { expect, test } from 'vitest'
import { getEvaluation, getRun, readModels, readScores } from '../../../../main/case/results/runs.ts'
import { runExperiment } from '../../../../main/jobs/tasks/experiment.ts'
import { buildReport } from '../../../../main/report/build.ts'
import { verifyCase } from '../../../../main/report/verify.ts'
import type { FlowsMeta } from '../../../../main/training/systems/s2.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import type { ModelSettings } from '../../../../preload/contract/models.ts'
import { attackCase } from '../attack-case.ts'

const context = () => ({ progress: () => undefined, signal: new AbortController().signal })
const config = (model: object = {}) =>
  ExperimentConfig.parse({
    features: { topValues: 6 },
    sampling: { benignShare: null },
    protocols: ['E1'],
    model: {
      system: 'S2',
      tokenWidth: 16,
      heads: 2,
      layers: 1,
      epochs: 3,
      batchSize: 64,
      learningRate: 0.003,
      ...model,
    } as ModelSettings,
  })

async function trained(model?: object, rows = 400) {
  const c = attackCase(rows)
  const { run } = await runExperiment({ kind: 'experiment', config: config(model) }, c.path, context())
  return { c, run, e1: getEvaluation(c, run).protocols[0]! }
}

test('two stages, two experts, a soft gate: losses, weights that add up to 1, history, columns', async () => {
  const { c, run, e1 } = await trained()
  const { losses } = getRun(c, run)
  const epochs = (network: string) => losses.filter((p) => p.network === network).map((p) => p.epoch)
  expect(epochs('masked features')).toEqual([1])
  expect(epochs('mixture')).toEqual([1, 2, 3])
  const scores = readScores(c, run, 'E1')
  expect(scores).toMatchObject({ form: 'joint', experts: ['tabular', 'temporal'], classes: 3 })
  scores.truth.forEach((_, row) => {
    const sum = (values: Float32Array, width: number) =>
      values.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0)
    expect(sum(scores.gate, 2)).toBeCloseTo(1, 5)
    expect(sum(scores.probability, 3)).toBeCloseTo(1, 5)
  })
  expect(e1.gate.history?.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
  expect(e1.gate.meanWeight.map((line) => line.length)).toEqual([2, 2, 2])
  const { shape, parameters } = readModels(c, run)[0]!.meta as FlowsMeta
  const seen = shape.experts.flatMap(({ columns }) => columns)
  expect(seen.toSorted((a, b) => a - b)).toEqual([...Array(shape.features).keys()])
  expect(e1.experts.map((expert) => expert.parameters)).toEqual([
    parameters['tabular'],
    parameters['temporal'],
  ])
  expect(e1.experts[1]!.columns!.every((name) => name.startsWith('rate '))).toBe(true)
  c.close()
})

test('verify scores it again bit for bit and computes every number again; the report tells of the gate', async () => {
  const { c, run } = await trained()
  const { checks } = await verifyCase(c, context())
  const own = checks.filter(({ what }) => what.startsWith(run))
  expect(own.filter(({ ok }) => !ok)).toEqual([])
  expect(own.find(({ what }) => what.endsWith('scores computed again'))?.detail).toMatch(/bit for bit/)
  const { html } = buildReport(c, run, { title: 'r', notes: '' })
  expect(html).toContain('gate weights over the test events')
  expect(html).toContain('a one-dimensional convolutional network on times and rates')
  c.close()
})

test.each([
  { gate: 'top-k', k: 1 },
  { gate: 'attention' },
  { gate: 'hierarchical', experts: ['tabular', 'temporal', 'protocol', 'statistics'] },
])('$gate gating: every expert has its place', async (model) => {
  const { c, run, e1 } = await trained({ ...model, epochs: 1, pretrainEpochs: 0 }, 200)
  const { gate, experts } = readScores(c, run, 'E1')
  expect(e1.experts.map(({ expert }) => expert)).toEqual(experts)
  if (model.gate === 'top-k')
    expect([...gate].filter((weight) => weight > 0)).toHaveLength(gate.length / experts.length)
  expect(e1.strategies[0]!.meanActive).toBe(model.gate === 'top-k' ? 1 : experts.length)
  c.close()
})

test('the transformer alone has no gate and sees every column', async () => {
  const { c, run, e1 } = await trained({ experts: ['tabular'], epochs: 1 }, 200)
  expect(e1.gate.history).toBeUndefined()
  const { shape } = readModels(c, run)[0]!.meta as FlowsMeta
  expect(shape.experts[0]!.columns).toHaveLength(shape.features)
  c.close()
})

test('same config and seed give the same weights and scores', async () => {
  const once = await trained({ epochs: 1 }, 200)
  const twice = await trained({ epochs: 1 }, 200)
  const hashes = ({ c, run }: typeof once) => {
    const { weightsHash, scoresHash } = getRun(c, run).summary
    c.close()
    return { weightsHash, scoresHash }
  }
  expect(hashes(once)).toEqual(hashes(twice))
})
