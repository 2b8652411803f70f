/** The leading thread's side of a training thread: starts it, hands it chunks, and lets this process end in peace. */
import type { Worker } from 'node:worker_threads'
import { programFile } from '../../case/program-file.ts'
import { startThread } from '../native-thread.ts'
import type { Answer, Request, SharedChunk, SharedTraining } from './shared.ts'

export class TrainingHelper {
  readonly #worker: Worker
  readonly #opened = new Set<number>()
  /** Who waits for a chunk of a training to be done here. */
  readonly #waiting = new Map<number, (done: boolean) => void>()
  #gone = false

  constructor(entry: string) {
    this.#worker = startThread<Answer>(entry, 'training', {
      hear: (answer) => this.#hear(answer),
      fail: () => this.#fail(),
    })
  }

  /** False once it has failed or ended. */
  get isThere(): boolean {
    return !this.#gone
  }

  /** Whether it can take a part in this training: after `open`, when it has started. */
  has(training: number): boolean {
    return !this.#gone && this.#opened.has(training)
  }

  /** @param batch rows a step of the chunks that it is to take part in */
  open(training: SharedTraining, batch: number): void {
    this.#ask({ kind: 'open', training, batch })
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
}

/** The program of the thread; null where it was not built. */
export const trainingEntry = (): string | null =>
  programFile(import.meta.url, './training-thread.ts', 'training-thread.js')
