/** Training and scoring of boosted trees: against a slow reference, its own promises, and bad input. */
import { expect, test } from 'vitest'
import { weightsHash } from '../../../../main/engine/weights.ts'
import { scoreTrees } from '../../../../main/models/trees/score.ts'
import { trainTrees, type TreePlan } from '../../../../main/models/trees/train.ts'
import { drawTable, rowsOf, slowBoost } from './tables.ts'

const problem = async (plan: TreePlan) => {
  const outcome = await trainTrees(plan).catch((error: unknown) => error)
  return outcome
}
const logit = (p: number) => Math.log(p / (1 - p))

test.each([1, 2, 3])(
  'says what a trainer says that tries every split on every row (seed %i)',
  async (seed) => {
    const table = drawTable(160, 2, seed)
    const fresh = drawTable(80, 2, seed + 100)
    const { weights } = await trainTrees({ ...table, classes: 2, settings: { rounds: 6, depth: 3 } })
    const shares = await scoreTrees(weights, fresh.x)
    slowBoost(table, fresh.x, 6, 3).forEach((margin, row) =>
      expect(logit(shares[row * 2 + 1]!)).toBeCloseTo(margin, 3),
    )
  },
)

test('the loss on training rows falls with every round, for two classes and for several', async () => {
  for (const classes of [2, 5]) {
    const { losses } = await trainTrees({ ...drawTable(400, classes, 4), classes, settings: { rounds: 30 } })
    const path = [Math.log(classes), ...losses.map(({ train }) => train)]
    expect(path.every((loss, i) => i === 0 || loss < path[i - 1]!)).toBe(true)
  }
})

test('probabilities are shares of one, and a row says the same whatever is beside it', async () => {
  const table = drawTable(300, 4, 5)
  const { weights } = await trainTrees({ ...table, classes: 4, settings: { rounds: 8 } })
  const all = await scoreTrees(weights, table.x)
  for (let row = 0; row < 300; row++) {
    const own = all.subarray(row * 4, row * 4 + 4)
    expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
    expect(own.every((share) => share > 0 && share < 1)).toBe(true)
  }
  const last = { rows: 1, columns: table.x.columns, data: table.x.data.slice(-table.x.columns) }
  expect(await scoreTrees(weights, last)).toEqual(all.slice(-4))
})

test('the same rows give the same trees, on one thread and on several', async () => {
  const plan = { ...drawTable(500, 5, 6), classes: 5, settings: { rounds: 10 } }
  const validation = drawTable(200, 5, 7)
  const once = await trainTrees({ ...plan, validation })
  for (const threads of [1, 2, 3]) {
    const again = await trainTrees({ ...plan, validation, threads })
    expect(weightsHash(again.weights)).toBe(weightsHash(once.weights))
    expect(again.losses).toEqual(once.losses)
  }
})

test('validation rows stop it early, and the best round is the last that is kept', async () => {
  const validation = drawTable(300, 3, 9)
  const plan = { ...drawTable(300, 3, 8), classes: 3, validation, settings: { rounds: 200, patience: 5 } }
  const { rounds, stopped, losses, weights } = await trainTrees(plan)
  const path = losses.map((point) => point.validation!)
  expect(stopped).toBe(rounds + 5)
  expect(losses).toHaveLength(stopped!)
  expect(path.indexOf(Math.min(...path)) + 1).toBe(rounds)
  expect(weights['roots']!.shape).toEqual([rounds, 3])
  const shares = await scoreTrees(weights, validation.x)
  const loss = [...validation.labels].reduce((sum, label, row) => sum - Math.log(shares[row * 3 + label]!), 0)
  expect(loss / 300).toBeCloseTo(Math.min(...path), 5)
})

test('class weights move it towards the class that weighs more', async () => {
  const table = drawTable(400, 2, 10)
  const called = async (classWeights: number[] | null) => {
    const { weights } = await trainTrees({ ...table, classes: 2, settings: { rounds: 5, classWeights } })
    const shares = await scoreTrees(weights, table.x)
    return shares.filter((share, i) => i % 2 === 1 && share > 0.5).length
  }
  expect(await called([1, 8])).toBeGreaterThan(await called(null))
  expect(await called([8, 1])).toBeLessThan(await called(null))
  expect(await called([1, 1])).toBe(await called(null))
})

test('a class that weighs n counts as n rows each', async () => {
  const table = drawTable(150, 3, 15)
  const counts = [1, 3, 2]
  const rows = [...table.labels].flatMap((label, row) => Array.from({ length: counts[label]! }, () => row))
  const lines = rows.map((row) => [...table.x.data.subarray(row * 4, row * 4 + 4)])
  const repeated = { x: rowsOf(lines), labels: Uint8Array.from(rows, (row) => table.labels[row]!) }
  const settings = { rounds: 5, depth: 3 }
  const once = await trainTrees({ ...table, classes: 3, settings: { ...settings, classWeights: counts } })
  const often = await trainTrees({ ...repeated, classes: 3, settings })
  const fresh = drawTable(60, 3, 16).x
  const [a, b] = [await scoreTrees(once.weights, fresh), await scoreTrees(often.weights, fresh)]
  a.forEach((share, i) => expect(share).toBeCloseTo(b[i]!, 4))
})

test('missing values go where it pays, in training and in scoring; infinity counts as missing', async () => {
  for (const attack of [0, 1]) {
    const lines = Array.from({ length: 60 }, (_, i) => [i % 3 === 0 ? NaN : i % 3])
    const labels = Uint8Array.from(lines, ([value]) => (Number.isNaN(value) ? attack : 1 - attack))
    const { weights } = await trainTrees({ x: rowsOf(lines), labels, classes: 2, settings: { rounds: 20 } })
    const shares = await scoreTrees(weights, rowsOf([[NaN], [Infinity], [-Infinity], [1], [2]]))
    expect([...shares].filter((_, i) => i % 2 === 1).map((share) => share > 0.5)).toEqual(
      [1, 1, 1, 0, 0].map((missing) => missing === attack),
    )
  }
})

test('a table from which nothing can be learned gives the shares of the classes', async () => {
  const constant = rowsOf(Array.from({ length: 40 }, () => [7, NaN]))
  const labels = Uint8Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 1 : 0))
  const { weights } = await trainTrees({ x: constant, labels, classes: 2 })
  expect((await scoreTrees(weights, rowsOf([[0, 1]])))[1]).toBeCloseTo(0.25, 2)
  const one = await trainTrees({ x: constant, labels: new Uint8Array(40).fill(2), classes: 4 })
  expect((await scoreTrees(one.weights, constant))[2]).toBeGreaterThan(0.99)
})

test('one row of each class, no column, one row: sound', async () => {
  const few = { x: rowsOf([[1], [2], [3]]), labels: Uint8Array.of(0, 1, 2), classes: 3 }
  for (const plan of [
    few,
    { x: { rows: 3, columns: 0, data: new Float32Array() }, labels: few.labels, classes: 3 },
    { x: rowsOf([[1, NaN]]), labels: Uint8Array.of(1), classes: 2 },
  ]) {
    const { weights } = await trainTrees(plan)
    expect((await scoreTrees(weights, plan.x)).every((share) => share >= 0 && share <= 1)).toBe(true)
  }
})

test('what cannot be trained on is said in words', async () => {
  const table = drawTable(20, 2, 11)
  const none = { x: { rows: 0, columns: 4, data: new Float32Array() }, labels: new Uint8Array() }
  const bad: [TreePlan, string, RegExp][] = [
    [{ ...none, classes: 2 }, 'bad-training-data', /no row/],
    [{ ...table, classes: 1 }, 'bad-training-data', /1 classes/],
    [{ ...table, labels: new Uint8Array(20).fill(9), classes: 3 }, 'bad-training-data', /class 9/],
    [{ ...table, labels: new Uint8Array(3), classes: 2 }, 'bad-training-data', /not as large/],
    [
      { ...table, classes: 2, validation: { x: rowsOf([[1]]), labels: Uint8Array.of(0) } },
      'bad-training-data',
      /columns/,
    ],
    [{ ...table, classes: 2, settings: { depth: 0 } }, 'bad-tree-settings', /depth is 0/],
    [{ ...table, classes: 2, settings: { learningRate: NaN } }, 'bad-tree-settings', /learningRate/],
    [{ ...table, classes: 2, settings: { classWeights: [1] } }, 'bad-tree-settings', /one weight/],
  ]
  for (const [plan, code, message] of bad)
    expect(await problem(plan)).toMatchObject({ code, message: expect.stringMatching(message) as string })
})

test('canceling ends it with the reason given, on one thread and on several', async () => {
  for (const threads of [1, 2]) {
    const stop = new AbortController()
    const onRound = ({ round }: { round: number }) => void (round === 2 && stop.abort(new Error('enough')))
    const plan = { ...drawTable(300, 4, 12), classes: 4, threads, onRound, signal: stop.signal }
    await expect(trainTrees(plan)).rejects.toThrow('enough')
  }
  const { weights } = await trainTrees({ ...drawTable(50, 2, 13), classes: 2 })
  expect(await scoreTrees(weights, drawTable(50, 2, 14).x, new AbortController().signal)).toHaveLength(100)
})
