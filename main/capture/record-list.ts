/** Records of one block, in file order: where they lie, and why some were refused. Reused from block to block. */
export class RecordList {
  count = 0
  /** First byte, and the byte after the last (without line end), relative to the block's bytes. */
  from = new Int32Array(1024)
  to = new Int32Array(1024)
  /** Line number of each, from 1. */
  lines = new Float64Array(1024)
  /** Record → why it was refused; all others are good. */
  refused = new Map<number, string>()

  clear(): void {
    this.count = 0
    this.refused.clear()
  }

  add(from: number, to: number, line: number, reason: string | null): void {
    if (this.count === this.from.length) this.#grow()
    this.from[this.count] = from
    this.to[this.count] = to
    this.lines[this.count] = line
    if (reason !== null) this.refused.set(this.count, reason)
    this.count++
  }

  /** Adds good records at once. */
  addGood(from: Int32Array, to: Int32Array, lines: Int32Array): void {
    while (this.count + from.length > this.from.length) this.#grow()
    this.from.set(from, this.count)
    this.to.set(to, this.count)
    this.lines.set(lines, this.count)
    this.count += from.length
  }

  #grow(): void {
    const { from, to, lines } = this
    this.from = new Int32Array(from.length * 2)
    this.to = new Int32Array(to.length * 2)
    this.lines = new Float64Array(lines.length * 2)
    this.from.set(from)
    this.to.set(to)
    this.lines.set(lines)
  }
}

/** Longest record, in bytes. What is longer is no log row but damage. */
export const MAX_RECORD = 16 << 20
