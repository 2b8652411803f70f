/** Training and scoring, on both engines: same numbers, repeatable, cancelable, tidy. */
import { expect, test } from 'vitest'
import { noAids } from '../../../main/engine/training/dropout.ts'
import { onBackend, tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import type { EpochLoss, Rows, Weights } from '../../../main/engine/types.ts'
import { weightsHash } from '../../../main/engine/weights.ts'
import { expertForward, expertLoss, gateForward } from '../../../main/models/mixture.ts'
import { eager, engines, traced } from './engines.ts'
import { distance, expertTask, gateTask, SHAPE, table } from './task.ts'

/** Traced and eager differ only in the order of float32 sums. */
const PARITY = 1e-5

function furthest(a: Weights, b: Weights): number {
  return Math.max(...Object.keys(b).map((name) => distance(a[name]!.data, b[name]!.data)))
}

test.each([expertTask({ validation: table3() }), gateTask({ validation: table3(), keepBest: true })])(
  'training $name takes the same steps traced and eagerly, dropout and short batches included',
  async (plan) => {
    const [a, b] = [await traced.train(plan), await eager.train(plan)]
    expect(a.steps).toBe(12)
    expect(b.steps).toBe(12)
    expect(furthest(a.weights, b.weights)).toBeLessThan(PARITY)
    const curve = (losses: EpochLoss[]) =>
      losses.flatMap((loss) => [loss.train, loss.validation!, ...loss.networks.map((one) => one.train)])
    expect(distance(curve(a.losses), curve(b.losses))).toBeLessThan(PARITY)
  },
)

test('Adam takes the steps of tf.train.adam', async () => {
  const plan = expertTask({ batchSize: 75, epochs: 6, loss: expertLoss(0), learningRate: 1e-3 })
  const { weights } = await eager.train(plan)
  const reference = onBackend('cpu', () => {
    const variables = Object.fromEntries(
      Object.entries(plan.weights).map(([name, { shape, data }]) => [
        name,
        tf.variable(tf.tensor(data.slice(), shape)),
      ]),
    )
    const [x, y] = [tf.tensor2d(plan.x.data, [75, 7]), tf.tensor2d(plan.y.data, [75, 3])]
    const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8)
    for (let step = 0; step < 6; step++) adam.minimize(() => tf.sum(plan.loss(variables, x, y, noAids)))
    return variables
  })
  for (const [name, { data }] of Object.entries(weights)) {
    expect(distance(data, reference[name]!.dataSync())).toBeLessThan(1e-5)
  }
  tf.disposeVariables()
})

test('experts in one panel train exactly as each would alone', async () => {
  const plan = expertTask({ loss: expertLoss(0) })
  const { weights } = await eager.train(plan)
  for (let k = 0; k < SHAPE.experts; k++) {
    const alone = await eager.train({ ...plan, weights: pick(plan.weights, k), y: column(plan.y, k) })
    expect(furthest(pick(weights, k), alone.weights)).toBeLessThan(1e-6)
  }
})

test.each(engines)('$name: the same seed gives the same bits, another seed others', async (engine) => {
  const hash = async (seed: number) => weightsHash((await engine.train(expertTask({ seed }))).weights)
  const first = await hash(5)
  expect(await hash(5)).toBe(first)
  expect(await hash(6)).not.toBe(first)
})

test.each(engines)('$name: a row scores the same whatever comes with it', async (engine) => {
  const { weights } = await engine.train(expertTask())
  const { x } = table(1100, 4)
  const score = (rows: Rows) => engine.score({ weights, forward: expertForward, x: rows, columns: 3 })
  const all = await score(x)
  expect(all).toHaveLength(3300)
  for (const [from, count] of [
    [0, 1],
    [510, 5],
    [1099, 1],
    [3, 700],
  ] as const) {
    const part = await score({ rows: count, columns: 7, data: x.data.slice(from * 7, (from + count) * 7) })
    expect(part).toEqual(all.slice(from * 3, (from + count) * 3))
  }
})

test('scores agree between engines', async () => {
  const { weights } = await traced.train(gateTask())
  const job = { weights, forward: gateForward, x: table(600, 8).x, columns: 3 }
  expect(distance(await traced.score(job), await eager.score(job))).toBeLessThan(PARITY)
})

test.each(engines)('$name: it learns, and the best epoch is the one given back', async (engine) => {
  const plan = gateTask({ epochs: 25, learningRate: 0.05, validation: table3(), keepBest: true }, 300)
  const points: EpochLoss[] = []
  const { weights, losses } = await engine.train({ ...plan, onEpoch: (point) => points.push(point) })
  expect(points).toEqual(losses)
  expect(losses.map((loss) => loss.epoch)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
  expect(losses.at(-1)!.train).toBeLessThan(losses[0]!.train / 2)
  const again = await engine.train({ ...plan, weights, epochs: 1, learningRate: 1e-12, keepBest: false })
  expect(again.losses[0]!.validation).toBeCloseTo(Math.min(...losses.map((loss) => loss.validation!)), 5)
})

test.each(engines)('$name: nothing is dropped at rate 0 nor while validating', async (engine) => {
  const { x, y, weights } = expertTask()
  const still = { epochs: 1, batchSize: 75, learningRate: 1e-12, validation: { x, y } }
  const kept = await engine.train(expertTask({ ...still, loss: expertLoss(0) }))
  const dropped = await engine.train(expertTask({ ...still, loss: expertLoss(0.5) }))
  expect(kept.losses[0]!.train).toBeCloseTo(kept.losses[0]!.validation!, 6)
  expect(dropped.losses[0]!.validation).toBeCloseTo(kept.losses[0]!.validation!, 6)
  expect(Math.abs(dropped.losses[0]!.train - kept.losses[0]!.train)).toBeGreaterThan(1e-3)
  expect(furthest(kept.weights, weights)).toBeLessThan(1e-9)
})

test.each(engines)('$name: a cancel stops it with the reason, and progress only grows', async (engine) => {
  const stop = new AbortController()
  const seen: number[] = []
  const onEpoch = ({ epoch }: EpochLoss) => (epoch === 2 ? stop.abort(new Error('enough')) : undefined)
  const plan = expertTask({
    epochs: 10_000,
    signal: stop.signal,
    onEpoch,
    onStep: (share) => seen.push(share),
  })
  await expect(engine.train(plan)).rejects.toThrow('enough')
  await expect(engine.train(plan)).rejects.toThrow('enough')
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const done: number[] = []
  await engine.train(expertTask({ onStep: (share) => done.push(share) }))
  expect(done.at(-1)).toBe(1)
})

test.each(engines)('$name: leaves no tensors behind', async (engine) => {
  const before = tf.memory().numTensors
  const { weights } = await engine.train(expertTask({ validation: table3() }))
  await engine.score({ weights, forward: expertForward, x: table(10).x, columns: 3 })
  await expect(engine.train(expertTask({ x: huge(75) }))).rejects.toThrow('loss of experts')
  expect(tf.memory().numTensors).toBe(before)
})

function table3() {
  const { x, y } = expertTask({}, 40)
  return { x, y }
}

function huge(rows: number): Rows {
  return { rows, columns: SHAPE.features, data: new Float32Array(rows * SHAPE.features).fill(3e38) }
}

function pick(weights: Weights, k: number): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => {
      const size = data.length / shape[0]!
      return [name, { shape: shape.with(0, 1), data: data.slice(k * size, (k + 1) * size) }]
    }),
  )
}

function column({ rows, columns, data }: Rows, k: number): Rows {
  return { rows, columns: 1, data: Float32Array.from({ length: rows }, (_, row) => data[row * columns + k]!) }
}
