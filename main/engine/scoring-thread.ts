/**
 * A thread that scores blocks of rows: it opens the models it is given, and answers one block after the other.
 *
 * A process must not end while ONNX Runtime is at work in one of its threads, or it is aborted. So the thread says in
 * shared memory when it is at work, and begins nothing more once it is told to stop (scoring-helper.ts).
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { InferenceSession } from 'onnxruntime-node'
import { openSession, type Runtime } from './onnx-session.ts'
import { BUSY, STOP, type Answer, type Request } from './scoring-places.ts'

const state = workerData as Int32Array
const sessions = new Map<number, InferenceSession>()
let runtime: Runtime

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: Answer) => parentPort?.postMessage(message)

/** Runs `work` unless the process is about to end. */
async function guarded(id: number | null, work: () => Promise<void>): Promise<void> {
  Atomics.store(state, BUSY, 1)
  try {
    if (Atomics.load(state, STOP) === 0) await work()
  } catch (error) {
    answer({ kind: 'failed', id, message: String(error) })
  } finally {
    Atomics.store(state, BUSY, 0)
    Atomics.notify(state, BUSY)
  }
}

async function serve(request: Request): Promise<void> {
  if (request.kind === 'open') {
    const { model, bytes } = request
    sessions.set(model, await openSession(runtime, bytes, { count: 1, spin: false }, 'planned'))
  } else if (request.kind === 'score') {
    const { model, id, x, rows } = request
    const session = sessions.get(model)!
    const results = await session.run({ x: new runtime.Tensor('float32', x, [rows, x.length / rows]) })
    answer({ kind: 'scores', id, scores: results[session.outputNames[0]!]!.data as Float32Array })
  } else {
    const ended = request.kind === 'end' ? [...sessions.keys()] : [request.model]
    for (const model of ended) await sessions.get(model)?.release()
    for (const model of ended) sessions.delete(model)
    if (request.kind === 'end') parentPort?.close()
  }
}

let last = guarded(null, async () => {
  runtime = await import('onnxruntime-node')
  answer({ kind: 'ready' })
})
parentPort?.on('message', (request: Request) => {
  const id = request.kind === 'score' ? request.id : null
  last = last.then(() => guarded(id, () => serve(request)))
})
