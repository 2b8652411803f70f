/** Rivals beside the system: the same rows, stored as they were scored, told in words; and the system without identifiers. */
import { expect, test } from 'vitest'
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { random } from '../../../main/engine/random.ts'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { storedAblation, storedScores, withoutColumns } from '../../../main/training/ablation.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import { isRival, scoreRivals, storedRivals, trainRivals } from '../../../main/training/rivals/index.ts'
import type { TrainProgress } from '../../../main/training/types.ts'
import { RIVAL_KINDS } from '../../../preload/contract/baselines.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { addCapture, addLabels, newCase } from '../features/small-case.ts'
import { attackCase } from './attack-case.ts'

const signal = new AbortController().signal
const quick = { hidden: [8], expertEpochs: 2, gateEpochs: 2, batchSize: 64 }
const config = ExperimentConfig.parse({ model: quick, baselines: RIVAL_KINDS, protocols: ['E2'] })

test('each regime has rivals of its own rows, and stored ones say what was scored', async () => {
  const c = attackCase(600)
  const steps: string[] = []
  const fractions: number[] = []
  const progress = ({ step, fraction }: TrainProgress) => {
    steps.push(step)
    fractions.push(fraction)
  }
  const result = await trainExperiment(c, config, { progress, signal })
  c.close()
  const { protocols, models, dataset } = result
  for (const what of [
    'growing trees',
    'growing an isolation forest',
    'fitting a logistic',
    'training an ensemble',
  ])
    expect(steps.some((step) => step.startsWith(what) && step.endsWith('(balanced)'))).toBe(true)
  expect(fractions.every((fraction, i) => fraction >= (fractions[i - 1] ?? 0) - 1e-9 && fraction <= 1)).toBe(
    true,
  )
  for (const { trained, train, test: rows, rivalScores } of protocols) {
    const trees = trained.rivals.find(({ kind }) => kind === 'boosted-trees')!
    expect(trees.meta).toMatchObject({ rows: train.length, ofRows: train.length, depth: 6 })
    const stored = storedRivals(models, trained.regime)
    expect(stored.map(({ kind }) => kind)).toEqual([...RIVAL_KINDS])
    expect(await scoreRivals(stored, dataset.matrix, rows, 3, signal)).toEqual(rivalScores)
    const details = Object.fromEntries(rivalScores.map(({ kind, detail }) => [kind, detail]))
    expect(details['boosted-trees']).toMatch(
      /^\d+ trees of depth 6 at most, from \d+ rounds.*, trained on the same events$/,
    )
    expect(details['mlp-ensemble']).toMatch(/^16 networks .* \(TabM\), the best of 20 epochs/)
    for (const { probability } of rivalScores)
      for (let row = 0; row < rows.length; row++)
        expect(probability.subarray(row * 3, row * 3 + 3).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
  }
  const { baselines } = evaluateExperiment(result, config, result.losses).protocols[0]!
  expect(baselines.map(({ kind }) => kind)).toEqual([
    'always-benign',
    'always-alert',
    'best-single-feature',
    ...RIVAL_KINDS,
    'gate-alone',
  ])
  expect(storedRivals([], 'balanced')).toEqual([])
})

test('only those that are asked for are trained', async () => {
  const c = attackCase(300)
  const { models } = await trainExperiment(
    c,
    { ...config, baselines: [] },
    { progress: () => undefined, signal },
  )
  c.close()
  expect(models.filter(({ name }) => isRival(name))).toEqual([])
})

test('a long table is cut down by seed, and the detail says so', async () => {
  const draw = random(3)
  const [rows, columns] = [120_000, 2]
  const data = Float32Array.from({ length: rows * columns }, () => draw())
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 10_000 === 0 ? 1 : 0))
  const all = Int32Array.from(labels.keys())
  const matrix = { rows, columns, data, names: ['a', 'b'] }
  const job = {
    engine: createEagerEngine('tfjs-cpu', 'cpu', 'CPU'),
    regime: 'imbalanced' as const,
    matrix,
    dataset: { classes: ['benign', 'rare'], labels },
    rows: { train: all, validation: all.subarray(0, 500) },
    seed: 1,
    signal,
  }
  const models = await trainRivals(['boosted-trees', 'logistic-regression'], job, () => undefined)
  expect(models.map(({ meta }) => meta)).toMatchObject([
    { rows: 100_000, ofRows: 120_000 },
    { rows: 20_000, ofRows: 120_000 },
  ])
  const scores = await scoreRivals(models, matrix, all.subarray(0, 9), 2, signal)
  expect(scores[0]!.detail).toMatch(/trained on 100000 of the 120000 training events$/)
})

/** The attack shows in the process id alone. */
function identifierCase() {
  const draw = random(4)
  const labels = Array.from({ length: 500 }, (_, row) => (row % 4 === 0 ? 1 : 0))
  const c = newCase()
  addCapture(
    c,
    {
      time: { type: 'time', data: labels.map((_, row) => row * 1e6) },
      ProcessId: {
        type: 'integer',
        data: labels.map((label) => Math.floor(draw() * 400) + (label === 0 ? 0 : 5000)),
      },
      size: { type: 'integer', data: labels.map(() => Math.floor(draw() * 1000)) },
    },
    { time: 'time' },
  )
  addLabels(c, ['benign', 'attack'], labels)
  return c
}

test.each(['S1', 'novelty'] as const)(
  '%s with identifiers is trained without them too, and told',
  async (system) => {
    const model =
      system === 'S1' ? { ...quick, expertEpochs: 8, gateEpochs: 8 } : { system, components: [1, 2] }
    const input = {
      model,
      features: { identifiers: true, rateWindows: [] },
      protocols: ['E1' as const],
      baselines: [],
    }
    const settings = ExperimentConfig.parse(input)
    const c = identifierCase()
    const result = await trainExperiment(c, settings, { progress: () => undefined, signal })
    const bare = ExperimentConfig.parse({ ...input, features: { rateWindows: [] } })
    const without = await trainExperiment(c, bare, { progress: () => undefined, signal })
    c.close()
    const { ablation, trained } = result.protocols[0]!
    expect(ablation!.columns).toEqual(['ProcessId'])
    // The other column alone gives what an experiment without identifiers gives.
    expect(ablation!.scores.probability).toEqual(without.protocols[0]!.scored.probability)
    expect(withoutColumns(result.dataset.matrix, trained.ablation!.places)).toEqual(without.dataset.matrix)
    const saved = storedScores(result.models, 'imbalanced', 'E1')!
    const { experts, form, gate, probability } = ablation!.scores
    expect(saved).toEqual({ columns: ['ProcessId'], scores: { experts, form, gate, probability } })
    expect(storedAblation(result.models, 'imbalanced')).toEqual(trained.ablation)
    const [protocol] = evaluateExperiment(result, settings, result.losses).protocols
    expect(protocol!.ailments.map(({ kind, severity }) => `${severity} ${kind}`)).toContain(
      'severe identifier-feature',
    )
    expect(protocol!.verdict).toMatch(/identifiers carry it/)
    expect(protocol!.baselines.at(-1)).toMatchObject({ kind: 'without-identifiers' })
    expect(without.protocols[0]!.ablation).toBeNull()
  },
)
