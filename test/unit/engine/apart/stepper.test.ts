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
import { panelLoss } from '../../../../main/models/mixture.ts'
import { apartPlan, BATCH } from './plan.ts'

const host = (): Host => ({ runtime, threads: 1, paces: new Map() })
const whole = (plan: TrainPlan): Promise<Trained> => train(plan, () => new OnnxStepper(host(), plan))
const apart = (plan: TrainPlan, helpers: Helper[]): Promise<Trained> =>
  train(plan, () => new ApartStepper(host(), plan, helpers))

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
  const expected = await whole(plan)
  // Threads join as they start: in the first training, or in the next.
  for (let round = 0; round < 2; round++) expect(await apart(plan, helpers)).toEqual(expected)
})

test('a helper that does everything by itself gives the same bits', async () => {
  const plan = apartPlan()
  const [stepper, one] = [new ApartStepper(host(), plan, helpersOf(1)), new OnnxStepper(host(), plan)]
  const count = 9
  const chunk = {
    batch: BATCH,
    count,
    firstStep: 4,
    order: Int32Array.from({ length: count * BATCH }, (_, i) => (i * 7) % 1290),
    rates: new Float32Array(2 * count).fill(1e-3),
  }
  await expect.poll(() => stepper.helping, { timeout: 20_000 }).toBe(1)
  vi.spyOn(Parts.prototype, 'work').mockResolvedValue()
  const losses = await stepper.run(chunk)
  expect(losses).toEqual(await one.run(chunk))
  expect(stepper.vectors()).toEqual(one.vectors())
  expect(losses.every((loss) => loss > 0)).toBe(true)
  await Promise.all([stepper.dispose(), one.dispose()])
})

test('a state of several threads is one for a single thread, and the other way round', async () => {
  const [states, others]: TrainState[][] = [[], []]
  const helpers = helpersOf(1)
  const onState = (list: TrainState[]) => (take: () => TrainState) => void list.push(take())
  const trained = await apart(apartPlan({ onState: onState(states!) }), helpers)
  await whole(apartPlan({ onState: onState(others!) }))
  const hash = weightsHash(trained.weights)
  const inside = (list: TrainState[]) => list.find(({ epoch, row }) => epoch === 2 && row > 0)!
  expect(weightsHash((await whole(apartPlan({ resume: inside(states!) }))).weights)).toBe(hash)
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
      const { groups, threads, queue, state } = training!
      const sizes = groups.map(({ size }) => size)
      const piece = new StepQueue(sizes, threads, queue).take()!
      state[piece.group]!.parameters.fill(NaN)
      return Promise.resolve(false)
    },
  }
}

test('what a helper had in hand when it failed is computed again', async () => {
  const plan = apartPlan()
  expect(await apart(plan, [losesIt()])).toEqual(await whole(plan))
})

test('a cancel is seen, and the helpers can be asked again', async () => {
  const stop = new AbortController()
  const helpers = helpersOf(1)
  const onState = (): void => stop.abort(new Error('enough'))
  await expect(apart(apartPlan({ signal: stop.signal, onState }), helpers)).rejects.toThrow('enough')
  expect(await apart(apartPlan(), helpers)).toEqual(await whole(apartPlan()))
})

test('a loss that is not finite names its expert', async () => {
  const plan = apartPlan({ learningRate: 1e30, loss: panelLoss(0) })
  await expect(apart(plan, helpersOf(1))).rejects.toThrow(
    /loss of experts \(class \d\) became|A weight of experts/,
  )
})
