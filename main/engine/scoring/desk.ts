/** The side of a desk (places.ts) that fills slots with blocks and collects their scores. */
import type { Blocks } from './scoring.ts'
import { DONE, EMPTY, FULL, OVER, REFUSED, ring, SLOTS, type Desk } from './places.ts'

export class DeskOwner {
  readonly #desk: Desk
  /** First rows of the blocks in the slots. */
  readonly #rows: number[] = []
  /** Blocks filled in and collected so far; those between lie in the slots. */
  #filled = 0
  #collected = 0

  /** A desk that nobody works at. */
  constructor(desk: Desk) {
    this.#desk = desk
    desk.states.fill(EMPTY)
  }

  /** Collects what is done, and fills what is empty. */
  tend(blocks: Blocks): void {
    this.#collect(blocks)
    while (this.#filled - this.#collected < SLOTS) {
      const row = blocks.next()
      if (row === null) return
      const at = this.#filled++ % SLOTS
      this.#rows[at] = row
      blocks.copy(row, this.#desk.slots[at]!.x)
      Atomics.store(this.#desk.states, at, FULL)
      ring(this.#desk)
    }
  }

  /** Takes a block back that the other side has not begun; null when there is none. */
  reclaim(): number | null {
    if (this.#filled === this.#collected) return null
    const at = (this.#filled - 1) % SLOTS
    if (Atomics.compareExchange(this.#desk.states, at, FULL, EMPTY) !== FULL) return null
    this.#filled--
    return this.#rows[at]!
  }

  /** Says that nothing more will come. */
  close(): void {
    Atomics.store(this.#desk.states, OVER, 1)
    ring(this.#desk)
  }

  /** After the other side has left, or ended: collects what is done, and gives back what is not. */
  clear(blocks: Blocks): void {
    this.#collect(blocks)
    for (; this.#collected < this.#filled; this.#collected++)
      blocks.back(this.#rows[this.#collected % SLOTS]!)
  }

  #collect(blocks: Blocks): void {
    const { states, slots } = this.#desk
    for (; this.#collected < this.#filled; this.#collected++) {
      const at = this.#collected % SLOTS
      const state = Atomics.load(states, at)
      if (state === DONE) blocks.putDealt(this.#rows[at]!, slots[at]!.scores)
      else if (state === REFUSED) blocks.back(this.#rows[at]!)
      else return
      Atomics.store(states, at, EMPTY)
    }
  }
}
