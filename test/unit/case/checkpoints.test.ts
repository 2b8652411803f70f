/** Checkpoints: kept bit for bit, the newest of few, never in the way. */
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { dropCheckpoints, readCheckpoints, saveCheckpoints } from '../../../main/case/results/checkpoints.ts'
import { toProblem } from '../../../preload/contract/problem.ts'
import { newCase } from './fixtures.ts'

const vectors = Float32Array.of(1.5, -0, 3e-42, 0.1)

test('the newest state of each stage comes back as it was', () => {
  const c = newCase()
  saveCheckpoints(c, 'a', [{ stage: 'experts', state: { epoch: 1 }, vectors: new Float32Array(9) }])
  saveCheckpoints(c, 'a', [{ stage: 'experts', state: { epoch: 2, best: 0.1 + 0.2 }, vectors }])
  saveCheckpoints(c, 'a', [{ stage: 'gate', state: null, vectors: new Float32Array() }])
  expect([...readCheckpoints(c, 'a').values()]).toEqual([
    { stage: 'experts', state: { epoch: 2, best: 0.1 + 0.2 }, vectors },
    { stage: 'gate', state: null, vectors: new Float32Array() },
  ])
  expect(readCheckpoints(c, 'b').size).toBe(0)
  dropCheckpoints(c, 'a')
  expect(readCheckpoints(c, 'a').size).toBe(0)
})

test('only the newest three experiments are kept', async () => {
  const c = newCase()
  for (const experiment of ['a', 'b', 'c', 'a', 'd']) {
    saveCheckpoints(c, experiment, [{ stage: 'gate', state: null, vectors }])
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  expect(['a', 'b', 'c', 'd'].map((experiment) => readCheckpoints(c, experiment).size)).toEqual([1, 0, 1, 1])
})

test('a case that another program writes to is not waited for, and waited for as before afterwards', () => {
  const c = newCase()
  const other = new Sqlite(c.path)
  other.exec('BEGIN IMMEDIATE')
  const code = (): string => {
    try {
      saveCheckpoints(c, 'a', [{ stage: 'gate', state: null, vectors }])
      return 'saved'
    } catch (error) {
      return toProblem(error).code
    }
  }
  expect(code()).toBe('case-locked')
  expect(c.db.pragma('busy_timeout', { simple: true })).toBe(5000)
  other.close()
  expect(code()).toBe('saved')
})
