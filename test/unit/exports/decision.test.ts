/** The exported decision and the exported networks say what Tribunal says, ties and all. */
import { expect, test } from 'vitest'
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { random } from '../../../main/engine/random.ts'
import { addForward } from '../../../main/engine/trace/any-batch.ts'
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import { decide, STRATEGIES } from '../../../main/evaluation/decide.ts'
import { addDecision } from '../../../main/exports/onnx/decision.ts'
import { expertForward, gateForward, initExperts, initGate } from '../../../main/models/mixture.ts'
import { runGraph } from './graph.ts'

/** Coarse numbers, so that many weights and products are equal, at a threshold, or zero. */
function coarse(count: number, seed: number): Float32Array {
  const next = random(seed)
  return Float32Array.from({ length: count }, () => Math.floor(next() * 6) / 10)
}

test.each(STRATEGIES.flatMap((strategy) => [1, 2, 3, 9, 0.1, 0.3, 0.99].map((p) => [strategy, p] as const)))(
  '%s with %d decides every row as Tribunal does',
  async (strategy, parameter) => {
    const [rows, experts] = [500, 4]
    const [gate, probability] = [coarse(rows * experts, 3), coarse(rows * experts, 5)]
    const results = await runGraph(
      { gate: { width: experts, data: gate }, probability: { width: experts, data: probability } },
      (graph) => {
        const names = { gate: 'gate', probability: 'probability', experts }
        const { scores, predicted } = addDecision(graph, names, { strategy, parameter })
        return { [scores]: 'float32', [predicted]: 'int64' }
      },
    )
    const [scores, predicted] = Object.values(results)
    const told = decide(
      { rows, classes: experts, experts: ['a', 'b', 'c', 'd'], form: 'panel', gate, probability },
      strategy,
      parameter,
    )
    expect(Array.from(predicted!, Number)).toEqual([...told.predicted])
    expect(scores).toEqual(gate.map((weight, i) => weight * probability[i]!))
  },
)

test.each([1, 2, 513])('experts and gate give %d rows what the oracle gives them', async (rows) => {
  const shape = { features: 6, experts: 3, hidden: [7, 5] }
  const data = coarse(rows * 6, 8)
  const x = { rows, columns: 6, data }
  const oracle = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
  for (const [weights, forward] of [
    [initExperts(shape, 4), expertForward],
    [initGate(shape, 4), gateForward],
  ] as const) {
    const results = await runGraph({ x: { width: 6, data } }, (graph) => {
      return { [addForward(graph, 'x', { weights, forward, features: 6 })]: 'float32' }
    })
    const expected = await oracle.score({ weights, forward, x, columns: 3 })
    const found = Object.values(results)[0]!
    expect(found).toHaveLength(expected.length)
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5))
  }
})

test('numbers of rows that are part of a shape follow the batch', async () => {
  const data = coarse(5 * 6, 2)
  const results = await runGraph({ x: { width: 6, data } }, (graph) => {
    const forward = (_: object, x: tf.Tensor2D) => {
      const [rows] = x.shape
      const doubled = tf.reshape(tf.concat([tf.reshape(x, [-1]), tf.reshape(x, [rows * 6])]), [2 * rows, 6])
      return tf.slice2d(doubled as tf.Tensor2D, [rows, 0], [rows, 6])
    }
    return { [addForward(graph, 'x', { weights: {}, forward, features: 6 })]: 'float32' }
  })
  expect(Object.values(results)[0]).toEqual(data)
})

test('a model that depends on its rows in another way is refused', async () => {
  const forward = (_: object, x: tf.Tensor2D) => tf.mul<tf.Tensor2D>(x, x.shape[0])
  await expect(
    runGraph({ x: { width: 2, data: new Float32Array(2) } }, (graph) => {
      return { [addForward(graph, 'x', { weights: {}, forward, features: 2 })]: 'float32' }
    }),
  ).rejects.toThrow('any number of rows')
})
