/** Bytes put together one part behind the other, in memory that serves again and again: one column after another is made in it. */
export class Sink {
  #bytes = new Uint8Array(1 << 16)
  #length = 0

  clear(): void {
    this.#length = 0
  }

  /** Room for the next `length` bytes; what it holds is left over from before. Good until the next call. */
  room(length: number): Uint8Array {
    const from = this.#length
    this.#length += length
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, from))
      this.#bytes = larger
    }
    return this.#bytes.subarray(from, this.#length)
  }

  /** All bytes since the last {@link clear}; good until the next call. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
