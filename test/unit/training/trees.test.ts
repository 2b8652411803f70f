/** The rival beside the mixture: the same rows, stored as it was scored, told in words. */
import { expect, test } from 'vitest'
import { random } from '../../../main/engine/random.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import { scoreTreeBaseline, storedTrees, trainTreeBaseline } from '../../../main/training/trees.ts'
import type { TrainProgress } from '../../../main/training/types.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { attackCase } from './attack-case.ts'

const signal = new AbortController().signal
const config = ExperimentConfig.parse({
  model: { hidden: [8], expertEpochs: 2, gateEpochs: 2, batchSize: 64 },
})

test('each regime has trees of its own rows, and stored trees say what was scored', async () => {
  const c = attackCase(600)
  const steps: string[] = []
  const progress = ({ step }: TrainProgress) => void steps.push(step)
  const { protocols, models, dataset } = await trainExperiment(c, config, { progress, signal })
  c.close()
  expect(steps.some((step) => step === 'growing trees to compare with (balanced)')).toBe(true)
  for (const { trained, train, test: rows, treeScores } of protocols) {
    expect(trained.trees!.meta).toMatchObject({ rows: train.length, ofRows: train.length, depth: 6 })
    const stored = storedTrees(models, trained.regime)!
    expect(await scoreTreeBaseline(stored, dataset.matrix, rows, signal)).toEqual(treeScores)
    expect(treeScores!.detail).toMatch(
      /^\d+ trees of depth 6 at most, from \d+ rounds.*, trained on the same events$/,
    )
  }
  expect(storedTrees([], 'balanced')).toBeNull()
})

test('a wide or long table is cut down by seed, and the detail says so', async () => {
  const draw = random(3)
  const [rows, columns] = [120_000, 2]
  const data = Float32Array.from({ length: rows * columns }, () => draw())
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 10_000 === 0 ? 1 : 0))
  const all = Int32Array.from(labels.keys())
  const trees = await trainTreeBaseline({
    regime: 'imbalanced',
    matrix: { rows, columns, data, names: ['a', 'b'] },
    dataset: { classes: ['benign', 'rare'], labels, events: new Float64Array(), times: new Float64Array() },
    rows: { train: all, validation: all.subarray(0, 500) },
    seed: 1,
    report: () => undefined,
    signal,
  })
  expect(trees.meta).toMatchObject({ rows: 100_000, ofRows: 120_000 })
  const { detail } = await scoreTreeBaseline(
    trees,
    { rows, columns, data, names: [] },
    all.subarray(0, 9),
    signal,
  )
  expect(detail).toMatch(/trained on 100000 of the 120000 training events$/)
})
