/** The expert for the unknown as a whole: its promises, bad input, and real captures beside scikit-learn. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { normal, random } from '../../../../main/engine/random.ts'
import type { Rows, Weights } from '../../../../main/engine/types.ts'
import { weightsHash } from '../../../../main/engine/weights.ts'
import { rankScores, rocAuc } from '../../../../main/evaluation/ranking.ts'
import { distinctRows } from '../../../../main/models/novelty/distinct-rows.ts'
import { scoreNovelty, trainNovelty } from '../../../../main/models/novelty/expert.ts'
import { fitMixture, meanLogLikelihood } from '../../../../main/models/novelty/expectation-maximization.ts'
import { missingBeth, readBeth } from '../beth.ts'

/** Two clouds, and others far from both. */
function clouds(rows: number, columns: number, seed: number, shift = 0): Rows {
  const draw = normal(random(seed))
  const data = Float32Array.from({ length: rows * columns }, (_, i) => {
    const cloud = Math.floor(i / columns) % 2
    return draw() * 0.5 + (cloud ? 3 : -3) + shift
  })
  return { rows, columns, data }
}
const none: Rows = { rows: 0, columns: 3, data: new Float32Array() }
const auc = (odds: Float64Array, truth: ArrayLike<number>) =>
  rocAuc(
    rankScores(
      odds.length,
      (row) => odds[row]!,
      (row) => truth[row] === 1,
    ),
  )!

test.each(['mixture', 'nearest'] as const)('%s tells what it never saw from benign', async (density) => {
  const plan = { benign: clouds(600, 3, 1), unseen: clouds(400, 3, 2), seed: 7, settings: { density } }
  const { weights, meta } = await trainNovelty(plan)
  const [known, strange] = [clouds(500, 3, 3), clouds(500, 3, 4, 3)]
  const both: Rows = { rows: 1000, columns: 3, data: Float32Array.of(...known.data, ...strange.data) }
  const odds = await scoreNovelty(weights, both)
  const truth = Uint8Array.from({ length: 1000 }, (_, row) => Number(row >= 500))
  expect(auc(odds, truth)).toBeGreaterThan(0.99)
  expect(odds.subarray(0, 500).filter((value) => value > 0).length).toBeLessThan(30)
  expect(odds.subarray(500).filter((value) => value > 0).length).toBeGreaterThan(450)
  expect(meta).toMatchObject({ density, rows: 600, different: 600, calibratedOn: 400, falseAlarms: 0.01 })
  expect(weightsHash((await trainNovelty(plan)).weights)).toBe(weightsHash(weights))
})

test('a row says the same whatever is beside it', async () => {
  const { weights } = await trainNovelty({ benign: clouds(200, 3, 1), unseen: none, seed: 1 })
  const x = clouds(70, 3, 5, 1)
  const all = await scoreNovelty(weights, x)
  for (const row of [0, 13, 69]) {
    const alone = { rows: 1, columns: 3, data: x.data.slice(row * 3, row * 3 + 3) }
    expect((await scoreNovelty(weights, alone))[0]).toBe(all[row])
  }
})

test('constant, single, repeated and very wide rows give finite odds', async () => {
  const lines = (rows: number, columns: number, value: (i: number) => number): Rows => ({
    rows,
    columns,
    data: Float32Array.from({ length: rows * columns }, (_, i) => value(i)),
  })
  const draw = random(3)
  for (const benign of [
    lines(2, 3, () => 0),
    lines(50, 3, () => 5),
    lines(90, 1, (i) => i % 2),
    lines(40, 900, () => draw()),
    lines(30, 17, (i) => (i % 17 === 3 ? 1 : 0)),
  ])
    for (const density of ['mixture', 'nearest'] as const) {
      const unseen = { rows: 0, columns: benign.columns, data: new Float32Array() }
      const { weights } = await trainNovelty({ benign, unseen, seed: 2, settings: { density } })
      const odds = await scoreNovelty(weights, { ...benign, data: benign.data.map((value) => value + 10) })
      expect(odds.every(Number.isFinite)).toBe(true)
      expect(Object.values(weights).every(({ data }) => data.every(Number.isFinite))).toBe(true)
    }
})

test('a long table is cut down by seed', async () => {
  const benign = clouds(3000, 3, 1)
  const plan = { benign, unseen: clouds(100, 3, 2), seed: 4, settings: { maxRows: 500, components: [2] } }
  const { meta } = await trainNovelty(plan)
  expect(meta).toMatchObject({ rows: 3000, different: 3000, used: 500 })
})

test('what cannot be learned from, or is damaged, is said in words', async () => {
  const benign = clouds(50, 3, 1)
  const fails = (promise: Promise<unknown>, code: string) => expect(promise).rejects.toMatchObject({ code })
  await fails(trainNovelty({ benign: none, unseen: none, seed: 1 }), 'no-benign-rows')
  for (const settings of [{ components: [] }, { ridge: 0 }, { falseAlarms: 0.7 }, { maxRows: 0 }])
    await fails(trainNovelty({ benign, unseen: none, seed: 1, settings }), 'bad-novelty-settings')
  const { weights } = await trainNovelty({ benign, unseen: none, seed: 1 })
  const without = (name: string): Weights =>
    Object.fromEntries(Object.entries(weights).filter(([key]) => key !== name))
  for (const name of Object.keys(weights))
    await fails(scoreNovelty(without(name), benign), 'bad-novelty-model')
  await fails(scoreNovelty(weights, clouds(5, 4, 1)), 'bad-novelty-model')
  const stop = AbortSignal.abort(new Error('enough'))
  await expect(trainNovelty({ benign, unseen: none, seed: 1, signal: stop })).rejects.toThrow('enough')
})

const reference = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../reference/beth.json'), 'utf8'),
) as Record<'withIds' | 'withoutIds', { nearestNeighbor: number; oneGaussianMeanLogLikelihood: number }>

test.skipIf(missingBeth)('on BETH ids carry the result (needs real captures)', async () => {
  for (const ids of [true, false]) {
    const { benign, test: x, truth } = readBeth(ids)
    const known = reference[ids ? 'withIds' : 'withoutIds']
    const unseen: Rows = { rows: 0, columns: benign.columns, data: new Float32Array() }
    const area = async (density: 'mixture' | 'nearest', seed: number) => {
      const { weights } = await trainNovelty({ benign, unseen, seed, settings: { density } })
      return auc(await scoreNovelty(weights, x), truth)
    }
    const mixtures = [await area('mixture', 1), await area('mixture', 2), await area('mixture', 42)]
    const nearest = await area('nearest', 1)
    const shown = mixtures.map((value) => value.toFixed(4)).join(', ')
    console.log(`BETH ${ids ? 'with' : 'without'} ids: AUROC mixture ${shown}; nearest ${nearest.toFixed(4)}`)
    if (ids) expect(Math.min(...mixtures)).toBeGreaterThan(0.97)
    else expect(Math.max(...mixtures)).toBeLessThan(0.7)
    // A fifth of the benign rows is kept aside here, none there.
    expect(Math.abs(nearest - known.nearestNeighbor)).toBeLessThan(0.003)
    const all = distinctRows(benign)
    const one = fitMixture(all, { components: 1, covariance: 'full', ridge: 1e-3, seed: 1 })
    expect(meanLogLikelihood(all, one)).toBeCloseTo(known.oneGaussianMeanLogLikelihood, 3)
  }
})
