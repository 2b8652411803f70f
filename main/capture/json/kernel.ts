/** The kernels of JSON with their memory: the bytes of a block of documents, what is found in one of them, and the values of columns. */
import { assemble } from '../../case/codec/wasm/assembler.ts'
import type { Heap } from '../../case/codec/wasm/heap.ts'
import { indexFunction } from './structure-code.ts'
import { MAX_DEPTH } from './parse.ts'
import { WALK_HOST, walkFunctions } from './walk-code.ts'
import { CELL, CELL_BYTES, type WalkLayout } from './walk-layout.ts'
import { POWERS } from '../columns/number-cell.ts'
import { ADD, DICTIONARY_HOST } from '../columns/text-kernel-code.ts'
import { TextKernel } from '../columns/text-kernel.ts'
import { MOST_COLUMNS } from '../understanding/widest.ts'

/** Longer documents are not read here. */
const LONGEST = 1 << 18
/** Bytes of the shortest member, `"":1,`. */
const SHORTEST = 5
/** Bytes that may be looked at, or written, behind a text. */
const BEHIND = 64
/** The first address of a heap. */
const FIRST = 64

const ESCAPES: Record<string, number> = { '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }

/** What the walk asks of JavaScript; see walk-code.ts. */
export interface WalkHost {
  child(node: number, from: number, to: number): number
  number(from: number, to: number): number
  time(column: number, from: number, to: number): number
  utf8(from: number, to: number): number
}

/** A value of a document that could not be stored at once. */
export interface Cell {
  node: number
  kind: number
  from: number
  to: number
  value: number
}

let module: WebAssembly.Module | undefined

export class JsonKernel {
  /** Of the columns' dictionaries, in the same memory. */
  readonly text = new TextKernel()
  readonly #document: (from: number, to: number, row: number) => number
  #host: WalkHost | null = null
  /** The block of documents, and how many bytes there is room for. */
  #input = 0
  #room = 0

  constructor() {
    module ??= new WebAssembly.Module(
      assemble([ADD, indexFunction(LAYOUT.positions, LAYOUT.answer), ...walkFunctions(LAYOUT)], {
        ...DICTIONARY_HOST,
        ...WALK_HOST,
      }),
    )
    const { exports } = new WebAssembly.Instance(module, {
      host: {
        ...this.text.host,
        child: (...key: [number, number, number]) => this.#host!.child(...key),
        number: (from: number, to: number) => this.#host!.number(from, to),
        time: (...cell: [number, number, number]) => this.#host!.time(...cell),
        utf8: (from: number, to: number) => this.#host!.utf8(from, to),
      },
    })
    this.#document = exports['document'] as JsonKernel['document']
  }

  /** Begins a reading: everything of the one before is forgotten, its dictionaries too. @param host what is asked on the way */
  begin(host: WalkHost): void {
    const { heap } = this.text
    heap.reset()
    if (heap.room(LAYOUT_BYTES) !== FIRST) throw new Error('Somebody else has the beginning of the memory')
    this.#host = host
    this.#room = 0
    heap.bytes.fill(0, LAYOUT.answer, LAYOUT.answer + BEHIND)
    heap.bytes.fill(0, LAYOUT.meaning, LAYOUT.meaning + 256)
    heap.bytes[LAYOUT.nothing] = 0
    for (const [letter, byte] of Object.entries(ESCAPES))
      heap.bytes[LAYOUT.meaning + letter.charCodeAt(0)] = byte
    heap.doubles.set(POWERS.slice(0, 16), LAYOUT.powers >> 3)
  }

  /** The node of all documents. */
  set root(node: number) {
    this.text.heap.words[(LAYOUT.answer + 12) >> 2] = node
  }

  /** Takes the block whose documents are read next. */
  load(block: Buffer): void {
    const { heap } = this.text
    if (block.length + BEHIND > this.#room) {
      if (this.#room > 0) heap.free(this.#input, this.#room)
      this.#room = block.length + BEHIND
      this.#input = heap.room(this.#room)
    }
    heap.bytes.set(block, this.#input)
  }

  /**
   * Reads the document bytes[from, to) of the block as row `row` of those at hand.
   * @returns UNREAD, STORED or AS_CELLS of walk-layout.ts
   */
  document(from: number, to: number, row: number): number {
    return to - from > LONGEST || from === to ? 0 : this.#document(this.#input + from, this.#input + to, row)
  }

  /** The values of the document, where it was read as cells. */
  cells(): Cell[] {
    const { words, doubles } = this.text.heap
    const cells: Cell[] = []
    for (let at = LAYOUT.cells; at < words[(LAYOUT.answer + 4) >> 2]!; at += CELL_BYTES)
      cells.push({
        node: words[(at + CELL.node) >> 2]!,
        kind: words[(at + CELL.kind) >> 2]!,
        from: words[(at + CELL.from) >> 2]!,
        to: words[(at + CELL.to) >> 2]!,
        value: doubles[(at + CELL.value) >> 3]!,
      })
    return cells
  }

  /** The columns that rows at hand have something of; none from then on. */
  takeTouched(): Int32Array {
    const { words } = this.text.heap
    const at = LAYOUT.touched >> 2
    const count = words[(LAYOUT.answer + 16) >> 2]!
    words[(LAYOUT.answer + 16) >> 2] = 0
    return words.slice(at, at + count)
  }

  get heap(): Heap {
    return this.text.heap
  }
}

const { layout: LAYOUT, bytes: LAYOUT_BYTES } = layoutFrom(FIRST)

function layoutFrom(first: number): { layout: WalkLayout; bytes: number } {
  let end = first
  const room = (bytes: number): number => {
    const start = end
    end += Math.ceil(bytes / 16) * 16
    return start
  }
  const layout = {
    answer: room(BEHIND),
    nothing: room(16),
    powers: room(8 * 16),
    meaning: room(256),
    stack: room(8 * (MAX_DEPTH + 1)),
    touched: room(4 * MOST_COLUMNS),
    positions: room(4 * (LONGEST + 4)),
    cells: room(CELL_BYTES * Math.ceil(LONGEST / SHORTEST)),
    text: room(LONGEST + BEHIND),
    depth: MAX_DEPTH,
  }
  return { layout, bytes: end - first }
}
