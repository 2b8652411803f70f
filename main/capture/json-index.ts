/** The kernel of json-index-code.ts with its memory: the bytes of a block of documents, and the places in one of them. */
import { jsonIndexModule } from './json-index-code.ts'

const PAGE = 1 << 16
const ANSWER = 0
const POSITIONS = 64
/** Longer documents are not indexed. */
export const LONGEST = 1 << 18
/** Bytes behind the input that may be looked at. */
const BEHIND = 64
const INPUT = POSITIONS + 4 * LONGEST

export class JsonIndex {
  /** Of the document asked for last; relative to `bytes`. Good until the next {@link load}. */
  positions: Int32Array
  bytes: Buffer
  readonly #memory = new WebAssembly.Memory({ initial: Math.ceil((INPUT + BEHIND) / PAGE) })
  readonly #index: (at: number, end: number, place: number) => number

  constructor() {
    const module = new WebAssembly.Module(jsonIndexModule(POSITIONS, ANSWER))
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } })
    this.#index = exports['index'] as JsonIndex['find']
    this.positions = new Int32Array(this.#memory.buffer, POSITIONS, LONGEST)
    this.bytes = Buffer.from(this.#memory.buffer, INPUT, 0)
  }

  load(block: Buffer): void {
    const missing = INPUT + block.length + BEHIND - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    this.positions = new Int32Array(this.#memory.buffer, POSITIONS, LONGEST)
    this.bytes = Buffer.from(this.#memory.buffer, INPUT, block.length)
    this.bytes.set(block)
  }

  /**
   * Finds the brackets, colons, commas, quotes and escaping backslashes of bytes[from, to), those in strings left out but for escapes.
   * @returns how many; -1 where strings are not as JSON has them, or the document is too long
   */
  find(from: number, to: number): number {
    return to - from > LONGEST || from === to ? -1 : this.#index(INPUT + from, INPUT + to, from)
  }

  /** Whether the document asked for last is plain ASCII. (Up to 63 bytes behind it are looked at too.) */
  isAscii(): boolean {
    return new Int32Array(this.#memory.buffer, ANSWER, 1)[0] === 0
  }
}
