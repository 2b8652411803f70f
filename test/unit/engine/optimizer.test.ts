/** Plain gradient descent: the steps of the library's own, the weight decay of the textbook, the same on both engines. */
import { expect, test } from 'vitest'
import { noAids } from '../../../main/engine/training/dropout.ts'
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { createOnnxEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import { onBackend, tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import { expertLoss } from '../../../main/models/mixture.ts'
import { distance, expertTask } from './task.ts'

const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
const traced = await createOnnxEngine()
const descent = (weightDecay: number) =>
  expertTask({
    batchSize: 75,
    epochs: 5,
    loss: expertLoss(0),
    learningRate: 0.1,
    optimizer: { kind: 'sgd', weightDecay },
  })

test('descent takes the steps of tf.train.sgd, decay added to the loss as half its square', async () => {
  const plan = descent(0.01)
  const { weights } = await eager.train(plan)
  const reference = onBackend('cpu', () => {
    const variables = Object.fromEntries(
      Object.entries(plan.weights).map(([name, { shape, data }]) => [
        name,
        tf.variable(tf.tensor(data.slice(), shape)),
      ]),
    )
    const [x, y] = [tf.tensor2d(plan.x.data, [75, 7]), tf.tensor2d(plan.y.data, [75, 3])]
    const sgd = tf.train.sgd(0.1)
    const penalty = () =>
      Object.values(variables)
        .map((one) => tf.sum(tf.square(one)))
        .reduce((a, b) => tf.add(a, b))
    for (let step = 0; step < 5; step++)
      sgd.minimize(() => tf.add(tf.sum(plan.loss(variables, x, y, noAids)), tf.mul(penalty(), 0.005)))
    return variables
  })
  for (const [name, { data }] of Object.entries(weights))
    expect(distance(data, reference[name]!.dataSync())).toBeLessThan(1e-5)
  tf.disposeVariables()
})

test.each([0, 0.01])('descent is the same traced and eagerly, decay %d', async (decay) => {
  const plan = descent(decay)
  const [a, b] = [await traced.train(plan), await eager.train(plan)]
  for (const [name, { data }] of Object.entries(b.weights))
    expect(distance(a.weights[name]!.data, data)).toBeLessThan(1e-5)
  expect(a.losses.at(-1)!.train).toBeLessThan(a.losses[0]!.train)
})
