/**
 * The flow network against PyTorch's own layers: figures of test/reference/flows.py, made once and kept. Weights and rows
 * follow formulas, so only results are stored. Plain descent, as Adam would hide what is wrong with small gradients.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createOnnxEngine } from '../../../../main/engine/onnxruntime/cpu-engine.ts'
import { mixSeed, permutation } from '../../../../main/engine/random.ts'
import type { LossFunction, Rows, Weights } from '../../../../main/engine/types.ts'
import { maskedLoss } from '../../../../main/models/flows/masked.ts'
import { flowsForward, flowsLoss } from '../../../../main/models/flows/network.ts'
import { carriedOf, initFlows, initRebuild } from '../../../../main/models/flows/parameters.ts'
import { publishedMixture, type FlowsShape } from '../../../../main/models/flows/shape.ts'
import { oneHot } from '../../../../main/models/mixture.ts'
import { distance } from '../../engine/task.ts'

interface Figures {
  names: string[]
  /** Logits and gate weights before and after three steps. */
  before: number[]
  after: number[]
  losses: number[]
  /** Running statistics of the last convolution after these steps. */
  mean: number[]
  variance: number[]
  /** Loss of stage one before and after a step. */
  masked: number[]
}

const path = new URL('../../../reference/flows.json', import.meta.url)
const figures = JSON.parse(readFileSync(path, 'utf8')) as Figures
const engine = await createOnnxEngine()
/** Two programs in float32 add in different orders. */
const TOLERANCE = 2e-5

const shape: FlowsShape = {
  ...publishedMixture(),
  features: 11,
  experts: [
    { name: 'tabular', columns: [0, 1, 2, 3, 4] },
    { name: 'temporal', columns: [5, 6, 7, 8, 9, 10] },
  ],
  width: 16,
  heads: 4,
}
const x = { rows: 7, columns: 11, data: Float32Array.from({ length: 77 }, (_, i) => 1.5 * Math.sin(0.9 * i)) }
const y = oneHot([1, 0, 0, 1, 0, 0, 1], 2)
const descent = { optimizer: { kind: 'sgd', weightDecay: 0 } as const, learningRate: 0.1, batchSize: 7 }

function formula(weights: Weights, first: number): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }], a) => {
      const one = /\.(scale|variance)$/.test(name) ? 1 : 0
      const number = (i: number) => one + 0.25 * Math.sin(1.3 * (first + a) + 0.37 * i)
      return [name, { shape, data: Float32Array.from(data, (_, i) => number(i)) }]
    }),
  )
}

const weights = formula(initFlows(shape, 1), 0)
const score = (weights: Weights) => engine.score({ weights, forward: flowsForward(shape), x, columns: 4 })

test('the same arrays in the same order', () => {
  expect(Object.keys(weights)).toEqual(figures.names)
})

test('scores of fixed weights', async () => {
  expect(distance(await score(weights), figures.before)).toBeLessThan(TOLERANCE)
})

test('three steps of weighted cross entropy: losses, scores and running statistics', async () => {
  const loss = flowsLoss(shape, { dropout: 0, classWeights: [0.68, 1.89] })
  const plan = {
    name: 'flows',
    weights,
    carried: carriedOf(shape),
    x,
    y,
    loss,
    seed: 1,
    epochs: 3,
    ...descent,
  }
  const trained = await engine.train(plan)
  const losses = trained.losses.map(({ train }) => train)
  expect(distance(losses, figures.losses)).toBeLessThan(TOLERANCE)
  expect(distance(await score(trained.weights), figures.after)).toBeLessThan(TOLERANCE)
  expect(distance(trained.weights['temporal.2.mean']!.data, figures.mean)).toBeLessThan(TOLERANCE)
  expect(distance(trained.weights['temporal.2.variance']!.data, figures.variance)).toBeLessThan(TOLERANCE)
})

test('a step of masked feature modelling', async () => {
  const own = Object.entries(weights).filter(([name]) => name.startsWith('tabular.'))
  const all = { ...Object.fromEntries(own), ...formula(initRebuild(shape, 1), 100) }
  // The pattern of validation hides by place, so the rows must come in their order.
  const loss: LossFunction = (params, x, y, aids) =>
    maskedLoss(shape, { dropout: 0 })(params, x, y, { ...aids, training: false })
  const shuffled = reordered(x, permutation(7, mixSeed(1, 'order', 1)))
  const plan = { name: 'masked', weights: all, x: shuffled, y, loss, seed: 1, epochs: 1, ...descent }
  const { losses } = await engine.train({ ...plan, validation: { x, y } })
  expect(distance([losses[0]!.train, losses[0]!.validation!], figures.masked)).toBeLessThan(TOLERANCE)
})

/** The rows so that taking them in `order` gives them as they were. */
function reordered({ rows, columns, data }: Rows, order: Int32Array): Rows {
  const result = new Float32Array(data.length)
  order.forEach((row, i) => result.set(data.subarray(i * columns, (i + 1) * columns), row * columns))
  return { rows, columns, data: result }
}
