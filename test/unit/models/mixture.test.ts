/** The S1 networks against a plain loop over numbers, written apart from them. */
import { noAids } from '../../../main/engine/training/dropout.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { createOnnxEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import { random } from '../../../main/engine/random.ts'
import { onBackend, tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import type { LossFunction, Rows, Weights } from '../../../main/engine/types.ts'
import {
  expertForward,
  expertLoss,
  gateForward,
  gateLoss,
  initExperts,
  initGate,
  joinExperts,
  oneHot,
  sigmoid,
} from '../../../main/models/mixture.ts'

const SHAPE = { features: 5, experts: 3, hidden: [4, 3] }
const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
const next = random(2)
const x: Rows = { rows: 6, columns: 5, data: Float32Array.from({ length: 30 }, () => next() * 4 - 2) }
const y = oneHot([0, 1, 2, 0, 1, 1], 3)

/** One row through layers of [in][out] weights. */
function plain(row: number[], layers: { weight: number[][]; bias: number[] }[]): number[] {
  return layers.reduce((values, { weight, bias }, layer) => {
    const input = layer === 0 ? values : values.map((value) => Math.max(0, value))
    return bias.map((start, out) => input.reduce((sum, value, i) => sum + value * weight[i]![out]!, start))
  }, row)
}

function layersOf(weights: Weights, prefix: string, expert = 0) {
  return [0, 1, 2].map((layer) => {
    const { shape, data } = weights[`${prefix}.${layer}.weight`]!
    const [inputs, outputs] = [shape.at(-2)!, shape.at(-1)!]
    const bias = weights[`${prefix}.${layer}.bias`]!.data
    const at = (i: number, out: number) => data[expert * inputs * outputs + i * outputs + out]!
    const range = (n: number) => Array.from({ length: n }, (_, i) => i)
    return {
      weight: range(inputs).map((i) => range(outputs).map((out) => at(i, out))),
      bias: range(outputs).map((out) => bias[expert * outputs + out]!),
    }
  })
}

const rowsOf = ({ data, columns }: Rows) =>
  Array.from({ length: data.length / columns }, (_, r) => [...data.subarray(r * columns, (r + 1) * columns)])

/** Weights with biases that are not zero, as after training. */
function stirred(weights: Weights): Weights {
  const shake = random(8)
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value + shake() - 0.5) },
    ]),
  )
}

test('expert logits are those of K separate networks', async () => {
  const weights = stirred(initExperts(SHAPE, 1))
  const scores = await eager.score({ weights, forward: expertForward, x, columns: 3 })
  const expected = rowsOf(x).flatMap((row) =>
    [0, 1, 2].map((k) => plain(row, layersOf(weights, 'expert', k))[0]!),
  )
  for (const [i, value] of expected.entries()) expect(scores[i]).toBeCloseTo(value, 5)
})

test('gate logits are those of one network', async () => {
  const weights = stirred(initGate(SHAPE, 1))
  const scores = await eager.score({ weights, forward: gateForward, x, columns: 3 })
  const expected = rowsOf(x).flatMap((row) => plain(row, layersOf(weights, 'gate')))
  for (const [i, value] of expected.entries()) expect(scores[i]).toBeCloseTo(value, 5)
})

test('losses are binary cross entropy: per expert, and one mean for the gate', async () => {
  const entropy = (logit: number, target: number) =>
    -(target * Math.log(1 / (1 + Math.exp(-logit))) + (1 - target) * Math.log(1 - 1 / (1 + Math.exp(-logit))))
  const experts = stirred(initExperts(SHAPE, 1))
  const perExpert = [0, 1, 2].map((k) => {
    const each = rowsOf(x).map((row, r) =>
      entropy(plain(row, layersOf(experts, 'expert', k))[0]!, y.data[r * 3 + k]!),
    )
    return each.reduce((a, b) => a + b, 0) / each.length
  })
  expect(lossOf(expertLoss(0.2), experts).map((value) => value.toFixed(5))).toEqual(
    perExpert.map((v) => v.toFixed(5)),
  )
  const gate = stirred(initGate(SHAPE, 1))
  const all = rowsOf(x).flatMap((row, r) =>
    plain(row, layersOf(gate, 'gate')).map((logit, k) => entropy(logit, y.data[r * 3 + k]!)),
  )
  expect(lossOf(gateLoss(0.2), gate)[0]).toBeCloseTo(all.reduce((a, b) => a + b, 0) / all.length, 5)
})

test('the loss stays finite for any logit', () => {
  const weights = initExperts(SHAPE, 1)
  for (const part of Object.values(weights)) part.data.fill(30)
  expect(lossOf(expertLoss(0), weights).every(Number.isFinite)).toBe(true)
})

test('published sizes: parameters of the experts and the gate', () => {
  const count = (weights: Weights) =>
    Object.values(weights).reduce((total, part) => total + part.data.length, 0)
  const shape = { features: 100, experts: 5, hidden: [64, 32] }
  expect(count(initExperts(shape, 1))).toBe(5 * (100 * 64 + 64 + 64 * 32 + 32 + 32 + 1))
  expect(count(initGate(shape, 1))).toBe(100 * 64 + 64 + 64 * 32 + 32 + 32 * 5 + 5)
})

test('an expert begins the same in any panel, and spreads as He says', () => {
  const shape = { features: 200, experts: 3, hidden: [100] }
  const panel = initExperts(shape, 4)
  const third = initExperts({ ...shape, experts: 1 }, 4, 2)
  const { data } = panel['expert.0.weight']!
  expect(third['expert.0.weight']!.data).toEqual(data.slice(2 * 20_000))
  expect(initExperts(shape, 4)).toEqual(panel)
  expect(initExperts(shape, 5)).not.toEqual(panel)
  const deviation = Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / data.length)
  expect(deviation).toBeCloseTo(Math.sqrt(2 / 200), 2)
  expect(panel['expert.0.bias']!.data.every((value) => value === 0)).toBe(true)
})

test('experts trained apart, one-class as published, join to a panel; each says yes to everything', async () => {
  const engine = await createOnnxEngine()
  const parts: Weights[] = []
  for (let k = 0; k < 3; k++) {
    const own = rowsOf(x).filter((_, r) => y.data[r * 3 + k] === 1)
    const rows: Rows = { rows: own.length, columns: 5, data: Float32Array.from(own.flat()) }
    const ones: Rows = { rows: own.length, columns: 1, data: new Float32Array(own.length).fill(1) }
    const weights = initExperts({ ...SHAPE, experts: 1 }, 1, k)
    const settings = { epochs: 300, batchSize: 128, learningRate: 0.05, seed: 1 }
    const plan = { name: `expert ${k}`, weights, x: rows, y: ones, loss: expertLoss(0), ...settings }
    parts.push((await engine.train(plan)).weights)
  }
  const panel = joinExperts(parts)
  expect(panel['expert.0.weight']!.shape).toEqual([3, 5, 4])
  const scores = sigmoid(await engine.score({ weights: panel, forward: expertForward, x, columns: 3 }))
  for (let k = 0; k < 3; k++) {
    const alone = await engine.score({ weights: parts[k]!, forward: expertForward, x, columns: 1 })
    expect(scores.filter((_, i) => i % 3 === k)).toEqual(sigmoid(alone))
  }
  expect(Math.min(...scores)).toBeGreaterThan(0.5)
})

test('one-hot has a single 1 a row, in the place of the label', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 50 }), (labels) => {
      const { rows, columns, data } = oneHot(Uint8Array.from(labels), 5)
      expect([rows, columns]).toEqual([labels.length, 5])
      labels.forEach((label, row) => {
        expect([...data.subarray(row * 5, row * 5 + 5)]).toEqual(
          [0, 1, 2, 3, 4].map((k) => Number(k === label)),
        )
      })
    }),
  )
})

test('sigmoid is right at both ends', () => {
  expect([...sigmoid(Float32Array.of(-200, 0, 200))]).toEqual([0, 0.5, 1])
  expect(sigmoid(Float32Array.of(2))[0]).toBeCloseTo(0.880797, 6)
})

function lossOf(loss: LossFunction, weights: Weights): number[] {
  const result = onBackend('cpu', () => {
    const params = Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
    )
    return loss(params, tf.tensor2d(x.data, [6, 5]), tf.tensor2d(y.data, [6, 3]), noAids)
  })
  const numbers = [...result.dataSync()]
  result.dispose()
  return numbers
}
