/** Logistic regression and the descent below it: against scikit-learn, by property, and bad input. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rows } from '../../../../main/engine/types.ts'
import { rankScores, rocAuc } from '../../../../main/evaluation/ranking.ts'
import { descend } from '../../../../main/models/linear/lbfgs.ts'
import { scoreLogistic, trainLogistic } from '../../../../main/models/linear/logistic.ts'
import { missingBeth, readBeth } from '../beth.ts'

const reference = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../reference', name), 'utf8'))

/** The table of test/reference/logistic.py. */
function formula(): { x: Rows; labels: Uint8Array } {
  const [rows, columns] = [240, 4]
  const data = Float32Array.from({ length: rows * columns }, (_, at) => (((at * 7919) % 997) / 997) * 4 - 2)
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0, d = 0] = data.subarray(row * columns, row * columns + 4)
    const scores = [a + b, b * c, d - a]
    return scores.indexOf(Math.max(...scores))
  })
  return { x: { rows, columns, data }, labels }
}

test('weights and biases are those of scikit-learn, at every strength', async () => {
  const { fits } = reference('logistic.json') as {
    fits: { strength: number; weights: number[][]; bias: number[] }[]
  }
  for (const { strength, weights: known, bias } of fits) {
    const plan = { ...formula(), classes: 3, strength, tolerance: 1e-9, rounds: 2000 }
    const { weights, settled } = await trainLogistic(plan)
    expect(settled).toBe(true)
    const own = weights['weight']!.data
    known.flat().forEach((value, i) => expect(own[i]).toBeCloseTo(value, 3))
    const biases = [...weights['bias']!.data]
    const mean = biases.reduce((sum, value) => sum + value, 0) / 3
    bias.forEach((value, c) => expect(biases[c]! - mean).toBeCloseTo(value, 3))
  }
})

test('the loss falls with every round, and probabilities are shares of one', async () => {
  const path: number[] = []
  const onRound = (_: number, loss: number) => void path.push(loss)
  const { x, labels } = formula()
  const { weights, loss } = await trainLogistic({ x, labels, classes: 3, onRound })
  expect(path.length).toBeGreaterThan(3)
  expect(path.every((value, i) => value < (path[i - 1] ?? Math.log(3)))).toBe(true)
  expect(loss).toBe(path.at(-1))
  const shares = scoreLogistic(weights, x)
  for (let row = 0; row < x.rows; row++)
    expect(shares.subarray(row * 3, row * 3 + 3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
})

test('a bowl is left at its lowest place, from anywhere', async () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true })
  const steep = fc.double({ min: 0.01, max: 100, noNaN: true })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(number, steep, number), { minLength: 1, maxLength: 6 }),
      async (axes) => {
        const slopeOf = (at: Float64Array, slope: Float64Array) =>
          axes.reduce((sum, [place, factor], i) => {
            slope[i] = factor * (at[i]! - place)
            return sum + (factor * (at[i]! - place) ** 2) / 2
          }, 0)
        const start = Float64Array.from(axes, ([, , from]) => from)
        const { at } = await descend(start, slopeOf, { rounds: 500, tolerance: 1e-6 })
        axes.forEach(([place, factor], i) => expect(Math.abs(at[i]! - place) * factor).toBeLessThan(1e-4))
      },
    ),
    { numRuns: 50 },
  )
})

test('one class, constant features and a class without rows are sound', async () => {
  const x: Rows = { rows: 6, columns: 2, data: new Float32Array(12).fill(3) }
  const one = await trainLogistic({ x, labels: new Uint8Array(6).fill(1), classes: 3 })
  const shares = scoreLogistic(one.weights, x)
  expect(shares.every(Number.isFinite)).toBe(true)
  expect(shares[1]).toBeGreaterThan(0.9)
  const even = await trainLogistic({ x, labels: Uint8Array.of(0, 1, 0, 1, 0, 1), classes: 2 })
  expect(scoreLogistic(even.weights, x)[0]).toBeCloseTo(0.5, 6)
})

test('what cannot be trained on or scored is said in words', async () => {
  const { x, labels } = formula()
  const empty: Rows = { rows: 0, columns: 4, data: new Float32Array() }
  await expect(trainLogistic({ x: empty, labels: new Uint8Array(), classes: 2 })).rejects.toMatchObject({
    code: 'bad-training-data',
  })
  await expect(trainLogistic({ x, labels: new Uint8Array(3), classes: 2 })).rejects.toThrow(/3 labels/)
  const { weights } = await trainLogistic({ x, labels, classes: 3, rounds: 2 })
  expect(() => scoreLogistic(weights, { rows: 1, columns: 2, data: new Float32Array(2) })).toThrow(/damaged/)
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(trainLogistic({ x, labels, classes: 3, signal })).rejects.toThrow('enough')
})

test.skipIf(missingBeth)('on BETH it reaches what scikit-learn reaches (needs real captures)', async () => {
  type Known = Record<'withIds' | 'withoutIds', { logisticRegression: { auc: number } }>
  for (const ids of [true, false]) {
    const { train, trainLabels, test: x, truth } = readBeth(ids)
    const plan = { x: train, labels: trainLabels, classes: 2, rounds: 2000, tolerance: 1e-8, strength: 2 }
    // Two softmax scores hold back their difference half as much as one logistic score does.
    const { weights } = await trainLogistic(plan)
    const shares = scoreLogistic(weights, x)
    const odds = (row: number) => Math.log(shares[row * 2 + 1]!) - Math.log(shares[row * 2]!)
    const area = rocAuc(rankScores(x.rows, odds, (row) => truth[row] === 1))!
    const known = (reference('beth.json') as Known)[ids ? 'withIds' : 'withoutIds'].logisticRegression.auc
    console.log(
      `BETH ${ids ? 'with' : 'without'} ids: logistic regression ${area.toFixed(4)}, scikit-learn ${known}`,
    )
    expect(Math.abs(area - known)).toBeLessThan(0.002)
  }
})
