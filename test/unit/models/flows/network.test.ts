/** Flow networks: the same on both engines, whatever the gate; weights that are weights; able to learn. */
import { describe, expect, test } from 'vitest'
import { createEagerEngine } from '../../../../main/engine/tensorflow/eager.ts'
import { createOnnxEngine } from '../../../../main/engine/onnxruntime/cpu-engine.ts'
import type { Trained, TrainPlan, TrainState, Weights } from '../../../../main/engine/types.ts'
import { flowsForward, flowsLoss } from '../../../../main/models/flows/network.ts'
import { initFlows } from '../../../../main/models/flows/parameters.ts'
import type { FlowsShape } from '../../../../main/models/flows/shape.ts'
import { distance } from '../../engine/task.ts'
import { flowPlan, flowRows, smallShape } from './task.ts'

const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
const traced = await createOnnxEngine()
const gates = ['soft', 'top-k', 'attention', 'hierarchical'] as const
const { x } = flowRows(50)

/** Plain descent, as Adam takes whole steps along gradients that are 0 but for rounding (biases of keys have such). */
const descent = { optimizer: { kind: 'sgd', weightDecay: 0 } as const, learningRate: 0.1, epochs: 1 }

function furthest(a: Weights, b: Weights): number {
  return Math.max(...Object.keys(a).map((name) => distance(b[name]!.data, a[name]!.data)))
}

describe.each(gates)('%s gate', (gate) => {
  const shape = smallShape(gate)

  test('traced and eager training come to the same weights, losses and scores', async () => {
    const { x, y } = flowRows(20)
    const plan = flowPlan(shape, { ...descent, validation: { x, y } }, 34)
    const [a, b] = [await eager.train(plan), await traced.train(plan)]
    expect(furthest(a.weights, b.weights)).toBeLessThan(1e-5)
    expect(b.losses[0]!.train).toBeCloseTo(a.losses[0]!.train, 5)
    expect(b.losses[0]!.validation).toBeCloseTo(a.losses[0]!.validation!, 5)
    const job = { weights: a.weights, forward: flowsForward(shape), x, columns: 7 }
    expect(distance(await traced.score(job), await eager.score(job))).toBeLessThan(1e-5)
  })

  test('every row has one weight per expert, together 1, and top-k lets two speak', async () => {
    const scores = await traced.score({ ...job(shape), columns: 7 })
    for (let row = 0; row < x.rows; row++) {
      const weights = [...scores.subarray(row * 7 + 3, row * 7 + 7)]
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
      expect(weights.filter((weight) => weight > 0)).toHaveLength(gate === 'top-k' ? 2 : 4)
    }
  })
})

test.each([1, 2, 3])('%i experts work too', async (experts) => {
  const shape = smallShape('hierarchical', experts)
  const scores = await traced.score({ ...job(shape), columns: 3 + experts })
  expect(scores).toHaveLength(50 * (3 + experts))
  expect(scores.every(Number.isFinite)).toBe(true)
  if (experts === 1) expect(scores[3]).toBe(1)
})

test('it learns what only several experts together can see', async () => {
  const shape = smallShape('soft', 2)
  const { x, y } = flowRows(600)
  const loss = flowsLoss(shape, { dropout: 0.1, classWeights: [1, 1, 1] })
  const { weights } = await traced.train(
    flowPlan(shape, { x, y, loss, epochs: 30, batchSize: 32, learningRate: 3e-3 }),
  )
  const test = flowRows(300, 8)
  const scores = await traced.score({ weights, forward: flowsForward(shape), x: test.x, columns: 5 })
  const right = test.labels.filter((label, row) => {
    const logits = [...scores.subarray(row * 5, row * 5 + 3)]
    return logits.indexOf(Math.max(...logits)) === label
  })
  expect(right.length / 300).toBeGreaterThan(0.9)
})

test('a training resumed at any state ends in the bits of an unbroken one, running statistics included', async () => {
  const { x, y } = flowRows(20)
  const shape = smallShape('soft', 2)
  const states: TrainState[] = []
  const kept = { validation: { x, y }, keepBest: true }
  const plan = (change: Partial<TrainPlan>) => flowPlan(shape, { ...kept, ...change }, 34)
  const whole = await traced.train(plan({ onState: (take) => states.push(take()) }))
  const again: Trained[] = []
  for (const resume of states) again.push(await traced.train(plan({ resume })))
  expect(again.length).toBeGreaterThan(4)
  for (const trained of again) expect(trained).toEqual(whole)
  expect(whole.weights['temporal.2.variance']!.data).not.toEqual(
    initFlows(shape, 3)['temporal.2.variance']!.data,
  )
})

test('a row scores the same bits whatever rows come with it', async () => {
  const shape = smallShape()
  const all = await traced.score({ ...job(shape), columns: 7 })
  const one = { rows: 1, columns: 9, data: x.data.slice(31 * 9, 32 * 9) }
  const alone = await traced.score({ ...job(shape), x: one, columns: 7 })
  expect(alone).toEqual(all.slice(31 * 7, 32 * 7))
})

function job(shape: FlowsShape) {
  return { weights: initFlows(shape, 3), forward: flowsForward(shape), x }
}
