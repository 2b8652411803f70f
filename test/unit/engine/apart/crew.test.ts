/** Which trainings are cut for several threads, and what becomes of threads that fail or are left at work. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as runtime from 'onnxruntime-node'
import { expect, onTestFinished, test } from 'vitest'
import { TrainingCrew } from '../../../../main/engine/apart/crew.ts'
import { createEagerEngine } from '../../../../main/engine/tensorflow/eager.ts'
import type { SharedTraining } from '../../../../main/engine/apart/shared.ts'
import { initExperts } from '../../../../main/models/mixture.ts'
import { apartPlan, FEATURES } from './plan.ts'

function crewOf(threads: number): TrainingCrew {
  const crew = new TrainingCrew({ runtime, threads, paces: new Map() })
  onTestFinished(() => crew.dispose())
  return crew
}

/** So many epochs that several threads pay. */
const MANY = 150

test('several threads for much work on networks that are large enough, as many as there are networks', () => {
  const much = apartPlan({ epochs: MANY })
  expect(crewOf(2).threadsFor(much)).toBe(2)
  expect(crewOf(8).threadsFor(much)).toBe(5)
  expect(crewOf(1).threadsFor(much)).toBe(1)
  expect(crewOf(2).threadsFor({ ...much, apart: false })).toBe(1)
  expect(crewOf(2).threadsFor({ ...much, epochs: 3 })).toBe(1)
  const small = initExperts({ features: FEATURES, experts: 5, hidden: [6] }, 1)
  expect(crewOf(2).threadsFor({ ...much, weights: small, epochs: 1e6 })).toBe(1)
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
    batch: 1,
    groups: [],
    programs: new Map([[1, { bytes: new Uint8Array(3), masks: [] }]]),
    state: [],
    pools: new Map(),
    queue: new Int32Array(1),
  } satisfies SharedTraining
  helper!.open(nonsense)
  await expect.poll(() => helper!.isThere, { timeout: 20_000 }).toBe(false)
  const chunk = { order: new Int32Array(), rates: new Float32Array() }
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
