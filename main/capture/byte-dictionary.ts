/**
 * Distinct values of a text column from bytes (CSV). Cells are looked up by a hash over an open table, four bytes at a step
 * (multiply and shift, as MurmurHash does), and compared with what is there, byte for byte; only distinct values are ever decoded. Equal
 * bytes get equal codes whatever the hash does, until most of the values are new (below). Values lie one behind the other in an arena.
 */
import type { Utf8List } from '../case/chunks.ts'
import type { Dictionary } from './dictionary.ts'
import { decodeText } from './encoding.ts'

/** The bytes of a buffer, four at a time. Made once per block: making one per cell would cost more than reading it. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Hash of bytes[from, to), which is not empty: little-endian words in two lanes, so that the processor works on both at once,
 * the last words overlapping those before.
 */
function hashOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  let one = to - from
  let two = 0
  const last = to - 4
  if (last >= from) {
    let at = from
    for (; at + 4 < last; at += 8) {
      one = mixed(one, view.getInt32(at, true))
      two = mixed(two, view.getInt32(at + 4, true))
    }
    if (at < last) two = mixed(two, view.getInt32(at, true))
    one = mixed(one, view.getInt32(last, true))
  } else {
    for (let at = from; at < to; at++) two = (two << 8) | bytes[at]!
    one = mixed(one, two)
  }
  const hash = Math.imul(one ^ (two >>> 7) ^ (two << 25), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

function mixed(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0x9e3779b1)
  return next ^ (next >>> 15)
}

const EMPTY = Buffer.alloc(0)

/**
 * After so many distinct values, a column whose cells are mostly new is listed cell by cell: messages, ids and arguments repeat too
 * seldom to be worth the search. More than what is counted as distinct (column-builder.ts), so that no count is wrong.
 */
const MANY = 12_000
const MOSTLY_NEW = 1.5

export class ByteDictionary implements Dictionary {
  /** Pairs of code (0: free) and hash, side by side so that one look at memory brings both. */
  #slots = new Int32Array(16)
  #mask = 7
  /** Where each value begins; `#offsets[0]` and `[1]` are 0: value 0 is the empty one. */
  #offsets = new Int32Array(10)
  #arena: Buffer = EMPTY
  #arenaView = viewOf(this.#arena)
  #size = 0
  /** Values asked for so far; and whether they are mostly new, so that none is looked up any more. */
  #asked = 0
  #listing = false
  /** High bits of the values' bytes: 0 while everything is ASCII. */
  #high = 0

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
    if (this.#listing) return this.#append(bytes, view, from, to)
    this.#asked++
    const hash = hashOf(bytes, view, from, to)
    const slots = this.#slots
    const mask = this.#mask
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = slots[2 * slot]!
      if (code === 0) return this.#insert(slot, hash, bytes, view, from, to)
      if (slots[2 * slot + 1] === hash && this.#equals(code, bytes, view, from, to)) return code
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

  #insert(slot: number, hash: number, bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const code = this.#append(bytes, view, from, to)
    this.#slots[2 * slot] = code
    this.#slots[2 * slot + 1] = hash
    if (code * 2 > this.#mask) this.#growSlots()
    if (code === MANY) this.#listing = this.#asked < MANY * MOSTLY_NEW
    return code
  }

  #append(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const code = ++this.#size
    if (code + 1 >= this.#offsets.length) this.#growValues()
    const start = this.#offsets[code]!
    const end = start + to - from
    if (end > this.#arena.length) this.#growArena(start, end)
    this.#copy(start, bytes, view, from, to)
    this.#offsets[code + 1] = end
    return code
  }

  /** By hand: a call into native code costs more than these few words. */
  #copy(start: number, bytes: Uint8Array, view: DataView, from: number, to: number): void {
    const arena = this.#arenaView
    const shift = start - from
    let bits = 0
    let at = from
    for (; at + 4 <= to; at += 4) {
      const word = view.getInt32(at, true)
      bits |= word
      arena.setInt32(shift + at, word, true)
    }
    for (; at < to; at++) {
      const byte = bytes[at]!
      bits |= byte
      arena.setUint8(shift + at, byte)
    }
    this.#high |= bits & 0x80808080
  }

  #growArena(used: number, least: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least, this.#arena.length * 2, 64))
    this.#arena.copy(larger, 0, 0, used)
    this.#arena = larger
    this.#arenaView = viewOf(larger)
  }

  #growValues(): void {
    const offsets = new Int32Array(this.#offsets.length * 2)
    offsets.set(this.#offsets)
    this.#offsets = offsets
  }

  #growSlots(): void {
    const old = this.#slots
    const slots = new Int32Array(old.length * 2)
    const mask = old.length - 1
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue
      let slot = old[i + 1]! & mask
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask
      slots[2 * slot] = old[i]!
      slots[2 * slot + 1] = old[i + 1]!
    }
    this.#slots = slots
    this.#mask = mask
  }

  values(): string[] {
    const list = ['']
    const ascii = this.#high === 0
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
    if (this.#high !== 0) return null
    const offsets = this.#offsets.subarray(0, this.#size + 2)
    return { offsets, bytes: this.#arena.subarray(0, offsets[this.#size + 1]) }
  }

  clear(): void {
    this.#slots.fill(0)
    this.#size = 0
    this.#asked = 0
    this.#listing = false
    this.#high = 0
  }
}
