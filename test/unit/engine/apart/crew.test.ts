/** Which trainings are cut for several threads, and what becomes of threads that fail or are left at work. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as runtime from 'onnxruntime-node'
import { expect, onTestFinished, test } from 'vitest'
import { isApart, TrainingCrew } from '../../../../main/engine/apart/crew.ts'
import { createEagerEngine } from '../../../../main/engine/tensorflow/eager.ts'
import type { SharedTraining } from '../../../../main/engine/apart/shared.ts'
import type { TrainPlan } from '../../../../main/engine/types.ts'
import { initExperts } from '../../../../main/models/mixture.ts'
import { apartPlan, FEATURES } from './plan.ts'

function crewOf(threads: number): TrainingCrew {
  const crew = new TrainingCrew({ runtime, threads, paces: new Map() })
  onTestFinished(() => crew.dispose())
  return crew
}

/** So many epochs that several threads pay. */
const MANY = 150

test('several threads for much work, as many as there are networks', () => {
  const much = apartPlan({ epochs: MANY })
  const helping = (threads: number, plan: TrainPlan) => crewOf(threads).helpersFor(plan).length
  expect(helping(2, much)).toBe(1)
  expect(helping(8, much)).toBe(4)
  expect(helping(1, much)).toBe(0)
  expect(helping(2, { ...much, epochs: 3 })).toBe(0)
})

test('by themselves are networks that are large enough, whatever the machine and however long the training', () => {
  const plan = apartPlan()
  const sized = (hidden: number[]) => initExperts({ features: FEATURES, experts: 5, hidden }, 1)
  expect(isApart(plan)).toBe(true)
  expect(isApart({ ...plan, epochs: 1e6 })).toBe(true)
  expect(isApart({ ...plan, apart: false })).toBe(false)
  expect(isApart({ ...plan, weights: sized([6]) })).toBe(false)
  expect(isApart({ ...plan, weights: sized([1024, 512]) })).toBe(false)
  expect(isApart(apartPlan({}, 1))).toBe(false)
})

test('weights that are not one per network are refused', async () => {
  const engine = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
  const weights = initExperts({ features: FEATURES, experts: 4, hidden: [6] }, 1)
  await expect(engine.train(apartPlan({ weights }))).rejects.toThrow('not those of 5 networks apart')
})

test('a thread that cannot do it says so, and another takes its place', async () => {
  const crew = crewOf(2)
  const [helper] = crew.helpers(1)
  const one = { rows: 1, columns: 1, data: new Float32Array(1) }
  const nonsense = {
    id: 1,
    threads: 2,
    x: one,
    y: one,
    programs: new Map([[1, { bytes: new Uint8Array(3), masks: [] }]]),
    gather: new Uint8Array(3),
    state: [],
    pools: new Map(),
    queue: new Int32Array(1),
  } satisfies SharedTraining
  helper!.open(nonsense, 1)
  await expect.poll(() => helper!.isThere, { timeout: 20_000 }).toBe(false)
  const chunk = { batch: 1, order: new Int32Array(), rates: new Float32Array() }
  const rows = { x: new Float32Array(), words: new Int32Array() }
  const more = { rows, offsets: new BigInt64Array(), losses: new Float32Array() }
  expect(await helper!.work(1, { ...chunk, ...more })).toBe(false)
  expect(crew.helpers(1)[0]).not.toBe(helper)
})

test('a process may end while its threads train', { timeout: 60_000 }, () => {
  const here = (path: string) => JSON.stringify(join(import.meta.dirname, path))
  const program = `
    const { createOnnxEngine } = await import(${here('../../../../main/engine/onnxruntime/cpu-engine.ts')})
    const { apartPlan } = await import(${here('plan.ts')})
    const engine = await createOnnxEngine()
    const onEpoch = ({ epoch }) => epoch === 40 && setTimeout(() => process.exit(7), 5)
    await engine.train(apartPlan({ epochs: ${4 * MANY}, onEpoch }))`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect({ code: ended.status, signal: ended.signal, said: ended.stderr }).toEqual({
    code: 7,
    signal: null,
    said: '',
  })
})
