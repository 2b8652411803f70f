/** Networks trained on several threads end in the bits of those trained on one, whoever computed what and whatever fails. */
import * as runtime from 'onnxruntime-node'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { ApartStepper, type Helper } from '../../../../main/engine/apart/apart-stepper.ts'
import { TrainingHelper, trainingEntry } from '../../../../main/engine/apart/helper.ts'
import { Parts } from '../../../../main/engine/apart/parts.ts'
import { StepQueue } from '../../../../main/engine/apart/queue.ts'
import type { SharedTraining } from '../../../../main/engine/apart/shared.ts'
import type { Host } from '../../../../main/engine/onnxruntime/session.ts'
import { OnnxStepper } from '../../../../main/engine/onnxruntime/cpu-stepper.ts'
import { train } from '../../../../main/engine/training/loop.ts'
import type { TrainPlan, TrainState, Trained } from '../../../../main/engine/types.ts'
import { weightsHash } from '../../../../main/engine/weights.ts'
import { expertLoss, initExperts } from '../../../../main/models/mixture.ts'
import { distance } from '../task.ts'
import { apartPlan, BATCH, FEATURES } from './plan.ts'

const host = (): Host => ({ runtime, threads: 1, paces: new Map() })
const apart = (plan: TrainPlan, helpers: Helper[]): Promise<Trained> =>
  train(plan, () => new ApartStepper(host(), plan, helpers))
const byOne = (plan: TrainPlan): Promise<Trained> => apart(plan, [])

function helpersOf(count: number): TrainingHelper[] {
  const helpers = Array.from({ length: count }, () => new TrainingHelper(trainingEntry()!))
  onTestFinished(() => helpers.forEach((helper) => helper.end()))
  return helpers
}

afterEach(() => vi.restoreAllMocks())

test.each([
  { experts: 5, threads: 2 },
  { experts: 2, threads: 2 },
  { experts: 5, threads: 4 },
  { experts: 3, threads: 1 },
])('$experts networks, $threads threads: weights and losses of one thread', async ({ experts, threads }) => {
  const plan = apartPlan({ keepBest: true }, experts)
  const helpers = helpersOf(threads - 1)
  const expected = await byOne(plan)
  // Threads join as they start: in the first training, or in the next.
  for (let round = 0; round < 2; round++) expect(await apart(plan, helpers)).toEqual(expected)
})

test('a network among others ends in the bits that it has alone', async () => {
  // Dropout takes another piece of the pool for each of them.
  const plan = apartPlan({ loss: expertLoss(0) })
  const together = await byOne(plan)
  const { x, y, seed, epochs, batchSize, learningRate } = plan
  for (const k of [0, 3]) {
    const weights = initExperts({ features: FEATURES, experts: 1, hidden: [64, 32] }, 3, k)
    const own = { rows: y.rows, columns: 1, data: y.data.filter((_, i) => i % y.columns === k) }
    const task = {
      name: 'one',
      weights,
      x,
      y: own,
      loss: expertLoss(0),
      seed,
      epochs,
      batchSize,
      learningRate,
    }
    const alone = await train(task, () => new OnnxStepper(host(), task))
    for (const [name, { data }] of Object.entries(alone.weights))
      expect(together.weights[name]!.data.subarray(k * data.length, (k + 1) * data.length)).toEqual(data)
    expect(together.losses.map(({ networks }) => networks[k]!.train)).toEqual(
      alone.losses.map(({ train }) => train),
    )
  }
})

test('nearly the weights and losses of all in one graph, dropout included', async () => {
  const plan = apartPlan()
  const graph = await train(plan, () => new OnnxStepper(host(), plan))
  const trained = await byOne(plan)
  for (const [name, { data }] of Object.entries(graph.weights))
    expect(distance(trained.weights[name]!.data, data)).toBeLessThan(1e-5)
  const losses = (of: Trained) => of.losses.flatMap(({ networks }) => networks.map(({ train }) => train))
  expect(distance(losses(trained), losses(graph))).toBeLessThan(1e-5)
})

test('a helper that does everything by itself gives the same bits', async () => {
  const plan = apartPlan()
  const [stepper, one] = [new ApartStepper(host(), plan, helpersOf(1)), new ApartStepper(host(), plan, [])]
  const count = 9
  const chunk = {
    batch: BATCH,
    count,
    firstStep: 4,
    order: Int32Array.from({ length: count * BATCH }, (_, i) => (i * 7) % 1290),
    rates: new Float32Array(2 * count).fill(1e-3),
  }
  await expect.poll(() => stepper.helping, { timeout: 20_000 }).toBe(1)
  const expected = await one.run(chunk)
  vi.spyOn(Parts.prototype, 'work').mockResolvedValue()
  const losses = await stepper.run(chunk)
  expect(losses).toEqual(expected)
  expect(stepper.vectors()).toEqual(one.vectors())
  expect(losses.every((loss) => loss > 0)).toBe(true)
  await Promise.all([stepper.dispose(), one.dispose()])
})

test('a state of several threads is one for a single thread, and the other way round', async () => {
  const [states, others]: TrainState[][] = [[], []]
  const helpers = helpersOf(1)
  const onState = (list: TrainState[]) => (take: () => TrainState) => void list.push(take())
  const trained = await apart(apartPlan({ onState: onState(states!) }), helpers)
  await byOne(apartPlan({ onState: onState(others!) }))
  const hash = weightsHash(trained.weights)
  const inside = (list: TrainState[]) => list.find(({ epoch, row }) => epoch === 2 && row > 0)!
  expect(weightsHash((await byOne(apartPlan({ resume: inside(states!) }))).weights)).toBe(hash)
  expect(weightsHash((await apart(apartPlan({ resume: inside(others!) }), helpers)).weights)).toBe(hash)
})

/** Takes a piece of its third chunk, spoils what it should have computed, and is gone. */
function losesIt(): Helper {
  let [training, chunks, gone]: [SharedTraining | null, number, boolean] = [null, 0, false]
  return {
    open: (shared) => void (training = shared),
    has: () => !gone,
    close: () => {},
    work: () => {
      if (++chunks < 3) return Promise.resolve(true)
      gone = true
      const { threads, queue, state } = training!
      const piece = new StepQueue(state.length, threads, queue).take()!
      state[piece.network]!.parameters.fill(NaN)
      return Promise.resolve(false)
    },
  }
}

test('what a helper had in hand when it failed is computed again', async () => {
  const plan = apartPlan()
  expect(await apart(plan, [losesIt()])).toEqual(await byOne(plan))
})

test('a cancel is seen, and the helpers can be asked again', async () => {
  const stop = new AbortController()
  const helpers = helpersOf(1)
  const onState = (): void => stop.abort(new Error('enough'))
  await expect(apart(apartPlan({ signal: stop.signal, onState }), helpers)).rejects.toThrow('enough')
  expect(await apart(apartPlan(), helpers)).toEqual(await byOne(apartPlan()))
})

test('a loss that is not finite names its expert', async () => {
  const plan = apartPlan({ learningRate: 1e30, loss: expertLoss(0) })
  await expect(apart(plan, helpersOf(1))).rejects.toThrow(
    /loss of experts \(class \d\) became|A weight of experts/,
  )
})
