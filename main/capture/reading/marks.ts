/**
 * Selected events of a stretch in order of time, as a bit each with the number of ones before every block: a 32nd of the memory of their numbers where
 * all are selected, and nothing to list. Rank and select as in succinct bit vectors (Jacobson, 1989).
 */
import { BLOCK, maskKernel } from './mask-kernel.ts'

const WORDS = BLOCK / 32

export class Marks {
  readonly first: number
  /** Events of the stretch, selected or not. */
  readonly span: number
  readonly #words: Uint32Array
  /** Ones before each block, and at last all of them. */
  readonly #ranks: Uint32Array

  /**
   * @param bytes 0 or 1, one an event
   * @param first number of the event that the first byte stands for
   */
  constructor(bytes: Uint8Array, first: number) {
    this.first = first
    this.span = bytes.length
    this.#words = new Uint32Array(Math.ceil(bytes.length / 32))
    this.#ranks = new Uint32Array(Math.ceil(bytes.length / BLOCK) + 1)
    maskKernel().pack(bytes, this.#words, this.#ranks)
  }

  get length(): number {
    return this.#ranks.at(-1)!
  }

  /** How many selected events have a number below `event`. */
  before(event: number): number {
    const end = Math.min(this.span, Math.max(0, event - this.first))
    const block = Math.floor(end / BLOCK)
    const word = end >>> 5
    let count = this.#ranks[block]!
    for (let i = block * WORDS; i < word; i++) count += onesOf(this.#words[i]!)
    return end % 32 === 0 ? count : count + onesOf(this.#words[word]! & ((1 << (end % 32)) - 1))
  }

  /** The number of the selected event at a place from 0 on; undefined where none is. */
  at(place: number): number | undefined {
    if (!(place >= 0 && place < this.length)) return undefined
    const block = this.#blockOf(place)
    let left = place - this.#ranks[block]!
    let i = block * WORDS
    for (let ones = onesOf(this.#words[i]!); ones <= left; ones = onesOf(this.#words[++i]!)) left -= ones
    let word = this.#words[i]!
    // Without its lowest one.
    for (; left > 0; left--) word &= word - 1
    return this.first + 32 * i + lowestOf(word)
  }

  /** All of their numbers. */
  list(): Uint32Array {
    const found = new Uint32Array(this.length)
    let count = 0
    for (let i = 0; i < this.#words.length; i++)
      for (let word = this.#words[i]!; word !== 0; word &= word - 1)
        found[count++] = this.first + 32 * i + lowestOf(word)
    return found
  }

  /** The last block with no more ones before it than `place`. */
  #blockOf(place: number): number {
    let low = 0
    let high = this.#ranks.length - 2
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#ranks[middle]! <= place) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** The place of the lowest one of 32 bits, not all zero. */
const lowestOf = (word: number): number => 31 - Math.clz32(word & -word)

/** How many of 32 bits are set: in pairs, fours, eights, all. (Warren, Hacker's Delight, 5-1.) */
function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
