/**
 * The steps of a chunk, handed out to several threads: per network a word of shared memory that says how far it is. A
 * thread takes the network with the most left to do, for two fifths of what each thread would still have to do, so that pieces get
 * shorter and all threads are done at about the same time (guided self-scheduling; Polychronopoulos and Kuck, 1987). Nobody
 * waits: where every network that has steps left is in somebody's hands, there is nothing to help with.
 */

/** Part of a thread's share of what is left that is taken at once. */
const SHARE = 0.4
/** Part of the chunk's steps that is taken at once, at least: to begin costs as much as most of a step. */
const LEAST = 1 / 16

/** Steps `from` to `to` (not included) of a network, by its number. */
export interface Piece {
  network: number
  from: number
  to: number
}

export class StepQueue {
  readonly #networks: number
  readonly #threads: number
  /** The steps of the chunk; then per network the next step, or ~(the step it will be at) while a thread has it. */
  readonly #words: Int32Array

  /** @param words from `wordsFor`, the same for all threads */
  constructor(networks: number, threads: number, words: Int32Array) {
    this.#networks = networks
    this.#threads = threads
    this.#words = words
  }

  static wordsFor(networks: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(4 * (networks + 1)))
  }

  /** A new chunk; nobody else may be at work. */
  fill(steps: number): void {
    for (let network = 0; network < this.#networks; network++) Atomics.store(this.#words, network + 1, 0)
    Atomics.store(this.#words, 0, steps)
  }

  /** The next piece for the thread that asks, or null when nothing is left for it. */
  take(): Piece | null {
    const steps = Atomics.load(this.#words, 0)
    for (;;) {
      const at = Array.from({ length: this.#networks }, (_, network) =>
        Atomics.load(this.#words, network + 1),
      )
      const left = at.map((word) => steps - (word < 0 ? ~word : word))
      const free = left.map((work, network) => (at[network]! < 0 ? 0 : work))
      const most = Math.max(...free)
      if (most === 0) return null
      const network = free.indexOf(most)
      const from = at[network]!
      const share = (SHARE * left.reduce((sum, work) => sum + work, 0)) / this.#threads
      const to = Math.min(steps, from + Math.ceil(Math.max(steps * LEAST, share)))
      if (Atomics.compareExchange(this.#words, network + 1, from, ~to) === from) return { network, from, to }
    }
  }

  /** The piece is done, and what it wrote can be seen by whoever takes the next one. */
  put({ network, to }: Piece): void {
    Atomics.store(this.#words, network + 1, to)
  }
}
