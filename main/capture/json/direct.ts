/**
 * Documents from bytes straight into columns, without making objects or strings of them (walk-code.ts). What rows hold is gathered in the
 * kernel's memory, some rows at a time, and handed to the columns then; a value that its column does not take as it is (a new type) is
 * stored here, and a document that the kernel does not read is left to parse.ts and columns.ts.
 */
import { isUtf8 } from 'node:buffer'
import { ByteDictionary } from '../columns/byte-dictionary.ts'
import type { JsonColumn, JsonColumns, JsonNode } from './columns.ts'
import type { JsonKernel, WalkHost } from './kernel.ts'
import { jsonNumber } from './number.ts'
import {
  AS_CELLS,
  COLUMN,
  COLUMN_BYTES,
  NODE,
  NODE_BYTES,
  NUMBER,
  NUMBERS,
  STORED,
  TEXT,
  TEXTS,
  TIMES,
  TRUTH,
  WHOLE,
} from './walk-layout.ts'

/** Keys at the top that may mean that the event is inside another document; see `unwrap`. */
const WRAPPERS = new Set(['_source', 'result', 'preview'])
/** Rows gathered at a time. */
const ROWS = 256
/** Keys that are known in the kernel; more of them are nobody's log. */
const MOST_NODES = 1 << 17

/** Of a column by its type: what it is to the kernel, and the values it takes there. */
const KINDS = {
  none: [0, 0],
  text: [TEXTS, TEXT | WHOLE | TRUTH],
  time: [TIMES, TEXT],
  integer: [NUMBERS, WHOLE],
  number: [NUMBERS, WHOLE | NUMBER],
  boolean: [NUMBERS, TRUTH],
} as const

export class JsonDirect implements WalkHost {
  readonly #kernel: JsonKernel
  readonly #columns: JsonColumns
  /** By their numbers in the kernel. */
  readonly #nodes: JsonNode[] = []
  readonly #known: JsonColumn[] = []
  /** Rows at hand, from this one on. */
  #first = 0
  #rows = 0

  /** @param kernel which begins anew; its dictionaries are those of the columns from then on */
  constructor(kernel: JsonKernel, columns: JsonColumns) {
    this.#kernel = kernel
    this.#columns = columns
    kernel.begin(this)
    kernel.root = this.#meet(columns.root, '')
  }

  /** Takes the block whose documents are read next. */
  load(block: Buffer): void {
    this.#kernel.load(block)
  }

  /**
   * Stores the document bytes[from, to) of the block as row `row`; false when it must be read otherwise. Nothing of it is stored then, and
   * {@link learn} is to be called once it is.
   */
  store(from: number, to: number, row: number): boolean {
    if (this.#rows === ROWS) this.flush()
    if (this.#rows === 0) this.#first = row
    const done = this.#kernel.document(from, to, this.#rows)
    if (done === STORED) {
      this.#rows++
      return true
    }
    this.flush()
    if (done !== AS_CELLS) return false
    this.#keep(row)
    return true
  }

  /** Hands the rows at hand to their columns. */
  flush(): void {
    if (this.#rows === 0) return
    const to = this.#first + this.#rows
    for (const address of this.#kernel.takeTouched()) {
      const { words } = this.#kernel.heap
      words[(address + COLUMN.touched) >> 2] = 0
      const { builder } = this.#known[words[(address + COLUMN.id) >> 2]!]!
      const cells = words[(address + COLUMN.cells) >> 2]!
      builder.reserve(to)
      if (builder.type === 'text') {
        const from = cells >> 2
        builder.codes.set(words.subarray(from, from + this.#rows), this.#first)
        words.fill(0, from, from + this.#rows)
      } else {
        const { doubles } = this.#kernel.heap
        const from = cells >> 3
        builder.numbers.set(doubles.subarray(from, from + this.#rows), this.#first)
        doubles.fill(Number.NaN, from, from + this.#rows)
      }
    }
    this.#rows = 0
  }

  /** Takes notice of what a document that was read otherwise made of the columns. */
  learn(): void {
    for (const node of this.#columns.takeMet()) if (node.address > 0) this.#tell(node)
  }

  child(address: number, from: number, to: number): number {
    const parent = this.#nodes[this.#kernel.heap.words[(address + NODE.id) >> 2]!]!
    const key = this.#kernel.heap.bytes.toString('utf8', from, to)
    const child = this.#columns.child(parent, key)
    if (!child || (child.address === 0 && this.#nodes.length >= MOST_NODES)) return 0
    if (child.address === 0) this.#meet(child, key)
    return child.address
  }

  number(from: number, to: number): number {
    const { bytes } = this.#kernel.heap
    let end = to
    while (end > from && isBlank(bytes[end - 1]!)) end--
    const number = jsonNumber(bytes, from, end)
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? Number.NaN : number
  }

  time(column: number, from: number, to: number): number {
    return this.#known[column]!.timeOf(this.#kernel.heap.bytes, from, to)
  }

  utf8(from: number, to: number): number {
    return Number(isUtf8(this.#kernel.heap.bytes.subarray(from, to)))
  }

  /** Values that are new to their columns. */
  #keep(row: number): void {
    for (const { node, kind, from, to, value } of this.#kernel.cells()) {
      const { words, bytes } = this.#kernel.heap
      const known = this.#nodes[words[(node + NODE.id) >> 2]!]!
      const column = known.column!
      if (kind === TEXT) column.set(row, bytes.toString('utf8', from, to))
      else column.set(row, kind === TRUTH ? value === 1 : value)
      this.#tell(known)
    }
  }

  /** Makes a node known to the kernel. @returns its address */
  #meet(node: JsonNode, key: string): number {
    const { heap } = this.#kernel
    const { length } = node.key
    const text = heap.room(length + 8)
    heap.bytes.set(node.key, text)
    const at = heap.room(NODE_BYTES)
    heap.words.fill(0, at >> 2, (at + NODE_BYTES) >> 2)
    heap.words[(at + NODE.key) >> 2] = text
    heap.words[(at + NODE.length) >> 2] = length
    heap.words[(at + NODE.wrapper) >> 2] = node.parent === this.#columns.root && WRAPPERS.has(key) ? 1 : 0
    heap.words[(at + NODE.id) >> 2] = this.#nodes.length
    this.#nodes.push(node)
    node.address = at
    this.#tell(node)
    return at
  }

  /** Tells the kernel of the node's column, and what it is by now. */
  #tell({ address, column }: JsonNode): void {
    if (!column) return
    if (column.address === 0) this.#meetColumn(column)
    const { words } = this.#kernel.heap
    words[(address + NODE.column) >> 2] = column.address
    const [kind, accepts] = KINDS[column.builder.type]
    const at = column.address
    if (words[(at + COLUMN.kind) >> 2] !== kind) this.#empty(at, kind)
    words[(at + COLUMN.kind) >> 2] = kind
    words[(at + COLUMN.accepts) >> 2] = accepts
  }

  #meetColumn(column: JsonColumn): void {
    const { heap } = this.#kernel
    const cells = heap.room(8 * ROWS)
    const at = heap.room(COLUMN_BYTES)
    heap.words.fill(0, at >> 2, (at + COLUMN_BYTES) >> 2)
    const { dictionary } = column.builder
    if (!(dictionary instanceof ByteDictionary)) throw new Error('Columns read from bytes keep bytes')
    heap.words[(at + COLUMN.dictionary) >> 2] = dictionary.address
    heap.words[(at + COLUMN.cells) >> 2] = cells
    heap.words[(at + COLUMN.id) >> 2] = this.#known.length
    this.#known.push(column)
    column.address = at
  }

  /** No row has anything of it yet. */
  #empty(at: number, kind: number): void {
    const { words, doubles } = this.#kernel.heap
    const cells = words[(at + COLUMN.cells) >> 2]!
    if (kind === TEXTS) words.fill(0, cells >> 2, (cells >> 2) + ROWS)
    else doubles.fill(Number.NaN, cells >> 3, (cells >> 3) + ROWS)
  }
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9
