/** Scoring by several threads: the same bits as by one, whatever becomes of the threads. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as runtime from 'onnxruntime-node'
import { expect, onTestFinished, test } from 'vitest'
import { OpenModels } from '../../../main/engine/scoring/open-models.ts'
import { random } from '../../../main/engine/random.ts'
import { Blocks, rowsABlock } from '../../../main/engine/scoring/scoring.ts'
import { ScoringCrew } from '../../../main/engine/scoring/crew.ts'
import { ScoreMemory } from '../../../main/engine/scoring/memory.ts'
import { DeskOwner } from '../../../main/engine/scoring/desk.ts'
import { helperEntry, ScoringHelper, type Lent } from '../../../main/engine/scoring/helper.ts'
import { deskIn, deskMemory, DONE, TAKEN } from '../../../main/engine/scoring/places.ts'
import { compileForward, costOf } from '../../../main/engine/trace/compile.ts'
import type { ScoreJob } from '../../../main/engine/types.ts'
import { flowsForward } from '../../../main/models/flows/network.ts'
import { initFlows } from '../../../main/models/flows/parameters.ts'
import { publishedMixture } from '../../../main/models/flows/shape.ts'
import { panelForward } from '../../../main/models/mixture.ts'
import { scoringJob } from './scoring-job.ts'

const sameBits = (a: Float32Array, b: Float32Array) =>
  Buffer.compare(new Uint8Array(a.buffer), new Uint8Array(b.buffer)) === 0

function crewOf(threads: number): ScoringCrew {
  const crew = new ScoringCrew(runtime, threads)
  onTestFinished(() => crew.dispose())
  return crew
}

/** A thread takes its time to start where the machine is busy. */
const PATIENT = { timeout: 50_000 }

/** So many rows that threads are started for them. */
const MANY = 600_000

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

test('a number that is not finite is named by its row, whoever meets it, and the threads go on', async () => {
  const crew = crewOf(3)
  const job = scoringJob(MANY)
  const expected = await crew.score(job)
  for (const row of [5, MANY - 1]) {
    const data = job.x.data.slice()
    data[row * 8 + 3] = NaN
    await expect(crew.score({ ...job, x: { ...job.x, data } })).rejects.toThrow(
      `hold NaN at row ${row}, column 3`,
    )
  }
  expect(sameBits(await crew.score(job), expected)).toBe(true)
})

test('parts of the answer lie one after the other', async () => {
  const crew = crewOf(2)
  const job = scoringJob(MANY)
  const whole = await crew.score(job)
  for (let round = 0; round < 3; round++) {
    const parts = await crew.score({ ...job, parts: [1, 3, 2] })
    const wrong = whole.findIndex((value, i) => {
      const [row, column] = [Math.floor(i / 6), i % 6]
      const place =
        column < 1 ? row : column < 4 ? MANY + row * 3 + column - 1 : 4 * MANY + row * 2 + column - 4
      return parts[place] !== value
    })
    expect(wrong).toBe(-1)
  }
})

test('scores lie in the memory that was given for them, one scoring after the other', async () => {
  const [crew, memory] = [crewOf(2), new ScoreMemory()]
  const job = scoringJob(MANY)
  const whole = await crew.score(job)
  const first = await crew.score({ ...job, into: memory.take(MANY * 6) })
  expect(sameBits(first, whole)).toBe(true)
  const few = { ...job, x: { ...job.x, rows: 1100, data: job.x.data.subarray(100 * 8, 1200 * 8) } }
  const second = await crew.score({ ...few, into: memory.take(1100 * 6) })
  expect(second).toEqual(whole.subarray(100 * 6, 1200 * 6))
  expect(second.buffer).toBe(first.buffer)
})

test('a thread that cannot do it says so, and is not asked again', async () => {
  const helper = new ScoringHelper(helperEntry()!)
  onTestFinished(() => helper.end())
  await expect.poll(() => helper.isFree, PATIENT).toBe(true)
  const nonsense = { id: 0, bytes: new Uint8Array(3), rows: 2, features: 2, columns: 1 }
  expect(helper.lend(nonsense, [1])).toBeNull()
  await expect.poll(() => helper.isFree, PATIENT).toBe(false)
})

test('blocks of a thread that fails are given back', async () => {
  const helper = new ScoringHelper(helperEntry()!)
  onTestFinished(() => helper.end())
  const { weights, forward, x } = scoringJob(64)
  // The model gives six numbers a row, not the five that it is said to.
  const model = { id: 0, bytes: compileForward(weights, forward, 16, 8), rows: 16, features: 8, columns: 5 }
  await expect.poll(() => helper.isFree, PATIENT).toBe(true)
  let lent: Lent | null = null
  await expect.poll(() => (lent ??= helper.lend(model, [5])) !== null, PATIENT).toBe(true)
  const blocks = new Blocks({ weights, forward, x, columns: 5 }, 16)
  lent!.desk.tend(blocks)
  expect(blocks.next()).toBeNull()
  await lent!.end(blocks)
  const back = [blocks.next(), blocks.next(), blocks.next(), blocks.next(), blocks.next()]
  expect(back.toSorted((a, b) => (a ?? 99) - (b ?? 99))).toEqual([0, 16, 32, 48, null])
  expect(helper.isFree).toBe(false)
})

test('who fills a desk takes back what nobody has begun', () => {
  const desk = deskIn(deskMemory({ x: 32, scores: 16 }), { x: 32, scores: 16 })
  const data = Float32Array.from({ length: 2 * 100 }, (_, i) => i)
  const job = { weights: {}, forward: panelForward, x: { rows: 100, columns: 2, data }, columns: 1 }
  const blocks = new Blocks(job, 16)
  const owner = new DeskOwner(desk)
  owner.tend(blocks)
  expect(blocks.next()).toBe(64)
  expect([...desk.slots[1]!.x]).toEqual([...data.subarray(32, 64)])
  expect([owner.reclaim(), owner.reclaim()]).toEqual([48, 32])
  // The other side takes the first and has done it.
  desk.states[0] = DONE
  desk.slots[0]!.scores.fill(7)
  desk.states[1] = TAKEN
  expect(owner.reclaim()).toBeNull()
  owner.tend(blocks)
  expect([...blocks.result.subarray(0, 17)]).toEqual([...Array.from({ length: 16 }, () => 7), 0])
  owner.clear(blocks)
  expect(blocks.next()).toBe(96)
})

test('what a network takes is known from its trace', () => {
  const { weights, forward } = scoringJob(1)
  // Four networks 8-32-16, then three outputs of the gate and one of each expert, from all 64 hidden units.
  expect(costOf(weights, forward, 8)).toEqual({
    multiplications: 4 * (8 * 32 + 32 * 16) + 64 * 6,
    breadth: 128,
  })
  const shape = publishedMixture()
  const { multiplications, breadth } = costOf(initFlows(shape, 1), flowsForward(shape), 72)
  // 48 tokens in feed-forward layers of 512.
  expect(breadth).toBe(48 * 512)
  expect(multiplications).toBeGreaterThan(17e6)
  expect(multiplications).toBeLessThan(20e6)
  expect([1, 384, 2816, breadth, 1e6].map(rowsABlock)).toEqual([1024, 1024, 128, 16, 16])
})

test('a network of many tokens is shared by threads too, to the same bits', async () => {
  const shape = { ...publishedMixture(), width: 32, layers: 2 }
  const [alone, together] = [crewOf(1), crewOf(3)]
  const next = random(1)
  const data = Float32Array.from({ length: 4000 * 72 }, () => next() * 4 - 2)
  const x = { rows: 4000, columns: 72, data }
  const job = { weights: initFlows(shape, 1), forward: flowsForward(shape), x, columns: 4 }
  const expected = await alone.score(job)
  for (let round = 0; round < 2; round++) expect(sameBits(await together.score(job), expected)).toBe(true)
})

test('models stay open for the same weights only, and few of them', async () => {
  const closed: number[] = []
  const models = new OpenModels(runtime, (id) => closed.push(id))
  const idOf = (job: ScoreJob) => models.use(job, ({ id }) => Promise.resolve(id))
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
    const { createOnnxEngine } = await import(${JSON.stringify(join(import.meta.dirname, '../../../main/engine/onnxruntime/cpu-engine.ts'))})
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
