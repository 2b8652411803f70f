/**
 * Text of a column chunk as codes into a list of distinct values; code 0 is the missing value. Byte cells are looked up by an
 * FNV-1a hash over an open table and only distinct values are ever decoded, which is what makes text columns fast.
 */
import { decodeText } from './encoding.ts'

/** Codes for values; `values()` gives the list they index, `''` first. */
export interface Dictionary {
  addText(text: string): number
  readonly size: number
  values(): string[]
  clear(): void
}

/** For readers that have strings already (JSON). */
export class TextDictionary implements Dictionary {
  readonly #codes = new Map<string, number>()

  get size(): number {
    return this.#codes.size
  }

  addText(text: string): number {
    if (text === '') return 0
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.#codes.size + 1
      this.#codes.set(text, code)
    }
    return code
  }

  values(): string[] {
    return ['', ...this.#codes.keys()]
  }

  clear(): void {
    this.#codes.clear()
  }
}

/** For readers that have bytes (CSV): distinct values lie one behind the other in `#arena`. */
export class ByteDictionary implements Dictionary {
  #slots = new Int32Array(64)
  #hashes = new Int32Array(32)
  #offsets = new Int32Array(34)
  #arena: Buffer = Buffer.allocUnsafeSlow(256)
  #size = 0
  /** All bits of all bytes: below 128 while everything is ASCII. */
  #bits = 0

  get size(): number {
    return this.#size
  }

  addText(text: string): number {
    const bytes = Buffer.from(text)
    return this.addBytes(bytes, 0, bytes.length)
  }

  addBytes(bytes: Buffer, from: number, to: number): number {
    if (from === to) return 0
    let hash = 0x811c9dc5
    let bits = 0
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      bits |= byte
      hash = Math.imul(hash ^ byte, 0x01000193)
    }
    hash ^= hash >>> 15
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!
      if (code === 0) {
        this.#bits |= bits
        return this.#insert(slot, hash, bytes, from, to)
      }
      if (this.#hashes[code] === hash && this.#equals(code, bytes, from, to)) return code
    }
  }

  #equals(code: number, bytes: Buffer, from: number, to: number): boolean {
    const start = this.#offsets[code]!
    const length = this.#offsets[code + 1]! - start
    if (length !== to - from) return false
    const arena = this.#arena
    for (let i = 0; i < length; i++) if (arena[start + i] !== bytes[from + i]) return false
    return true
  }

  #insert(slot: number, hash: number, bytes: Buffer, from: number, to: number): number {
    const code = ++this.#size
    if (code + 1 >= this.#offsets.length) this.#growValues()
    const start = this.#offsets[code]!
    const end = start + to - from
    if (end > this.#arena.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, this.#arena.length * 2))
      this.#arena.copy(larger, 0, 0, start)
      this.#arena = larger
    }
    bytes.copy(this.#arena, start, from, to)
    this.#offsets[code + 1] = end
    this.#hashes[code] = hash
    this.#slots[slot] = code
    if (code * 2 > this.#slots.length) this.#growSlots()
    return code
  }

  #growValues(): void {
    const offsets = new Int32Array(this.#offsets.length * 2)
    offsets.set(this.#offsets)
    this.#offsets = offsets
    const hashes = new Int32Array(offsets.length)
    hashes.set(this.#hashes)
    this.#hashes = hashes
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let code = 1; code <= this.#size; code++) {
      let slot = this.#hashes[code]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = code
    }
    this.#slots = slots
  }

  values(): string[] {
    const list = ['']
    const ascii = this.#bits < 128
    const all = ascii ? this.#arena.toString('latin1', 0, this.#offsets[this.#size + 1]) : ''
    for (let code = 1; code <= this.#size; code++) {
      const start = this.#offsets[code]!
      const end = this.#offsets[code + 1]!
      list.push(ascii ? all.slice(start, end) : decodeText(this.#arena.subarray(start, end)))
    }
    return list
  }

  clear(): void {
    this.#slots.fill(0)
    this.#size = 0
    this.#bits = 0
  }
}
