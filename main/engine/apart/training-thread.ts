/**
 * A thread that trains beside the one that leads: it opens the trainings it is given, and takes pieces of each chunk until none is
 * left. It says in shared memory when it is at work (helper.ts), since a process must not end while ONNX Runtime is in use.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Runtime } from '../onnxruntime/session.ts'
import { BUSY, STOP } from '../native-thread.ts'
import { Parts } from './parts.ts'
import type { Answer, Request } from './shared.ts'

const state = workerData as Int32Array
const trainings = new Map<number, Parts>()
let runtime: Runtime

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: Answer) => parentPort?.postMessage(message)
const goOn = () => Atomics.load(state, STOP) === 0

/** Runs `work` unless the process is about to end. */
async function guarded(work: () => Promise<Answer | null>): Promise<void> {
  Atomics.store(state, BUSY, 1)
  try {
    const said = goOn() ? await work() : null
    if (said) answer(said)
  } catch (error) {
    answer({ kind: 'failed', message: String(error) })
  } finally {
    Atomics.store(state, BUSY, 0)
    Atomics.notify(state, BUSY)
  }
}

async function close(id: number): Promise<void> {
  await trainings.get(id)?.release()
  trainings.delete(id)
}

async function serve(request: Request): Promise<Answer | null> {
  if (request.kind === 'open') {
    const { id } = request.training
    const parts = new Parts(runtime, request.training)
    trainings.set(id, parts)
    await parts.open(request.batch)
    return { kind: 'opened', training: id }
  }
  if (request.kind === 'chunk') {
    await trainings.get(request.training)!.work(request.chunk, goOn)
    return { kind: 'done', training: request.training }
  }
  if (request.kind === 'close') {
    await close(request.training)
    return null
  }
  for (const id of trainings.keys()) await close(id)
  parentPort?.close()
  return null
}

let last = guarded(async () => {
  runtime = await import('onnxruntime-node')
  return { kind: 'ready' }
})
parentPort?.on('message', (request: Request) => {
  last = last.then(() => guarded(() => serve(request)))
})
