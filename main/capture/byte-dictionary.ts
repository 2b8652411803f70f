/**
 * Distinct values of a text column from bytes (CSV). Cells are looked up by a hash over an open table, four bytes at a step
 * (the mixing of MurmurHash3), and compared with what is there, byte for byte; only distinct values are ever decoded. Equal
 * bytes get equal codes whatever the hash does. Distinct values lie one behind the other in an arena.
 */
import type { Utf8List } from '../case/chunks.ts'
import type { Dictionary } from './dictionary.ts'
import { decodeText } from './encoding.ts'

/** The bytes of a buffer, four at a time. Made once per block: making one per cell would cost more than reading it. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Hash of bytes[from, to), which is not empty. Little-endian words, the last one overlapping the one before. */
function hashOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  let hash = to - from
  const last = to - 4
  if (last >= from) {
    for (let at = from; at < last; at += 4) hash = mixed(hash, view.getInt32(at, true))
    hash = mixed(hash, view.getInt32(last, true))
  } else {
    let word = 0
    for (let at = from; at < to; at++) word = (word << 8) | bytes[at]!
    hash = mixed(hash, word)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

function mixed(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const next = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0
}

export class ByteDictionary implements Dictionary {
  #slots = new Int32Array(64)
  #hashes = new Int32Array(32)
  /** Where each value begins; `#offsets[0]` and `[1]` are 0: value 0 is the empty one. */
  #offsets = new Int32Array(34)
  #arena = Buffer.allocUnsafeSlow(256)
  #arenaView = viewOf(this.#arena)
  #size = 0
  /** All bits of all values: below 128 while everything is ASCII. */
  #bits = 0

  get size(): number {
    return this.#size
  }

  addText(text: string): number {
    const bytes = Buffer.from(text)
    return this.addBytes(bytes, 0, bytes.length)
  }

  /** Code of the value bytes[from, to). @param view of the same bytes */
  addBytes(bytes: Buffer, from: number, to: number, view = viewOf(bytes)): number {
    if (from === to) return 0
    const hash = hashOf(bytes, view, from, to)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!
      if (code === 0) return this.#insert(slot, hash, bytes, from, to)
      if (this.#hashes[code] === hash && this.#equals(code, bytes, view, from, to)) return code
    }
  }

  #equals(code: number, bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    const start = this.#offsets[code]!
    const length = to - from
    if (this.#offsets[code + 1]! - start !== length) return false
    if (length < 4) {
      for (let i = 0; i < length; i++) if (this.#arena[start + i] !== bytes[from + i]) return false
      return true
    }
    const arena = this.#arenaView
    const last = length - 4
    for (let i = 0; i < last; i += 4)
      if (arena.getInt32(start + i, true) !== view.getInt32(from + i, true)) return false
    return arena.getInt32(start + last, true) === view.getInt32(from + last, true)
  }

  #insert(slot: number, hash: number, bytes: Buffer, from: number, to: number): number {
    const code = ++this.#size
    if (code + 1 >= this.#offsets.length) this.#growValues()
    const start = this.#offsets[code]!
    const end = start + to - from
    if (end > this.#arena.length) this.#growArena(start, end)
    bytes.copy(this.#arena, start, from, to)
    for (let at = from; at < to; at++) this.#bits |= bytes[at]!
    this.#offsets[code + 1] = end
    this.#hashes[code] = hash
    this.#slots[slot] = code
    if (code * 2 > this.#slots.length) this.#growSlots()
    return code
  }

  #growArena(used: number, least: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least, this.#arena.length * 2))
    this.#arena.copy(larger, 0, 0, used)
    this.#arena = larger
    this.#arenaView = viewOf(larger)
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

  /** Null where bytes are not plain ASCII: they may have to be read as Windows-1252. */
  utf8(): Utf8List | null {
    if (this.#bits >= 128) return null
    const offsets = this.#offsets.subarray(0, this.#size + 2)
    return { offsets, bytes: this.#arena.subarray(0, offsets[this.#size + 1]) }
  }

  clear(): void {
    this.#slots.fill(0)
    this.#size = 0
    this.#bits = 0
  }
}
