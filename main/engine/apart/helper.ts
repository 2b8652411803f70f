/** The leading thread's side of a training thread: starts it, hands it chunks, and lets this process end in peace. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { BUSY, STOP } from '../scoring/places.ts'
import type { Answer, Request, SharedChunk, SharedTraining } from './shared.ts'

/** The longest that the end of the process waits for a piece to be done. */
const PATIENCE_MILLISECONDS = 2000

export class TrainingHelper {
  readonly #worker: Worker
  readonly #state = new Int32Array(new SharedArrayBuffer(8))
  readonly #opened = new Set<number>()
  /** Who waits for a chunk of a training to be done here. */
  readonly #waiting = new Map<number, (done: boolean) => void>()
  #gone = false

  constructor(entry: URL) {
    this.#worker = new Worker(entry, { workerData: this.#state, execArgv: [], name: 'training' })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => this.#hear(answer))
    this.#worker.on('error', () => this.#fail())
    this.#worker.on('exit', () => {
      process.off('exit', this.#stop)
      this.#fail()
    })
    process.on('exit', this.#stop)
  }

  /** False once it has failed or ended. */
  get isThere(): boolean {
    return !this.#gone
  }

  /** Whether it can take a part in this training: after `open`, when it has started. */
  has(training: number): boolean {
    return !this.#gone && this.#opened.has(training)
  }

  open(training: SharedTraining): void {
    this.#ask({ kind: 'open', training })
  }

  /** Has the thread work on a chunk. False when it could not: then what it had in hand is lost, and it is gone. Never rejects. */
  work(training: number, chunk: SharedChunk): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#gone) return resolve(false)
      this.#waiting.set(training, resolve)
      // What is waited for keeps this process alive; an idle thread does not.
      this.#worker.ref()
      this.#ask({ kind: 'chunk', training, chunk })
    })
  }

  close(training: number): void {
    this.#opened.delete(training)
    this.#ask({ kind: 'close', training })
  }

  end(): void {
    this.#ask({ kind: 'end' })
  }

  #ask(request: Request): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    if (!this.#gone) this.#worker.postMessage(request)
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'opened') this.#opened.add(answer.training)
    if (answer.kind === 'done') this.#settle(answer.training, true)
    if (answer.kind === 'failed') this.#fail()
  }

  #settle(training: number, done: boolean): void {
    this.#waiting.get(training)?.(done)
    this.#waiting.delete(training)
    if (this.#waiting.size === 0) this.#worker.unref()
  }

  #fail(): void {
    this.end()
    this.#gone = true
    for (const training of this.#waiting.keys()) this.#settle(training, false)
  }

  readonly #stop = (): void => {
    Atomics.store(this.#state, STOP, 1)
    if (Atomics.load(this.#state, BUSY) === 1) Atomics.wait(this.#state, BUSY, 1, PATIENCE_MILLISECONDS)
  }
}

/** The program of the thread, as source or as it was built; null where it was not built. */
export function trainingEntry(): URL | null {
  const places = ['./training-thread.ts', './training-thread.js', '../training-thread.js']
  return (
    places
      .map((place) => new URL(place, import.meta.url))
      .find((url) => url.protocol === 'file:' && existsSync(fileURLToPath(url))) ?? null
  )
}
