/** Scoring by several threads: the same bits as by one, whatever becomes of the threads. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as runtime from 'onnxruntime-node'
import { expect, onTestFinished, test } from 'vitest'
import { OpenModels } from '../../../main/engine/open-models.ts'
import { ScoringCrew } from '../../../main/engine/scoring-crew.ts'
import { helperEntry, ScoringHelper } from '../../../main/engine/scoring-helper.ts'
import type { ScoreJob } from '../../../main/engine/types.ts'
import { scoringJob } from './scoring-job.ts'

const sameBits = (a: Float32Array, b: Float32Array) =>
  Buffer.compare(new Uint8Array(a.buffer), new Uint8Array(b.buffer)) === 0

function crewOf(threads: number): ScoringCrew {
  const crew = new ScoringCrew(runtime, threads)
  onTestFinished(() => crew.dispose())
  return crew
}

/** So many rows that threads are started for them. */
const MANY = 900_000

test('several threads give the bits of one, more rows than blocks or fewer', async () => {
  const [alone, together] = [crewOf(1), crewOf(3)]
  const job = scoringJob(MANY)
  const expected = await alone.score(job)
  // The threads join as they start: in the first round, or in those after it.
  for (let round = 0; round < 3; round++) expect(sameBits(await together.score(job), expected)).toBe(true)
  const few = { ...job, x: { ...job.x, rows: 1100, data: job.x.data.subarray(0, 1100 * 8) } }
  expect(await together.score(few)).toEqual(expected.subarray(0, 1100 * 6))
})

test('a cancel is seen, and the threads can be asked again', async () => {
  const crew = crewOf(2)
  const job = scoringJob(MANY)
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('enough')), 20)
  await expect(crew.score({ ...job, signal: stop.signal })).rejects.toThrow('enough')
  expect(await crew.score(job)).toHaveLength(MANY * 6)
})

test('a thread that cannot do it says so, and is not asked again', async () => {
  const helper = new ScoringHelper(helperEntry()!)
  onTestFinished(() => helper.end())
  await expect.poll(() => helper.isReady).toBe(true)
  const nonsense = { id: 0, bytes: new Uint8Array(3), rows: 2 }
  await expect(helper.score(nonsense, new Float32Array(4))).rejects.toThrow(/model|load|protobuf/i)
  expect(helper.isReady).toBe(false)
  await expect(helper.score(nonsense, new Float32Array(4))).rejects.toThrow('ended')
})

test('models stay open for the same weights only, and few of them', async () => {
  const closed: number[] = []
  const models = new OpenModels(runtime, (id) => closed.push(id))
  const idOf = (job: ScoreJob) => models.use(job, 512, ({ id }) => Promise.resolve(id))
  const job = scoringJob(10)
  expect([await idOf(job), await idOf(scoringJob(20)), await idOf(scoringJob(10, 2))]).toEqual([0, 0, 1])
  job.weights['gate.0.bias']!.data[0] = 0.5
  expect([await idOf(job), await idOf(job)]).toEqual([2, 2])
  expect(closed).toEqual([0])
  await models.dispose()
  expect(closed.toSorted((a, b) => a - b)).toEqual([0, 1, 2])
})

test('a process may end while its threads score', { timeout: 60_000 }, () => {
  const program = `
    const { createOnnxEngine } = await import(${JSON.stringify(join(import.meta.dirname, '../../../main/engine/onnx-engine.ts'))})
    const { scoringJob } = await import(${JSON.stringify(join(import.meta.dirname, 'scoring-job.ts'))})
    const engine = await createOnnxEngine()
    for (let round = 0; round < 3; round++) await engine.score(scoringJob(${MANY}))
    setTimeout(() => process.exit(7), 60)
    for (;;) await engine.score(scoringJob(${MANY}))`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect({ code: ended.status, signal: ended.signal, said: ended.stderr }).toEqual({
    code: 7,
    signal: null,
    said: '',
  })
})
