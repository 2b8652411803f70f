/** Odd and impossible input: a sound result or a clear Problem, never NaN weights. */
import { expect, test } from 'vitest'
import type { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, TrainPlan } from '../../../main/engine/types.ts'
import { expertForward, expertLoss, initExperts } from '../../../main/models/mixture.ts'
import { engines } from './engines.ts'
import { expertTask, table } from './task.ts'

const both = (change: Partial<TrainPlan>) => engines.map((engine) => ({ engine, plan: expertTask(change) }))

async function problem(work: Promise<unknown>): Promise<Problem> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error: Problem) => error,
  )
}

const rows = (count: number, columns: number, value: number | ((i: number) => number)): Rows => ({
  rows: count,
  columns,
  data: Float32Array.from({ length: count * columns }, (_, i) =>
    typeof value === 'number' ? value : value(i),
  ),
})

test.each(both({ x: rows(75, 7, (i) => (i < 7 * 40 ? 1 : 3e38)) }))(
  '$engine.name: a loss that is not finite stops it and says where and what the batch held',
  async ({ engine, plan }) => {
    const error = await problem(engine.train(plan))
    expect(error.code).toBe('loss-not-finite')
    expect(error.message).toMatch(
      /^The loss of experts \(network \d of 3\) became (NaN|-?Infinity) at step 1 \(epoch 1\)/,
    )
    expect(error.message).toMatch(
      /the batch held 32 rows with features from 1 to 3\.\d+e\+38 and targets from 0 to 1 \(farthest: column \d /,
    )
    expect(error.message).toMatch(/; rows: \d+ of target 1, \d+ of target 2, \d+ of target 3\)$/)
    expect(error.advice).toMatch(/learning rate/)
  },
)

test.each(both({ x: rows(75, 7, 1e19), learningRate: 1e19, loss: expertLoss(0) }))(
  '$engine.name: weights that run away are stopped too',
  async ({ engine, plan }) => {
    expect((await problem(engine.train(plan))).code).toBe('loss-not-finite')
  },
)

test.each([
  ['no rows', { x: rows(0, 7, 0), y: rows(0, 3, 0) }, 'bad-training-data', /no training rows for experts/],
  ['no columns', { x: rows(75, 0, 0) }, 'bad-training-data', /no columns/],
  [
    'a missing value',
    { x: rows(75, 7, (i) => (i === 30 ? NaN : 0)) },
    'bad-training-data',
    /NaN at row 4, column 2/,
  ],
  [
    'an infinite target',
    { y: rows(75, 3, (i) => (i === 4 ? Infinity : 0)) },
    'bad-training-data',
    /Infinity at row 1/,
  ],
  ['too few targets', { y: rows(74, 3, 0) }, 'bad-training-plan', /75 training rows have 74 targets/],
  [
    'no validation rows',
    { validation: { x: rows(0, 7, 0), y: rows(0, 3, 0) } },
    'bad-training-data',
    /no validation rows/,
  ],
  [
    'other validation columns',
    { validation: { x: rows(9, 6, 0), y: rows(9, 3, 0) } },
    'bad-training-plan',
    /6 features/,
  ],
  ['the best of nothing', { keepBest: true }, 'bad-training-plan', /without validation/],
  ['no epochs', { epochs: 0 }, 'bad-training-plan', /epochs is 0/],
  ['half a row a step', { batchSize: 0.5 }, 'bad-training-plan', /batchSize is 0.5/],
  ['no learning', { learningRate: 0 }, 'bad-training-plan', /learningRate/],
  ['no weights', { weights: {} }, 'bad-training-plan', /no weights/],
] as const)('%s', async (_name, change, code, message) => {
  for (const { engine, plan } of both(change)) {
    const error = await problem(engine.train(plan))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  }
})

test.each([
  ['one row', 1, 7, 128],
  ['fewer rows than a batch', 20, 7, 128],
  ['one row left over', 33, 7, 32],
  ['one feature', 40, 1, 16],
  ['a batch of one', 5, 2, 1],
] as const)('%s', async (_name, count, features, batchSize) => {
  const { x } = table(count, 2, features)
  const y = rows(count, 2, (i) => i % 2)
  const weights = initExperts({ features, experts: 2, hidden: [4] }, 1)
  for (const { engine, plan } of both({ x, y, weights, batchSize, epochs: 3 })) {
    const trained = await engine.train(plan)
    expect(trained.steps).toBe(3 * Math.ceil(count / batchSize))
    const scores = await engine.score({ weights: trained.weights, forward: expertForward, x, columns: 2 })
    expect(scores).toHaveLength(count * 2)
    expect(scores.every(Number.isFinite)).toBe(true)
  }
})

test('constant features and a single class train to finite weights', async () => {
  for (const { engine, plan } of both({ x: rows(75, 7, 1), y: rows(75, 3, 1), epochs: 20 })) {
    const { losses } = await engine.train(plan)
    expect(losses.at(-1)!.train).toBeLessThan(losses[0]!.train)
  }
})

test('no rows to score give no scores', async () => {
  for (const { engine, plan } of both({})) {
    const job = { weights: plan.weights, forward: expertForward, x: rows(0, 7, 0), columns: 3 }
    expect(await engine.score(job)).toHaveLength(0)
  }
})
