/** The kernel of text-kernel-code.ts with its memory, and what dictionaries there need of JavaScript: more room. */
import { assemble } from '../../case/codec/wasm/assembler.ts'
import { Heap } from '../../case/codec/wasm/heap.ts'
import {
  ADD,
  ARENA_BEHIND,
  DICTIONARY,
  DICTIONARY_BYTES,
  DICTIONARY_HOST,
  TEXTS,
} from './text-kernel-code.ts'

const FIRST_SLOTS = 8
const FIRST_VALUES = 16
const FIRST_ARENA = 64
const word = (dictionary: number, field: number): number => (dictionary + field) >> 2

/** Gives the code of the cell at those addresses, which has doubled quotes inside. */
export type Doubled = (dictionary: number, from: number, to: number) => number

type Add = (dictionary: number, from: number, to: number) => number
type Texts = (
  dictionary: number,
  input: number,
  starts: number,
  ends: number,
  stride: number,
  count: number,
  codes: number,
) => void

let module: WebAssembly.Module | undefined

export class TextKernel {
  readonly heap = new Heap()
  /** Code of the value at those addresses of the heap. */
  readonly add: Add
  /** Codes of many cells; see text-kernel-code.ts. */
  readonly texts: Texts
  /** What reads cells with doubled quotes. */
  doubled: Doubled = () => {
    throw new Error('Nobody reads cells with doubled quotes')
  }
  /** What kernels with dictionaries are given. */
  readonly host = {
    memory: this.heap.memory,
    growSlots: (dictionary: number) => this.#growSlots(dictionary),
    growValues: (dictionary: number) => this.#growValues(dictionary),
    growArena: (dictionary: number, least: number) => this.#growArena(dictionary, least),
  }

  constructor() {
    const doubled = { parameters: { dictionary: 'i32', from: 'i32', to: 'i32' }, result: 'i32' } as const
    module ??= new WebAssembly.Module(assemble([ADD, TEXTS], { ...DICTIONARY_HOST, doubled }))
    const { exports } = new WebAssembly.Instance(module, {
      host: { ...this.host, doubled: (...cell: Parameters<Doubled>) => this.doubled(...cell) },
    })
    this.add = exports['add'] as Add
    this.texts = exports['texts'] as Texts
  }

  /** The address of a new dictionary. */
  dictionary(): number {
    const { heap } = this
    const at = heap.room(DICTIONARY_BYTES)
    const slots = heap.room(8 * FIRST_SLOTS)
    const offsets = heap.room(4 * FIRST_VALUES)
    const arena = heap.room(FIRST_ARENA)
    const { words } = heap
    words.fill(0, at >> 2, (at + DICTIONARY_BYTES) >> 2)
    words.fill(0, slots >> 2, (slots >> 2) + 2 * FIRST_SLOTS)
    words.fill(0, offsets >> 2, (offsets >> 2) + 2)
    words[word(at, DICTIONARY.slots)] = slots
    words[word(at, DICTIONARY.mask)] = FIRST_SLOTS - 1
    words[word(at, DICTIONARY.offsets)] = offsets
    words[word(at, DICTIONARY.offsetsRoom)] = FIRST_VALUES
    words[word(at, DICTIONARY.arena)] = arena
    words[word(at, DICTIONARY.arenaRoom)] = FIRST_ARENA - ARENA_BEHIND
    return at
  }

  /** Empties a dictionary; it keeps its room. */
  clear(dictionary: number): void {
    const { words } = this.heap
    const slots = words[word(dictionary, DICTIONARY.slots)]! >> 2
    words.fill(0, slots, slots + 2 * (words[word(dictionary, DICTIONARY.mask)]! + 1))
    for (const field of ['size', 'asked', 'listing', 'high', 'recent'] as const)
      words[word(dictionary, DICTIONARY[field])] = 0
  }

  #growSlots(dictionary: number): void {
    const { heap } = this
    const before = heap.words[word(dictionary, DICTIONARY.mask)]! + 1
    const slots = heap.room(16 * before)
    const { words } = heap
    const old = words[word(dictionary, DICTIONARY.slots)]!
    const mask = 2 * before - 1
    const to = slots >> 2
    words.fill(0, to, to + 4 * before)
    for (let i = old >> 2; i < (old >> 2) + 2 * before; i += 2) {
      if (words[i] === 0) continue
      let slot = words[i + 1]! & mask
      while (words[to + 2 * slot] !== 0) slot = (slot + 1) & mask
      words[to + 2 * slot] = words[i]!
      words[to + 2 * slot + 1] = words[i + 1]!
    }
    words[word(dictionary, DICTIONARY.slots)] = slots
    words[word(dictionary, DICTIONARY.mask)] = mask
    heap.free(old, 8 * before)
  }

  #growValues(dictionary: number): void {
    const room = this.heap.words[word(dictionary, DICTIONARY.offsetsRoom)]!
    this.#move(word(dictionary, DICTIONARY.offsets), 4 * room, 8 * room)
    this.heap.words[word(dictionary, DICTIONARY.offsetsRoom)] = 2 * room
  }

  #growArena(dictionary: number, least: number): void {
    const before = this.heap.words[word(dictionary, DICTIONARY.arenaRoom)]! + ARENA_BEHIND
    const room = Heap.roomFor(Math.max(2 * before, least + ARENA_BEHIND))
    this.#move(word(dictionary, DICTIONARY.arena), before, room)
    this.heap.words[word(dictionary, DICTIONARY.arenaRoom)] = room - ARENA_BEHIND
  }

  /** Gives what lies at the address in that word more room. */
  #move(address: number, before: number, room: number): void {
    const { heap } = this
    const to = heap.room(room)
    const from = heap.words[address]!
    heap.bytes.copyWithin(to, from, from + before)
    heap.words[address] = to
    heap.free(from, before)
  }
}
