/** The other side of a scoring thread: starts it, asks it for blocks, and lets this process end in peace. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { BUSY, STOP, type Answer, type Request } from './scoring-places.ts'

/** The longest that the end of the process waits for a block to be done. */
const PATIENCE_MILLISECONDS = 2000

interface Waiting {
  resolve(scores: Float32Array): void
  reject(error: Error): void
}

export class ScoringHelper {
  readonly #worker: Worker
  readonly #state = new Int32Array(new SharedArrayBuffer(8))
  readonly #waiting = new Map<number, Waiting>()
  readonly #opened = new Set<number>()
  #next = 0
  #use: 'starting' | 'ready' | 'gone' = 'starting'

  constructor(entry: URL) {
    this.#worker = new Worker(entry, { workerData: this.#state, execArgv: [], name: 'scoring' })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => this.#hear(answer))
    this.#worker.on('error', (error) => this.#fail(error as Error))
    this.#worker.on('exit', () => {
      process.off('exit', this.#stop)
      this.#fail(new Error('a thread that scored has ended'))
    })
    process.on('exit', this.#stop)
  }

  get isReady(): boolean {
    return this.#use === 'ready'
  }

  /** Scores of a block; `x` is handed over. Rejects when the thread cannot; then it is never ready again. */
  score(
    model: { id: number; bytes: Uint8Array; rows: number },
    x: Float32Array<ArrayBuffer>,
  ): Promise<Float32Array> {
    if (!this.#opened.has(model.id)) {
      this.#opened.add(model.id)
      this.#ask({ kind: 'open', model: model.id, bytes: model.bytes })
    }
    const id = this.#next++
    return new Promise((resolve, reject) => {
      if (this.#use === 'gone') return reject(new Error('the thread has ended'))
      this.#waiting.set(id, { resolve, reject })
      // What is waited for keeps this process alive; an idle thread does not.
      this.#worker.ref()
      this.#ask({ kind: 'score', model: model.id, id, x, rows: model.rows }, [x.buffer])
    })
  }

  /** The model will not be asked for again. */
  forget(model: number): void {
    if (this.#opened.delete(model)) this.#ask({ kind: 'close', model })
  }

  end(): void {
    if (this.#use !== 'gone') this.#ask({ kind: 'end' })
  }

  #ask(request: Request, handed: ArrayBuffer[] = []): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(request, handed)
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'ready') {
      this.#use = 'ready'
    } else if (answer.kind === 'failed') {
      this.#fail(new Error(answer.message))
    } else {
      this.#waiting.get(answer.id)?.resolve(answer.scores)
      this.#waiting.delete(answer.id)
      if (this.#waiting.size === 0) this.#worker.unref()
    }
  }

  #fail(error: Error): void {
    if (this.#use !== 'gone') this.#ask({ kind: 'end' })
    this.#use = 'gone'
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
    this.#worker.unref()
  }

  readonly #stop = (): void => {
    Atomics.store(this.#state, STOP, 1)
    if (Atomics.load(this.#state, BUSY) === 1) Atomics.wait(this.#state, BUSY, 1, PATIENCE_MILLISECONDS)
  }
}

/** The program of the thread, as source or as it was built; null where it was not built. */
export function helperEntry(): URL | null {
  const places = ['./scoring-thread.ts', './scoring-thread.js', '../scoring-thread.js']
  return (
    places
      .map((place) => new URL(place, import.meta.url))
      .find((url) => url.protocol === 'file:' && existsSync(fileURLToPath(url))) ?? null
  )
}
