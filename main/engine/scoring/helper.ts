/** The other side of a scoring thread: starts it, lends it out, and lets this process end in peace. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { DeskOwner } from './desk.ts'
import type { Blocks } from './scoring.ts'
import { BUSY, deskIn, deskMemory, STOP, type Answer, type Desk, type Request } from './places.ts'

/** The longest that the end of the process waits for a block to be done. */
const PATIENCE_MILLISECONDS = 2000

/** What a thread has to know of a model. */
export interface LentModel {
  id: number
  bytes: Uint8Array
  /** Rows of a block, and numbers of a row and of its scores. */
  rows: number
  features: number
  columns: number
}

/** A thread while it works for one scoring. */
export interface Lent {
  desk: DeskOwner
  /** Resolves when the thread has left the desk, or ended. Then blocks are put, or given back. Never rejects. */
  end(blocks: Blocks): Promise<void>
}

export class ScoringHelper {
  readonly #worker: Worker
  readonly #state = new Int32Array(new SharedArrayBuffer(8))
  readonly #models = new Map<number, { desk: Desk; opened: boolean }>()
  #left: (() => void) | null = null
  #use: 'starting' | 'free' | 'lent' | 'gone' = 'starting'

  constructor(entry: URL) {
    this.#worker = new Worker(entry, { workerData: this.#state, execArgv: [], name: 'scoring' })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => this.#hear(answer))
    this.#worker.on('error', () => this.#fail())
    this.#worker.on('exit', () => {
      process.off('exit', this.#stop)
      this.#fail()
    })
    process.on('exit', this.#stop)
  }

  /** Whether it has started, has not failed, and works for nobody. */
  get isFree(): boolean {
    return this.#use === 'free'
  }

  /**
   * Has the thread work at a desk with blocks for this model; null when it has not opened it yet, which it then
   * does beside. The thread must be free.
   */
  lend(model: LentModel, parts: readonly number[]): Lent | null {
    const own = this.#models.get(model.id)
    if (!own) this.#open(model)
    if (!own?.opened) return null
    const desk = new DeskOwner(own.desk)
    const left = new Promise<void>((resolve) => (this.#left = resolve))
    this.#use = 'lent'
    // What is waited for keeps this process alive; an idle thread does not.
    this.#worker.ref()
    this.#ask({ kind: 'work', model: model.id, parts })
    const end = async (blocks: Blocks) => {
      desk.close()
      await left
      desk.clear(blocks)
    }
    return { desk, end }
  }

  /** The model will not be asked for again. */
  forget(model: number): void {
    if (this.#models.delete(model)) this.#ask({ kind: 'close', model })
  }

  end(): void {
    if (this.#use !== 'gone') this.#ask({ kind: 'end' })
  }

  #open({ id, bytes, rows, features, columns }: LentModel): void {
    const sizes = { x: rows * features, scores: rows * columns }
    const memory = deskMemory(sizes)
    this.#models.set(id, { desk: deskIn(memory, sizes), opened: false })
    this.#ask({ kind: 'open', model: id, bytes, rows, desk: memory, sizes })
  }

  #ask(request: Request): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(request)
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'failed') return this.#fail()
    if (answer.kind === 'opened') {
      const own = this.#models.get(answer.model)
      if (own) own.opened = true
      return
    }
    if (this.#use !== 'gone') this.#use = 'free'
    this.#leave()
  }

  #fail(): void {
    this.end()
    this.#use = 'gone'
    this.#leave()
  }

  #leave(): void {
    this.#worker.unref()
    this.#left?.()
    this.#left = null
  }

  readonly #stop = (): void => {
    Atomics.store(this.#state, STOP, 1)
    if (Atomics.load(this.#state, BUSY) === 1) Atomics.wait(this.#state, BUSY, 1, PATIENCE_MILLISECONDS)
  }
}

/** The program of the thread, as source or as it was built; null where it was not built. */
export function helperEntry(): URL | null {
  const places = ['./thread.ts', './scoring-thread.js', '../scoring-thread.js']
  return (
    places
      .map((place) => new URL(place, import.meta.url))
      .find((url) => url.protocol === 'file:' && existsSync(fileURLToPath(url))) ?? null
  )
}
