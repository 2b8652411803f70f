/** Novelty as a system and beside a panel: trained, stored, scored again; and what it may look at. */
import { expect, test } from 'vitest'
import { evaluateExperiment } from '../../../../main/evaluation/evaluate.ts'
import { trainExperiment } from '../../../../main/training/experiment.ts'
import { presets } from '../../../../main/training/presets.ts'
import type { UnknownMeta } from '../../../../main/training/systems/novelty.ts'
import { networkOf } from '../../../../main/training/systems/system.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import { attackCase } from '../attack-case.ts'

const context = { progress: () => undefined, signal: new AbortController().signal }
const novelty = ExperimentConfig.parse({
  model: { system: 'novelty', components: [1, 4] },
  sampling: { benignShare: null },
  protocols: ['E1'],
})
const panel = ExperimentConfig.parse({
  model: { novelty: true, hidden: [8], expertEpochs: 3, gateEpochs: 4, batchSize: 32 },
})

test('alone it tells benign from attack, and all attacks are one class', async () => {
  const c = attackCase()
  const result = await trainExperiment(c, novelty, context)
  c.close()
  expect(result.classes).toEqual(['benign', 'attack'])
  const [protocol] = result.protocols
  const { scored, trained } = protocol!
  expect(scored).toMatchObject({ form: 'joint', experts: ['unknown'], classes: 2 })
  const meta = networkOf(trained.networks, 'unknown').meta as UnknownMeta
  expect(meta).toMatchObject({ system: 'novelty', alarm: 1, density: 'mixture' })
  expect(meta.rows).toBe(trained.trainRows.filter((row) => result.dataset.labels[row] === 0).length)
  const evaluation = evaluateExperiment(result, novelty, result.losses)
  const { metrics } = evaluation.protocols[0]!.strategies[0]!
  expect(metrics.binary.rocAuc).toBeGreaterThan(0.85)
  expect(evaluation.protocols[0]!.strategies.map(({ strategy }) => strategy)).toEqual(['joint'])
  expect(evaluation.protocols[0]!.baselines.every((one) => one.metrics.perClass.length === 2)).toBe(true)
})

test('attack rows in training change nothing but the name of the alarm', async () => {
  const weights = async (seed: number) => {
    const c = attackCase(400, seed)
    const { models } = await trainExperiment(c, novelty, context)
    c.close()
    return models.find(({ name }) => name === 'unknown')!.weights
  }
  expect(await weights(3)).toEqual(await weights(3))
  expect(await weights(3)).not.toEqual(await weights(4))
})

test('beside a panel it is one more expert, with the gate weight of benign, and one more answer', async () => {
  const c = attackCase()
  const result = await trainExperiment(c, panel, context)
  const without = await trainExperiment(
    c,
    { ...panel, model: { ...panel.model, novelty: false } as never },
    context,
  )
  c.close()
  expect(result.models.map(({ regime, name }) => `${regime}/${name}`)).toContain('balanced/unknown')
  for (const [i, { scored }] of result.protocols.entries()) {
    expect(scored.experts).toEqual(['benign', 'discovery', 'impact', 'unknown'])
    const plain = without.protocols[i]!.scored
    for (let row = 0; row < scored.rows; row++) {
      const own = (values: Float32Array, width: number) => [...values.subarray(row * width, row * width + 3)]
      expect(own(scored.gate, 4)).toEqual(own(plain.gate, 3))
      expect(own(scored.probability, 4)).toEqual(own(plain.probability, 3))
      expect(scored.gate[row * 4 + 3]).toBe(scored.gate[row * 4])
    }
  }
  const evaluation = evaluateExperiment(result, panel, result.losses)
  expect(evaluation.classes).toEqual(['benign', 'discovery', 'impact', 'unknown'])
  for (const { strategies, train } of evaluation.protocols) {
    expect(strategies[0]!.metrics.confusion).toHaveLength(4)
    expect(train.perClass).toHaveLength(3)
  }
})

test('both are offered as presets', () => {
  const names = presets().map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Novelty', 'S1 with an expert for the unknown']))
})
