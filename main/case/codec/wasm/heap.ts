/**
 * Memory of WebAssembly, given out in pieces whose lengths are powers of two. A piece that is given back serves the next of its length. Address 0
 * is nobody's, so that it may stand for nothing; behind every piece there are bytes that may be looked at.
 */
const PAGE = 1 << 16
const LEAST = 6
/** Bytes behind the last piece. */
const BEHIND = 64

export class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 2 })
  #top = 1 << LEAST
  /** Addresses to be had again, by the power of two. */
  readonly #free: number[][] = Array.from({ length: 32 }, () => [])
  #bytes = Buffer.from(this.memory.buffer)
  #words = new Int32Array(this.memory.buffer)
  #doubles = new Float64Array(this.memory.buffer)

  /** The whole memory; good until the next {@link room}. */
  get bytes(): Buffer {
    if (this.#bytes.length === 0) this.#look()
    return this.#bytes
  }

  /** The same, four bytes at a time. */
  get words(): Int32Array<ArrayBuffer> {
    if (this.#words.length === 0) this.#look()
    return this.#words
  }

  get doubles(): Float64Array<ArrayBuffer> {
    if (this.#doubles.length === 0) this.#look()
    return this.#doubles
  }

  /** Memory that grew is other memory to JavaScript. */
  #look(): void {
    const { buffer } = this.memory
    this.#bytes = Buffer.from(buffer)
    this.#words = new Int32Array(buffer)
    this.#doubles = new Float64Array(buffer)
  }

  /** Bytes that a piece for so many has. */
  static roomFor(length: number): number {
    return 2 ** powerFor(length)
  }

  /** The address of so many bytes, a multiple of 64; what they hold is left over. */
  room(length: number): number {
    const power = powerFor(length)
    const again = this.#free[power]!.pop()
    if (again !== undefined) return again
    const at = this.#top
    this.#top += 2 ** power
    const missing = this.#top + BEHIND - this.memory.buffer.byteLength
    // Some at once: every growth is a call to the system.
    if (missing > 0) this.memory.grow(Math.ceil(Math.max(missing, this.#top / 8) / PAGE))
    return at
  }

  /** Gives back what {@link room} gave for so many bytes. */
  free(at: number, length: number): void {
    this.#free[powerFor(length)]!.push(at)
  }

  /** Everything is to be had again. */
  reset(): void {
    this.#top = 1 << LEAST
    for (const list of this.#free) list.length = 0
  }
}

const powerFor = (length: number): number => Math.max(LEAST, Math.ceil(Math.log2(length)))
