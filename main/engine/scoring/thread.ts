/**
 * A thread that scores blocks of rows: it opens the models it is given, and works at their desks until they are closed.
 *
 * A process must not end while ONNX Runtime is at work in one of its threads, or it is aborted. So the thread says in
 * shared memory when it is at work, and begins nothing more once it is told to stop (helper.ts).
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { InferenceSession } from 'onnxruntime-node'
import { inputShape, openSession, type Runtime } from '../onnxruntime/session.ts'
import { allFinite } from '../training/plan.ts'
import { deal, readAndFree } from './scoring.ts'
import { BUSY, STOP } from '../native-thread.ts'
import {
  BELL,
  deskIn,
  DONE,
  FULL,
  OVER,
  REFUSED,
  SLOTS,
  TAKEN,
  type Answer,
  type Desk,
  type Request,
} from './places.ts'

interface Opened {
  session: InferenceSession
  desk: Desk
  rows: number
  /** The shape in which the session takes a block's numbers. */
  shape: number[]
  /** The block's rows in memory of this thread's own, as ONNX Runtime takes no other. */
  x: Float32Array
}

const state = workerData as Int32Array
const models = new Map<number, Opened>()
let runtime: Runtime

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: Answer) => parentPort?.postMessage(message)

/** Runs `work`; throws instead when the process is about to end. */
async function guarded(work: () => Promise<void>): Promise<void> {
  Atomics.store(state, BUSY, 1)
  try {
    if (Atomics.load(state, STOP) === 1) throw new Error('the process ends')
    await work()
  } finally {
    Atomics.store(state, BUSY, 0)
    Atomics.notify(state, BUSY)
  }
}

async function open({ model, bytes, rows, desk, sizes }: Extract<Request, { kind: 'open' }>): Promise<void> {
  const session = await openSession(runtime, bytes, { count: 1, spin: false }, 'planned')
  const x = new Float32Array(sizes.x)
  models.set(model, { session, shape: inputShape(session), desk: deskIn(desk, sizes), rows, x })
}

async function work(opened: Opened, parts: readonly number[]): Promise<void> {
  const { states } = opened.desk
  for (let at = 0; ; at = (at + 1) % SLOTS) {
    for (;;) {
      const bell = Atomics.load(states, BELL)
      if (Atomics.compareExchange(states, at, FULL, TAKEN) === FULL) break
      if (Atomics.load(states, OVER) === 1) return
      Atomics.wait(states, BELL, bell)
    }
    opened.x.set(opened.desk.slots[at]!.x)
    const sound = allFinite(opened.x)
    if (sound) await guarded(() => score(opened, at, parts))
    Atomics.store(states, at, sound ? DONE : REFUSED)
  }
}

async function score(
  { session, shape, desk, rows, x }: Opened,
  at: number,
  parts: readonly number[],
): Promise<void> {
  const { scores } = desk.slots[at]!
  const results = await session.run({ x: new runtime.Tensor('float32', x, shape) })
  const data = results[session.outputNames[0]!]!.data as Float32Array
  if (data.length !== scores.length) throw new Error(`The model gives ${data.length} numbers a block`)
  readAndFree(data, () => deal(data, rows, parts, scores, (first) => rows * first))
}

async function serve(request: Request): Promise<void> {
  if (request.kind === 'open') {
    await guarded(() => open(request))
    return answer({ kind: 'opened', model: request.model })
  }
  if (request.kind === 'work') {
    await work(models.get(request.model)!, request.parts)
    return answer({ kind: 'left' })
  }
  const ended = request.kind === 'end' ? [...models.keys()] : [request.model]
  for (const model of ended) await guarded(async () => models.get(model)?.session.release())
  for (const model of ended) models.delete(model)
  if (request.kind === 'end') parentPort?.close()
}

const failed = (error: unknown) => answer({ kind: 'failed', message: String(error) })

let last = guarded(async () => {
  runtime = await import('onnxruntime-node')
  answer({ kind: 'ready' })
}).catch(failed)
parentPort?.on('message', (request: Request) => {
  last = last.then(() => serve(request)).catch(failed)
})
