/** The real engine process with a real task: done, failed, canceled, killed, orphaned. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test, vi } from 'vitest'
import { listAlerts } from '../../../main/case/alerts.ts'
import { openCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { type EngineChild, forkNode } from '../../../main/jobs/child.ts'
import { EngineClient } from '../../../main/jobs/engine-client.ts'
import { JobRegistry } from '../../../main/jobs/registry.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import type { Job } from '../../../preload/contract/jobs.ts'
import { attackCase } from '../training/attack-case.ts'

const entry = join(import.meta.dirname, '../../../main/jobs/engine-process.ts')
const registries: JobRegistry[] = []
afterEach(() => {
  for (const registry of registries.splice(0)) registry.close()
})

function world() {
  const children: EngineChild[] = []
  const client = new EngineClient(() => {
    const child = forkNode(entry)
    children.push(child)
    return child
  })
  const registry = new JobRegistry(client)
  registries.push(registry)
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  const practice = (name: string, events: number) => {
    const casePath = join(folder, `${name}.tribunal`)
    const task = { kind: 'practice' as const, folder: join(folder, name), events }
    return { casePath, id: registry.start({ title: name, casePath, task }) }
  }
  return { registry, children, practice, folder }
}

/** Waits until a job is in one of these states, or has reported progress. */
async function until(registry: JobRegistry, id: string, reached: (job: Job) => boolean): Promise<Job> {
  for await (const job of registry.watch()) if (job.id === id && reached(job)) return job
  throw new Error('the jobs were closed')
}
const ended = (job: Job): boolean => job.endedAt !== null

/** True while a process is there and no zombie. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a practice case is made, imported and answered with its paths', async () => {
  const { registry, practice } = world()
  const { id, casePath } = practice('whole', 2000)
  const job = await until(registry, id, ended)
  expect(job.problem).toBeUndefined()
  expect(job).toMatchObject({ state: 'done', result: { path: casePath } })
  const c = openCase(casePath)
  expect(listSources(c).map(({ kind, accepted, rejected }) => [kind, accepted > 0, rejected])).toEqual([
    ['capture', true, 0],
    ['alerts', true, 0],
  ])
  expect(listAlerts(c).length).toBeGreaterThan(10)
  c.close()
})

test('a Problem crosses from the process whole', async () => {
  const { registry, folder } = world()
  const casePath = join(folder, 'none.tribunal')
  const id = registry.start({ title: 'x', casePath, task: { kind: 'verify' } })
  const job = await until(registry, id, ended)
  expect(job.problem).toMatchObject({
    code: 'case-missing',
    where: { file: casePath },
    advice: expect.any(String) as string,
  })
})

test('killed with -9 at work: the job fails, no half case stays, the next job gets a new process', async () => {
  const { registry, children, practice } = world()
  const { id, casePath } = practice('killed', 60_000)
  await until(registry, id, (job) => job.state === 'running' && job.progress.fraction !== null)
  process.kill(children[0]!.pid!, 'SIGKILL')
  const job = await until(registry, id, ended)
  expect(job).toMatchObject({ state: 'failed', problem: { code: 'engine-stopped' } })
  expect(job.problem!.message).toContain('SIGKILL')
  if (existsSync(casePath)) {
    const c = openCase(casePath)
    for (const source of listSources(c)) expect(source.rows).toBe(source.accepted)
    c.close()
  }
  const next = practice('next', 1000)
  expect(await until(registry, next.id, ended)).toMatchObject({ state: 'done' })
  expect(children).toHaveLength(2)
})

test('killed with -9 in a training: started again, it resumes and says where', async () => {
  const { registry, children } = world()
  const c = attackCase()
  c.close()
  const model = { hidden: [8], expertEpochs: 40, gateEpochs: 400, batchSize: 8 }
  const config = ExperimentConfig.parse({ engine: 'onnxruntime-cpu', protocols: ['E1'], model })
  const start = () =>
    registry.start({ title: 'Train', casePath: c.path, task: { kind: 'experiment', config } })
  const first = start()
  const inGate = ({ progress }: Job): boolean => progress.step.startsWith('training the gate')
  await until(registry, first, (job) => inGate(job) && (job.progress.fraction ?? 0) > 0.4)
  process.kill(children[0]!.pid!, 'SIGKILL')
  expect((await until(registry, first, ended)).problem?.advice).toContain('checkpoint')
  const second = start()
  const resumed = await until(registry, second, (job) => job.progress.step.includes('resumed at'))
  expect(resumed.progress.step).toMatch(/^training the .*\(imbalanced\), resumed at /)
  const done = await until(registry, second, ended)
  const whole = await until(registry, start(), ended)
  expect(done).toMatchObject({ state: 'done', result: { resumedAt: expect.any(String) as string } })
  expect(whole).toMatchObject({ state: 'done', result: { resumedAt: null } })
  const hashes = ({ result }: Job) => {
    const { weightsHash, scoresHash } = result as { weightsHash: string; scoresHash: string }
    return [weightsHash, scoresHash]
  }
  expect(hashes(done)).toEqual(hashes(whole))
}, 60_000)

test('canceled at work: the job says so, nothing of the case stays', async () => {
  const { registry, practice } = world()
  const { id, casePath } = practice('canceled', 60_000)
  await until(registry, id, (job) => job.state === 'running' && job.progress.fraction !== null)
  registry.cancel(id)
  expect((await until(registry, id, ended)).state).toBe('canceled')
  await vi.waitFor(() => expect(existsSync(casePath) && listReady(casePath) > 0).toBe(false), 5000)
})

function listReady(casePath: string): number {
  const c = openCase(casePath)
  const { length } = listSources(c)
  c.close()
  return length
}

test('closing ends the process', async () => {
  const { registry, children, practice } = world()
  const { id } = practice('closed', 60_000)
  await until(registry, id, (job) => job.state === 'running' && job.progress.fraction !== null)
  registry.close()
  await vi.waitFor(() => expect(alive(children[0]!.pid!)).toBe(false), 10_000)
})

test('a face that is killed leaves no engine process behind', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'face-with-engine.ts'), entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await createInterface(parent.stdout)[Symbol.asyncIterator]().next()).value!.split(' ')
  const pid = Number(line)
  expect(alive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await vi.waitFor(() => expect(alive(pid)).toBe(false), 20_000)
})
