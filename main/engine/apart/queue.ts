/**
 * The steps of a chunk, handed out to several threads: per group of networks a word of shared memory that says how far it is. A
 * thread takes the group with the most left to do, for two fifths of what each thread would still have to do, so that pieces get
 * shorter and all threads are done at about the same time (guided self-scheduling; Polychronopoulos and Kuck, 1987). Nobody
 * waits: where every group that has steps left is in somebody's hands, there is nothing to help with.
 */

/** Part of a thread's share of what is left that is taken at once. */
const SHARE = 0.4
/** Part of the chunk's steps that is taken at once, at least: to begin costs as much as most of a step. */
const LEAST = 1 / 16

/** Steps `from` to `to` (not included) of a group, by its number. */
export interface Piece {
  group: number
  from: number
  to: number
}

export class StepQueue {
  readonly #sizes: readonly number[]
  readonly #threads: number
  /** The steps of the chunk; then per group the next step, or ~(the step it will be at) while a thread has it. */
  readonly #words: Int32Array

  /** @param sizes work of a step, per group @param words from `wordsFor`, the same for all threads */
  constructor(sizes: readonly number[], threads: number, words: Int32Array) {
    this.#sizes = sizes
    this.#threads = threads
    this.#words = words
  }

  static wordsFor(groups: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(4 * (groups + 1)))
  }

  /** A new chunk; nobody else may be at work. */
  fill(steps: number): void {
    this.#sizes.forEach((_, group) => Atomics.store(this.#words, group + 1, 0))
    Atomics.store(this.#words, 0, steps)
  }

  /** The next piece for the thread that asks, or null when nothing is left for it. */
  take(): Piece | null {
    const steps = Atomics.load(this.#words, 0)
    for (;;) {
      const at = this.#sizes.map((_, group) => Atomics.load(this.#words, group + 1))
      const left = at.map((word, group) => this.#sizes[group]! * (steps - (word < 0 ? ~word : word)))
      const free = left.map((work, group) => (at[group]! < 0 ? 0 : work))
      const most = Math.max(...free)
      if (most === 0) return null
      const group = free.indexOf(most)
      const from = at[group]!
      const share = (SHARE * left.reduce((sum, work) => sum + work, 0)) / this.#threads
      const to = Math.min(steps, from + Math.ceil(Math.max(steps * LEAST, share / this.#sizes[group]!)))
      if (Atomics.compareExchange(this.#words, group + 1, from, ~to) === from) return { group, from, to }
    }
  }

  /** The piece is done, and what it wrote can be seen by whoever takes the next one. */
  put({ group, to }: Piece): void {
    Atomics.store(this.#words, group + 1, to)
  }
}
