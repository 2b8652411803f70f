/**
 * SHA-256 of stretches of a stream that are known only after the bytes have gone by: from the first row of a chunk to the end of
 * its last. Whether a row is the last is not known when it is met, so the hash is remembered at the end of each batch's last row
 * and goes on from there; bytes are let go of as soon as the reading has passed them.
 */
import { createHash, type Hash } from 'node:crypto'

export class StretchHash {
  #waiting: Uint8Array[] = []
  /** Stream offset of the first waiting byte. */
  #at = 0
  #running: Hash | null = null
  /** The hash at the end of the last row known, and where that is. */
  #atRow: Hash | null = null
  #rowEnd = 0

  push(block: Uint8Array): void {
    this.#waiting.push(block)
  }

  /**
   * Lets go of what the reading has passed.
   * @param rows the stretch of the rows so far of the chunk being filled; null when it has none yet
   * @param passed where the reading stands
   */
  advance(rows: { from: number; to: number } | null, passed: number): void {
    if (rows) this.#reach(rows)
    this.#pass(passed)
  }

  /** Hash of the chunk's rows [from, to); the next stretch begins behind it. */
  cut(rows: { from: number; to: number }): string {
    this.#reach(rows)
    const digest = this.#atRow!.digest('hex')
    this.#running = null
    this.#atRow = null
    return digest
  }

  #reach({ from, to }: { from: number; to: number }): void {
    if (!this.#running) {
      this.#pass(from)
      this.#running = createHash('sha256')
    } else if (this.#rowEnd === to) return
    this.#pass(to)
    this.#atRow = this.#running.copy()
    this.#rowEnd = to
  }

  #pass(to: number): void {
    while (this.#at < to) {
      const block = this.#waiting[0]
      if (!block) throw new Error(`The stream ends at ${this.#at}, before ${to}`)
      const part = block.length > to - this.#at ? block.subarray(0, to - this.#at) : block
      this.#running?.update(part)
      this.#at += part.length
      if (part === block) this.#waiting.shift()
      else this.#waiting[0] = block.subarray(part.length)
    }
  }
}
