/** The ensemble of MLPs: plain scoring against tensors, one member against a plain MLP, and that it learns on both engines. */
import { expect, test } from 'vitest'
import { createEagerEngine } from '../../../../main/engine/tensorflow/eager.ts'
import { createOnnxEngine } from '../../../../main/engine/onnxruntime/cpu-engine.ts'
import { random } from '../../../../main/engine/random.ts'
import { onBackend, tf } from '../../../../main/engine/tensorflow/tensorflow.ts'
import type { Rows, Weights } from '../../../../main/engine/types.ts'
import {
  ensembleLoss,
  initEnsemble,
  memberLogits,
  shapeOf,
} from '../../../../main/models/ensemble/members.ts'
import { scoreEnsemble } from '../../../../main/models/ensemble/score.ts'
import { oneHot } from '../../../../main/models/mixture.ts'

const SHAPE = { features: 4, classes: 3, members: 5, hidden: [6, 5] }

function table(rows: number, seed: number): { x: Rows; labels: Uint8Array } {
  const draw = random(seed)
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % 3)
  const data = Float32Array.from({ length: rows * 4 }, (_, i) => {
    const label = Math.floor(i / 4) % 3
    return draw() * 2 - 1 + (i % 4 === label ? 2 : 0)
  })
  return { x: { rows, columns: 4, data }, labels }
}

/** Weights with adapters and biases that are not all alike, as after training. */
function stirred(weights: Weights): Weights {
  const shake = random(8)
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value + shake() - 0.5) },
    ]),
  )
}

test('plain scoring says what the tensors say', async () => {
  const weights = stirred(initEnsemble(SHAPE, 1))
  const { x } = table(7, 2)
  const shares = onBackend('cpu', () => {
    const params = Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
    )
    const logits = memberLogits(params, tf.tensor2d(x.data, [x.rows, 4]))
    expect(logits.shape).toEqual([5, 7, 3])
    return [...tf.mean(tf.softmax(logits), 0).dataSync()]
  })
  const own = await scoreEnsemble(weights, x)
  shares.forEach((share, i) => expect(own[i]).toBeCloseTo(share, 5))
})

test('members differ in their first adapter only, and share every matrix', () => {
  const weights = initEnsemble(SHAPE, 3)
  expect(shapeOf(weights)).toEqual(SHAPE)
  expect(new Set(weights['layer.0.before']!.data)).toEqual(new Set([1, -1]))
  expect(new Set(weights['layer.1.before']!.data)).toEqual(new Set([1]))
  expect(weights['layer.0.weight']!.shape).toEqual([4, 6])
  expect(initEnsemble(SHAPE, 3)).toEqual(weights)
  const numbers = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0)
  const shared = 4 * 6 + 6 * 5
  expect(numbers).toBe(shared + 5 * (4 + 6 + 6 + 6 + 5 + 5) + 5 * (5 * 3 + 3))
})

test('it learns, and both engines come to the same weights', async () => {
  const { x, labels } = table(240, 4)
  const plan = {
    name: 'ensemble',
    weights: initEnsemble(SHAPE, 5),
    x,
    y: oneHot(labels, 3),
    loss: ensembleLoss(0.1),
    epochs: 12,
    batchSize: 48,
    learningRate: 1e-2,
    seed: 6,
  }
  const [onnx, eager] = [await createOnnxEngine(), createEagerEngine('tfjs-cpu', 'cpu', 'CPU')]
  const [traced, plain] = [await onnx.train(plan), await eager.train(plan)]
  await onnx.dispose()
  expect(traced.losses.at(-1)!.train).toBeLessThan(0.5 * traced.losses[0]!.train)
  for (const [name, { data }] of Object.entries(plain.weights))
    data.forEach((value, i) => expect(traced.weights[name]!.data[i]).toBeCloseTo(value, 3))
  const fresh = table(90, 9)
  const shares = await scoreEnsemble(traced.weights, fresh.x)
  const right = fresh.labels.filter((label, row) => {
    const own = [...shares.subarray(row * 3, row * 3 + 3)]
    return own.indexOf(Math.max(...own)) === label
  })
  expect(right.length).toBeGreaterThan(80)
})

test('other features, damage and cancel are said in words', async () => {
  const weights = initEnsemble(SHAPE, 1)
  const narrow: Rows = { rows: 1, columns: 2, data: new Float32Array(2) }
  await expect(scoreEnsemble(weights, narrow)).rejects.toMatchObject({ code: 'bad-ensemble' })
  await expect(scoreEnsemble({}, table(3, 1).x)).rejects.toMatchObject({ code: 'bad-ensemble' })
})
