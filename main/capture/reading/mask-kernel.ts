/**
 * Masks of codes, and masks as bits, in WebAssembly (mask-code.ts): quick from the first row on, where JavaScript is slow until its loops are
 * compiled. Rows are handed over by as many as a chunk has at most.
 */
import { SOME, SOME_NOT, STEP } from '../../case/codec/wasm/row-answers.ts'
import { CHUNK_ROWS } from '../../case/evidence/chunks.ts'
import { maskModule, SET } from './mask-code.ts'

const PAGE = 1 << 16
const FROM = 64
/** Behind codes of two bytes. */
const TO = FROM + 2 * CHUNK_ROWS
/** Bits of a block, whose ones are counted together; chunks have a whole number of them. */
export const BLOCK = 2048

interface Exports {
  inSet: (at: number, end: number, to: number) => number
  only: (at: number, end: number, to: number, code: number) => number
  bits: (at: number, end: number, to: number) => void
  ones: (at: number, end: number) => number
}

class MaskKernel {
  readonly #code: Exports
  readonly #bytes: Uint8Array
  readonly #pairs: Uint16Array

  constructor() {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((TO + CHUNK_ROWS) / PAGE) })
    const module = new WebAssembly.Module(maskModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory } })
    this.#code = exports as unknown as Exports
    this.#bytes = new Uint8Array(memory.buffer)
    this.#pairs = new Uint16Array(memory.buffer)
    for (let bit = 0; bit < 8; bit++)
      this.#bytes[SET.bitsLow + bit] = this.#bytes[SET.bitsHigh + 8 + bit] = 1 << bit
  }

  /**
   * Writes 1 for each code that has a 1 in `table`, else 0.
   * @returns SOME and SOME_NOT, as bits
   */
  inSet(codes: Uint8Array, table: Uint8Array, mask: Uint8Array): number {
    this.#bytes.fill(0, SET.low, SET.high + 16)
    for (let code = 0; code < Math.min(256, table.length); code++)
      if (table[code] === 1)
        this.#bytes[(code < 128 ? SET.low : SET.high) + (code & 15)]! |= 1 << ((code >> 4) & 7)
    return byChunks(codes.length, (from, to) => {
      const end = padded(this.#bytes, codes.subarray(from, to), FROM)
      const found = this.#code.inSet(FROM, end, TO)
      mask.set(this.#bytes.subarray(TO, TO + to - from), from)
      return found
    })
  }

  /** The same of codes of two bytes, for one code alone. */
  only(codes: Uint16Array, code: number, mask: Uint8Array): number {
    return byChunks(codes.length, (from, to) => {
      const end = padded(this.#pairs, codes.subarray(from, to), FROM / 2)
      const found = this.#code.only(FROM, 2 * end, TO, code)
      mask.set(this.#bytes.subarray(TO, TO + to - from), from)
      return found
    })
  }

  /**
   * Writes bytes of 1 or 0 as bits into `words`, the first the least significant of the first, all behind the last zero; and into `ranks` how many are set before each
   * block, and at last all of them.
   */
  pack(mask: Uint8Array, words: Uint32Array, ranks: Uint32Array): void {
    const into = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
    let block = 0
    for (let from = 0; from < mask.length; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, mask.length - from)
      const end = Math.ceil(rows / BLOCK) * BLOCK
      this.#bytes.set(mask.subarray(from, from + rows), FROM)
      this.#bytes.fill(0, FROM + rows, FROM + end)
      this.#code.bits(FROM, FROM + end, TO)
      into.set(this.#bytes.subarray(TO, TO + Math.min(end >> 3, into.length - (from >> 3))), from >> 3)
      for (let at = TO; at < TO + (end >> 3); at += BLOCK >> 3, block++)
        ranks[block + 1] = ranks[block]! + this.#code.ones(at, at + (BLOCK >> 3))
    }
  }
}

/** Puts `values` into `memory` and the last of them behind, up to a whole step: it changes no answer. @returns where they end */
function padded<T extends Uint8Array | Uint16Array>(memory: T, values: T, at: number): number {
  const end = at + Math.ceil(values.length / STEP) * STEP
  memory.set(values, at)
  memory.fill(values.at(-1)!, at + values.length, end)
  return end
}

function byChunks(rows: number, work: (from: number, to: number) => number): number {
  let found = 0
  for (let from = 0; from < rows; from += CHUNK_ROWS) found |= work(from, Math.min(rows, from + CHUNK_ROWS))
  return found & (SOME | SOME_NOT)
}

let made: MaskKernel | null = null
/** The one of this thread. */
export const maskKernel = (): MaskKernel => (made ??= new MaskKernel())
