/**
 * A thread that computes with native code beside this one. The process must not end while such a thread is within native code, which
 * would take it down: at the end it is told to stop, and waited for as long as it is busy.
 */
import { Worker } from 'node:worker_threads'

/** Places in the memory that both see, `workerData` of the thread: set before the process ends; 1 while something is being done there. */
export const STOP = 0
export const BUSY = 1

/** The longest that the end of the process waits for what is being done. */
const PATIENCE_MILLISECONDS = 2000

interface Ears<Answer> {
  hear: (answer: Answer) => void
  /** Told once or more, when the thread failed or ended. */
  fail: () => void
}

/** Starts it. An idle thread does not keep the process alive: `ref` it while it is waited for. @param name for debuggers */
export function startThread<Answer>(entry: string, name: string, { hear, fail }: Ears<Answer>): Worker {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const stop = (): void => {
    Atomics.store(state, STOP, 1)
    if (Atomics.load(state, BUSY) === 1) Atomics.wait(state, BUSY, 1, PATIENCE_MILLISECONDS)
  }
  const worker = new Worker(entry, { workerData: state, execArgv: [], name })
  worker.unref()
  worker.on('message', hear)
  worker.on('error', fail)
  worker.on('exit', () => {
    process.off('exit', stop)
    fail()
  })
  process.on('exit', stop)
  return worker
}
