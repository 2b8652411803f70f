/** The other side of a scoring thread: starts it, lends it out, and lets this process end in peace. */
import type { Worker } from 'node:worker_threads'
import { programFile } from '../../case/program-file.ts'
import { startThread } from '../native-thread.ts'
import { DeskOwner } from './desk.ts'
import type { Blocks } from './scoring.ts'
import { deskIn, deskMemory, type Answer, type Desk, type Request } from './places.ts'

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
  readonly #models = new Map<number, { desk: Desk; opened: boolean }>()
  #left: (() => void) | null = null
  #use: 'starting' | 'free' | 'lent' | 'gone' = 'starting'

  constructor(entry: string) {
    this.#worker = startThread<Answer>(entry, 'scoring', {
      hear: (answer) => this.#hear(answer),
      fail: () => this.#fail(),
    })
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
}

/** The program of the thread; null where it was not built. */
export const helperEntry = (): string | null =>
  programFile(import.meta.url, './thread.ts', 'scoring-thread.js')
