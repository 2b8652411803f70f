/** Weights that a loss hands on from step to step, as batch norm does with its running statistics. */
import { expect, test } from 'vitest'
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import type { LossFunction, TrainPlan, TrainState } from '../../../main/engine/types.ts'
import { engines } from './engines.ts'
import { distance, table } from './task.ts'

/** Half of the running mean of x, half of the batch's; while validating the running mean alone decides. */
const centered: LossFunction = (params, x, y, aids) => {
  const mean = aids.training ? tf.mean(x, 0) : params['mean']!
  aids.carry('mean', tf.add(tf.mul(params['mean']!, 0.5), tf.mul(mean, 0.5)))
  const guess = tf.matMul(aids.dropout(tf.sub(x, mean), 0.2), params['w'] as tf.Tensor2D)
  return tf.mean<tf.Scalar>(tf.square(tf.sub(guess, y)))
}

function plan(change: Partial<TrainPlan> = {}): TrainPlan {
  const { x } = table(40, 1, 3)
  const y = { rows: 40, columns: 1, data: Float32Array.from({ length: 40 }, (_, i) => x.data[i * 3]! + 1) }
  const weights = {
    w: { shape: [3, 1], data: Float32Array.of(0.1, 0.2, -0.1) },
    mean: { shape: [3], data: new Float32Array(3) },
  }
  const settings = { epochs: 3, batchSize: 16, learningRate: 0.01, seed: 4 }
  return { name: 'carrying', weights, carried: ['mean'], x, y, loss: centered, ...settings, ...change }
}

test.each(engines)(
  '$name: carried weights follow the batches, and Adam leaves them alone',
  async (engine) => {
    const rows = 40
    const { x } = plan()
    const { weights } = await engine.train(plan({ batchSize: rows }))
    const means = [0, 1, 2].map((column) => {
      let sum = 0
      for (let row = 0; row < rows; row++) sum += x.data[row * 3 + column]!
      return sum / rows
    })
    // One step an epoch: three steps towards the mean of all rows.
    const expected = means.map((mean) => mean * (1 - 0.5 ** 3))
    expect(distance(weights['mean']!.data, expected)).toBeLessThan(1e-6)
    expect(weights['w']!.data).not.toEqual(plan().weights['w']!.data)
  },
)

test('both engines carry the same numbers', async () => {
  const { x, y } = plan()
  const all = await Promise.all(engines.map((engine) => engine.train(plan({ validation: { x, y } }))))
  const [eager, traced] = all as [(typeof all)[0], (typeof all)[0]]
  for (const name of ['w', 'mean'])
    expect(distance(traced.weights[name]!.data, eager.weights[name]!.data)).toBeLessThan(1e-5)
  expect(traced.losses[2]!.validation).toBeCloseTo(eager.losses[2]!.validation!, 5)
})

test.each(engines)('$name: a training resumed at any state carries on as if unbroken', async (engine) => {
  const states: TrainState[] = []
  const whole = await engine.train(plan({ onState: (take) => states.push(take()) }))
  expect(states.length).toBeGreaterThan(6)
  for (const resume of states) expect(await engine.train(plan({ resume }))).toEqual(whole)
})

test('carried weights must stand last, and only they can be carried', async () => {
  const [engine] = engines
  const { w, mean } = plan().weights
  const wrong = plan({ weights: { mean: mean!, w: w! } })
  await expect(engine!.train(wrong)).rejects.toThrow('carried weights are not the last ones')
  await expect(engine!.train(plan({ carried: ['mean', 'w'] }))).rejects.toThrow('not the last ones')
  await expect(engine!.train(plan({ carried: [] }))).rejects.toThrow('mean is not a carried weight')
})
