/** A whole experiment: its three protocols, and that it repeats itself. */
import { expect, test } from 'vitest'
import { weightsHash } from '../../../main/engine/weights.ts'
import { modelsHash, scoresHash, toStored } from '../../../main/evaluation/hashes.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import { networkOf } from '../../../main/training/systems/system.ts'
import { presets } from '../../../main/training/presets.ts'
import type { ExperimentResult, TrainProgress } from '../../../main/training/types.ts'
import { ExperimentConfig, type ExperimentInput } from '../../../preload/contract/experiment.ts'
import { attackCase } from './attack-case.ts'

const quick = { hidden: [8], expertEpochs: 3, gateEpochs: 4, batchSize: 32 }
const config = (input: ExperimentInput = {}) =>
  ExperimentConfig.parse({ features: { topValues: 6 }, ...input, model: { ...quick, ...input.model } })
const context = (signal = new AbortController().signal) => {
  const reports: TrainProgress[] = []
  return { reports, progress: (report: TrainProgress) => void reports.push(report), signal }
}
const hashes = (result: ExperimentResult) => [
  modelsHash(result.models),
  scoresHash(result.protocols.map(({ id, scored }) => toStored(id, scored))),
]

test('the three protocols: regimes, tests, scores, losses and progress', async () => {
  const c = attackCase()
  const ctx = context()
  const result = await trainExperiment(c, config(), ctx)
  c.close()
  expect(result.classes).toEqual(['benign', 'discovery', 'impact'])
  expect(result.protocols.map(({ id, trained, testKind }) => [id, trained.regime, testKind])).toEqual([
    ['E1', 'imbalanced', 'imbalanced'],
    ['E2', 'balanced', 'balanced'],
    ['E3', 'balanced', 'realistic'],
  ])
  for (const { scored, test: rows } of result.protocols) {
    expect(scored.truth).toEqual(Uint8Array.from(rows, (row) => result.dataset.labels[row] ?? -1))
    expect(scored.gate).toHaveLength(rows.length * 3)
    expect([...scored.gate, ...scored.probability].every((value) => value >= 0 && value <= 1)).toBe(true)
  }
  expect(result.dataset.matrix.names.some((name) => /label|user|host=|time/.test(name))).toBe(false)
  expect(result.models.map(({ regime, name }) => `${regime}/${name}`)).toEqual([
    'imbalanced/experts',
    'imbalanced/gate',
    'imbalanced/boosted-trees',
    'imbalanced/logistic-regression',
    'imbalanced/isolation-forest',
    'balanced/experts',
    'balanced/gate',
    'balanced/boosted-trees',
    'balanced/logistic-regression',
    'balanced/isolation-forest',
  ])
  const curve = (network: string) =>
    result.losses.filter((point) => point.regime === 'balanced' && point.network === network)
  expect(curve('impact').map((point) => point.epoch)).toEqual([1, 2, 3])
  expect(curve('gate').map((point) => point.epoch)).toEqual([1, 2, 3, 4])
  expect(result.losses.every((point) => Number.isFinite(point.train) && point.validation !== null)).toBe(true)
  expect(ctx.reports.flatMap((report) => report.losses ?? [])).toEqual(result.losses)
  const fractions = ctx.reports.map((report) => report.fraction)
  expect(fractions.every((fraction, i) => fraction <= 1 && fraction >= (fractions[i - 1] ?? 0) - 1e-9)).toBe(
    true,
  )
})

test('same case, config and seed give the same weights and scores; another seed does not', async () => {
  const c = attackCase(300)
  const once = hashes(await trainExperiment(c, config({ seed: 5 }), context()))
  expect(hashes(await trainExperiment(c, config({ seed: 5 }), context()))).toEqual(once)
  expect(hashes(await trainExperiment(c, config({ seed: 6 }), context()))).not.toEqual(once)
  c.close()
})

test('a protocol trains the same alone as beside the others', async () => {
  const c = attackCase(300)
  const all = await trainExperiment(c, config(), context())
  const alone = await trainExperiment(c, config({ protocols: ['E3'] }), context())
  c.close()
  const scores = (result: ExperimentResult) => result.protocols.find(({ id }) => id === 'E3')?.scored
  expect(scores(alone)).toEqual(scores(all))
  expect(new Set(alone.models.map(({ regime }) => regime))).toEqual(new Set(['balanced']))
})

test('one-vs-rest experts find their class; one-class experts say yes to everything', async () => {
  const c = attackCase()
  const mean = (result: ExperimentResult, own: boolean) => {
    const scored = result.protocols[0]?.scored
    if (!scored) throw new Error('no scores')
    const values: number[] = []
    for (let row = 0; row < scored.rows; row++)
      for (const k of [1, 2])
        if ((scored.truth[row] === k) === own) values.push(scored.probability[row * 3 + k] ?? 0)
    return values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const longer = { expertEpochs: 30, learningRate: 0.02 }
  const sound = await trainExperiment(c, config({ protocols: ['E1'], model: longer }), context())
  const published = config({ protocols: ['E1'], model: { ...longer, experts: 'one-class' } })
  const oneClass = await trainExperiment(c, published, context())
  c.close()
  expect(mean(sound, true) - mean(sound, false)).toBeGreaterThan(0.4)
  expect(mean(oneClass, false)).toBeGreaterThan(0.8)
  expect(new Set(oneClass.losses.map((point) => point.network))).toEqual(
    new Set(['benign', 'discovery', 'impact', 'gate']),
  )
})

test('training the gate leaves the experts as they were', async () => {
  const c = attackCase(300)
  const short = await trainExperiment(c, config({ model: { gateEpochs: 1 } }), context())
  const long = await trainExperiment(c, config({ model: { gateEpochs: 5 } }), context())
  c.close()
  const experts = (result: ExperimentResult) =>
    result.protocols.map(({ trained }) => weightsHash(networkOf(trained.networks, 'experts').weights))
  expect(experts(long)).toEqual(experts(short))
})

test('canceling rejects with the reason given', async () => {
  const c = attackCase(300)
  const stop = new AbortController()
  const ctx = context(stop.signal)
  const stopping = {
    signal: stop.signal,
    progress: (report: TrainProgress) => {
      ctx.progress(report)
      if (report.losses) stop.abort(new Error('enough'))
    },
  }
  await expect(trainExperiment(c, config({ model: { expertEpochs: 500 } }), stopping)).rejects.toThrow(
    'enough',
  )
  c.close()
})

test('presets are whole configs with different names', () => {
  const list = presets()
  expect(new Set(list.map(({ name }) => name)).size).toBe(list.length)
  for (const preset of list) expect(ExperimentConfig.parse(preset.config)).toEqual(preset.config)
  expect(list.map(({ config: one }) => one.model.system === 'S1' && one.model.experts)).toContain('one-class')
})
