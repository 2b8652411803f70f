/**
 * Selected events of a stretch in order of time, as a byte each (1: selected) with the number of ones before every block: a quarter of
 * the memory of their numbers where many are selected, and nothing to write. Rank and select as in succinct bit vectors (Jacobson, 1989),
 * with bytes for bits.
 */
import { countOnes, placesOfOnes } from './ones.ts'

/** Bytes of a block: a multiple of four, and few enough to be walked for one event. */
const BLOCK = 4096

export class Marks {
  readonly first: number
  readonly bytes: Uint8Array
  /** Ones before each block, and at last all of them. */
  readonly #ranks: Uint32Array
  /** The place that was asked for last and where it was: pages ask for one after the other. */
  #place = -1
  #found = -1

  /**
   * @param bytes 0 or 1, one an event; not to be changed any more
   * @param first number of the event that the first byte stands for
   */
  constructor(bytes: Uint8Array, first: number) {
    this.bytes = bytes
    this.first = first
    const blocks = Math.ceil(bytes.length / BLOCK)
    this.#ranks = new Uint32Array(blocks + 1)
    for (let i = 0; i < blocks; i++)
      this.#ranks[i + 1] = this.#ranks[i]! + countOnes(bytes.subarray(i * BLOCK, (i + 1) * BLOCK))
  }

  get length(): number {
    return this.#ranks.at(-1)!
  }

  /** How many selected events have a number below `event`. */
  before(event: number): number {
    const end = Math.min(this.bytes.length, Math.max(0, event - this.first))
    const block = Math.floor(end / BLOCK)
    return this.#ranks[block]! + countOnes(this.bytes.subarray(block * BLOCK, end))
  }

  /** The number of the selected event at a place from 0 on; undefined where none is. */
  at(place: number): number | undefined {
    if (!(place >= 0 && place < this.length)) return undefined
    let at = this.#found
    let missing = place - this.#place
    if (missing !== 1) {
      const block = this.#blockOf(place)
      at = block * BLOCK - 1
      missing = place - this.#ranks[block]! + 1
    }
    while (missing-- > 0) at = this.bytes.indexOf(1, at + 1)
    this.#place = place
    this.#found = at
    return this.first + at
  }

  /** All of their numbers. */
  list(): Uint32Array {
    return placesOfOnes(this.bytes, this.first, this.length)
  }

  /** The last block with no more ones before it than `place`. */
  #blockOf(place: number): number {
    let low = 0
    let high = this.#ranks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#ranks[middle]! <= place) low = middle
      else high = middle - 1
    }
    return low
  }
}
