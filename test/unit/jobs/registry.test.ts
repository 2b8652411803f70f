/** Jobs: one after another, canceled within a second, failed when their process dies, told to every watcher. */
import { expect, test, vi } from 'vitest'
import { EngineClient } from '../../../main/jobs/engine-client.ts'
import { JobRegistry } from '../../../main/jobs/registry.ts'
import type { Job, LossPoint } from '../../../preload/contract/jobs.ts'
import { type FakeChild, fakeChild, settle } from './fake-child.ts'

function world() {
  const children: FakeChild[] = []
  const engine = new EngineClient(() => {
    const child = fakeChild()
    children.push(child)
    return child
  })
  const registry = new JobRegistry(engine)
  const start = (title: string) => registry.start({ title, casePath: '/case', task: { kind: 'verify' } })
  const job = (id: string): Job => registry.list().find((one) => one.id === id)!
  return { children, registry, start, job }
}
const startsOf = (child: FakeChild) => child.heard.filter((one) => one.say === 'start')

test('the second job starts when the first has ended, in the same process', async () => {
  const { children, start, job } = world()
  const [first, second] = [start('first'), start('second')]
  await settle()
  const child = children[0]!
  expect(startsOf(child)).toHaveLength(1)
  expect([job(first).state, job(second).state]).toEqual(['running', 'queued'])
  child.say({ say: 'done', id: child.heard[0]!.id, result: { ok: true } })
  await settle()
  expect(job(first)).toMatchObject({
    state: 'done',
    result: { ok: true },
    progress: { fraction: 1, eta: null },
  })
  expect(job(second).state).toBe('running')
  expect(startsOf(child)).toHaveLength(2)
  expect(children).toHaveLength(1)
})

test('a job whose process dies fails with engine-stopped; the next one gets a new process', async () => {
  const { children, start, job } = world()
  const [first, second] = [start('first'), start('second')]
  await settle()
  children[0]!.die('signal SIGKILL')
  await settle()
  expect(job(first).state).toBe('failed')
  expect(job(first).problem).toMatchObject({ code: 'engine-stopped' })
  expect(job(first).problem!.message).toContain('SIGKILL')
  expect(job(second).state).toBe('running')
  expect(children).toHaveLength(2)
})

test('a Problem of the task reaches the job with code, place and advice', async () => {
  const { children, start, job } = world()
  const id = start('first')
  await settle()
  const problem = {
    code: 'file-empty',
    message: 'It is empty',
    where: { file: '/x.csv', line: 1 },
    advice: 'Choose another.',
  }
  children[0]!.say({ say: 'failed', id: children[0]!.heard[0]!.id, problem })
  await settle()
  expect(job(id)).toMatchObject({ state: 'failed', problem })
})

test('a queued job is canceled without ever starting', async () => {
  const { children, registry, start, job } = world()
  const [first, second, third] = [start('first'), start('second'), start('third')]
  await settle()
  registry.cancel(second)
  expect(job(second).state).toBe('canceled')
  children[0]!.say({ say: 'done', id: children[0]!.heard[0]!.id, result: 1 })
  await settle()
  expect([first, second, third].map((id) => job(id).state)).toEqual(['done', 'canceled', 'running'])
  expect(startsOf(children[0]!)).toHaveLength(2)
})

test('a running job that stops when told is canceled, and its process lives on', async () => {
  const { children, registry, start, job } = world()
  const id = start('first')
  await settle()
  const child = children[0]!
  registry.cancel(id)
  expect(child.heard.at(-1)).toMatchObject({ say: 'cancel' })
  child.say({ say: 'canceled', id: child.heard[0]!.id })
  await settle()
  expect(job(id).state).toBe('canceled')
  expect(child.killed).toBe(false)
})

test('a running job that does not stop within a second loses its process', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { children, registry, start, job } = world()
  const [id, next] = [start('first'), start('next')]
  await settle()
  registry.cancel(id)
  vi.advanceTimersByTime(999)
  vi.useRealTimers()
  await settle()
  expect(children[0]!.killed).toBe(true)
  expect(job(id).state).toBe('canceled')
  expect(job(next).state).toBe('running')
  expect(children).toHaveLength(2)
  // The old process is told dead only now; that must not touch the new one's job.
  children[0]!.die('signal SIGKILL')
  await settle()
  expect(job(next).state).toBe('running')
})

test('watchers get every job first, then increments; a slow one loses no loss point', async () => {
  const { children, registry, start } = world()
  start('first')
  await settle()
  const child = children[0]!
  const id = child.heard[0]!.id
  const losses = (epoch: number): LossPoint[] => [
    { regime: 'r', network: 'gate', epoch, train: 1 / epoch, validation: null },
  ]
  const tell = (epoch: number): void =>
    child.say({
      say: 'progress',
      id,
      progress: { step: `epoch ${epoch}`, fraction: epoch / 10, eta: null, losses: losses(epoch) },
    })
  tell(1)
  const quick = registry.watch()
  const slow = registry.watch()
  const snapshot = (await quick.next()).value as Job
  expect(snapshot.progress.losses).toEqual(losses(1))
  tell(2)
  expect(((await quick.next()).value as Job).progress.losses).toEqual(losses(2))
  tell(3)
  const late = (await slow.next()).value as Job
  expect(late.progress.step).toBe('epoch 3')
  expect(late.progress.losses!.map((one) => one.epoch)).toEqual([1, 2, 3])
  child.say({ say: 'done', id, result: null })
  await settle()
  const last = (await quick.next()).value as Job
  expect(last.state).toBe('done')
  expect(last.progress.losses!.map((one) => one.epoch)).toEqual([1, 2, 3])
})

test('a watch ends when its caller goes away', async () => {
  const { registry } = world()
  const gone = new AbortController()
  const feed = registry.watch(gone.signal)
  const next = feed.next()
  gone.abort()
  expect((await next).done).toBe(true)
})

test('what settles a job is done before anyone hears of its end', async () => {
  const { children, registry } = world()
  const order: string[] = []
  registry.start({
    title: 'x',
    casePath: '/case',
    task: { kind: 'verify' },
    settle: () => void order.push('refreshed'),
  })
  const feed = registry.watch()
  await settle()
  children[0]!.say({ say: 'done', id: children[0]!.heard[0]!.id, result: 7 })
  for await (const job of feed) {
    if (job.state !== 'done') continue
    order.push('told')
    expect(job.result).toBe(7)
    break
  }
  expect(order).toEqual(['refreshed', 'told'])
})

test('closing cancels what runs and ends the process', async () => {
  const { children, registry, start, job } = world()
  const id = start('first')
  await settle()
  registry.close()
  await settle()
  expect(children[0]!.killed).toBe(true)
  expect(job(id).state).toBe('canceled')
})
