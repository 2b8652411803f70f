/** A GPU that fails in the middle: the processor goes on from the last state, and says so. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../../../preload/contract/problem.ts'
import { withFallback } from '../../../main/engine/choice/fallback.ts'
import type { Engine, EpochLoss, TrainPlan } from '../../../main/engine/types.ts'
import { weightsHash } from '../../../main/engine/weights.ts'
import { expertForward } from '../../../main/models/mixture.ts'
import { traced } from './engines.ts'
import { losesCard } from './failing.ts'
import { expertTask, gateTask, table } from './task.ts'

const opened: string[] = []
const open = async (): Promise<Engine> => {
  opened.push(traced.name)
  return traced
}
/** Every look at the clock finds a second gone, so that every state is kept. */
beforeEach(() => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  opened.length = 0
})
afterEach(() => vi.restoreAllMocks())

/** Three steps an epoch, four epochs. */
const plan = (change: Partial<TrainPlan> = {}) => expertTask(change)

test.each([1, 4, 6, 11])('lost after step %i: the same bits as if nothing had happened', async (step) => {
  const whole = await traced.train(plan())
  const engine = withFallback(losesCard(traced, step), open)
  const told: EpochLoss[] = []
  const trained = await engine.train(plan({ onEpoch: (point) => told.push(point) }))
  expect(weightsHash(trained.weights)).toBe(weightsHash(whole.weights))
  expect(trained).toEqual(whole)
  expect(told).toEqual(whole.losses)
  expect(engine).toMatchObject({ name: 'onnxruntime-webgpu, then onnxruntime-cpu', device: 'CPU' })
  const from = step === 1 ? 'which began again' : `which went on from step ${step - 1}`
  expect(engine.trouble).toBe(
    `The engine onnxruntime-webgpu failed while training experts, ${from} on onnxruntime-cpu: The device was lost`,
  )
})

test('what is trained and scored after that stays on the processor', async () => {
  const engine = withFallback(losesCard(traced, 2), open)
  await engine.train(plan())
  const said = engine.trouble
  expect(await engine.train(gateTask())).toEqual(await traced.train(gateTask()))
  expect(engine.trouble).toBe(said)
  expect(opened).toEqual(['onnxruntime-cpu'])
})

test('a card lost while scoring: the processor scores', async () => {
  const { weights } = await traced.train(plan())
  const job = { weights, forward: expertForward, x: table(20).x, columns: 3 }
  const engine = withFallback(losesCard(traced, Infinity, false), open)
  expect(await engine.score(job)).toEqual(await traced.score(job))
  expect(engine.trouble).toMatch(
    /failed while scoring, which began again on onnxruntime-cpu: The device was lost/,
  )
})

test('an engine that does not fail is left alone', async () => {
  const engine = withFallback(losesCard(traced, Infinity), open)
  expect(await engine.train(plan())).toEqual(await traced.train(plan()))
  expect(engine).toMatchObject({ name: 'onnxruntime-webgpu', device: 'GPU', trouble: null })
  expect(opened).toEqual([])
})

test('a cancel and a bad plan are no fault of the card', async () => {
  const stop = new AbortController()
  const engine = withFallback(losesCard(traced, Infinity), open)
  const canceled = engine.train(plan({ signal: stop.signal, onState: () => stop.abort(new Error('enough')) }))
  await expect(canceled).rejects.toThrow('enough')
  await expect(engine.train(plan({ epochs: 0 }))).rejects.toMatchObject({ code: 'bad-training-plan' })
  expect(opened).toEqual([])
})

test('a loss that is not finite is computed again; if it is so on the processor too, that is said', async () => {
  const nonsense: Engine = {
    ...losesCard(traced, Infinity),
    train: () => Promise.reject(new Problem('loss-not-finite', 'The loss became NaN')),
  }
  const engine = withFallback(nonsense, open)
  expect(await engine.train(plan())).toEqual(await traced.train(plan()))
  expect(engine.trouble).toMatch(/The loss became NaN/)
  const hopeless = withFallback(nonsense, open).train(plan({ learningRate: 1, epochs: 200, ...huge() }))
  await expect(hopeless).rejects.toMatchObject({ code: 'loss-not-finite' })
})

function huge(): Pick<TrainPlan, 'x'> {
  const { x } = table(75)
  return { x: { ...x, data: x.data.map((value) => value * 1e38) } }
}
