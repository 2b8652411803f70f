/**
 * Documents from bytes straight into columns, without making objects or strings of them: for documents whose keys are all known, as
 * nearly all of a capture are. It reads a document whole before it stores anything, and leaves alone what is not as most are (invalid
 * JSON, new keys, keys twice, integers beyond 2^53, arrays of anything but strings, bytes that are no UTF-8): json-parse.ts and
 * json-columns.ts read those, and what they would store is what this stores (a property test compares the two).
 *
 * A kernel finds where strings and brackets are (json-index-code.ts). The key behind a key is mostly the one that stood there in the
 * document before, so it is compared with that one first.
 */
import { isUtf8 } from 'node:buffer'
import type { JsonColumns, JsonNode } from './json-columns.ts'
import { LONGEST, type JsonIndex } from './json-index.ts'
import { jsonNumber } from './json-number.ts'
import { MAX_DEPTH } from './json-parse.ts'
import { JsonText } from './json-text.ts'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const ESCAPE = 92
const OPEN = 91
const CLOSE = 93
const BRACE = 123
const END = 125

/** Kinds of values: in the document, in `#text`, a number, true or false. */
const PLAIN = 0
const MEANT = 1
const NUMBER = 2
const TRUTH = 3

/** Keys at the top that may mean that the event is inside another document; see `unwrap`. */
const WRAPPERS = new Set(['_source', 'result', 'preview'])

export class JsonDirect {
  readonly #index: JsonIndex
  readonly #columns: JsonColumns
  readonly #text = new JsonText(2 * LONGEST)
  /** The values of the document: where each belongs, and what it is. */
  readonly #nodes: JsonNode[] = []
  #kinds = new Uint8Array(256)
  #starts = new Float64Array(256)
  #ends = new Int32Array(256)
  #count = 0
  /** Place in the index. */
  #at = 0
  #found = 0
  /** Documents so far: a key that was met in this one bears its number. */
  #document = 0
  #view: DataView = new DataView(new ArrayBuffer(0))

  constructor(index: JsonIndex, columns: JsonColumns) {
    this.#index = index
    this.#columns = columns
  }

  /** Takes the block whose documents are read next. */
  load(block: Buffer): void {
    this.#index.load(block)
    const { bytes } = this.#index
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Stores the document bytes[from, to) of the block as row `row`; false when it must be read otherwise. Nothing is stored then. */
  store(from: number, to: number, row: number): boolean {
    const index = this.#index
    this.#found = index.find(from, to)
    if (this.#found < 2) return false
    const { bytes, positions } = index
    if (bytes[from] !== BRACE || positions[0] !== from || positions[this.#found - 1] !== to - 1) return false
    if (!index.isAscii() && !isUtf8(bytes.subarray(from, to))) return false
    this.#at = 1
    this.#count = 0
    this.#text.length = 0
    this.#document++
    if (!this.#object(bytes, positions, this.#columns.root, 1) || this.#at !== this.#found) return false
    this.#keep(bytes, row)
    return true
  }

  /** The members of an object, its `{` passed. */
  #object(bytes: Buffer, positions: Int32Array, node: JsonNode | null, depth: number): boolean {
    if (depth > MAX_DEPTH) return false
    let before = positions[this.#at - 1]!
    let last: JsonNode | null = null
    if (bytes[positions[this.#at]!] === END) return blank(bytes, before + 1, positions[this.#at++]!)
    for (;;) {
      const open = positions[this.#at]!
      const close = positions[this.#at + 1]!
      const colon = positions[this.#at + 2]!
      if (this.#at + 3 >= this.#found || bytes[open] !== QUOTE || bytes[close] !== QUOTE) return false
      if (bytes[colon] !== COLON || !blank(bytes, before + 1, open) || !blank(bytes, close + 1, colon))
        return false
      this.#at += 3
      const child: JsonNode | null = node && childOf(node, last, bytes, open + 1, close)
      if (depth === 1 && WRAPPERS.has(child ? child.path : bytes.toString('utf8', open + 1, close)))
        return false
      if (child) {
        if (child.document === this.#document) return false
        child.document = this.#document
        last = child
      }
      const end = this.#value(bytes, positions, child, colon + 1, depth)
      before = positions[this.#at]!
      if (end < 0 || this.#at >= this.#found || !blank(bytes, end, before)) return false
      this.#at++
      if (bytes[before] === END) return true
      if (bytes[before] !== COMMA) return false
    }
  }

  /** @returns the byte behind the value; -1 when it must be read otherwise */
  #value(bytes: Buffer, positions: Int32Array, node: JsonNode | null, from: number, depth: number): number {
    let start = from
    while (isBlank(bytes[start]!)) start++
    const next = positions[this.#at]!
    const byte = bytes[start]!
    if (byte === QUOTE) return node ? this.#string(bytes, positions, node) : -1
    if (byte === BRACE) {
      this.#at++
      return node && this.#object(bytes, positions, node, depth + 1) ? positions[this.#at - 1]! + 1 : -1
    }
    if (byte === OPEN) return node ? this.#array(bytes, positions, node) : -1
    let end = next
    while (end > start && isBlank(bytes[end - 1]!)) end--
    if (byte === 110) return isWord(bytes, start, end, 'null') ? end : -1
    return node && this.#scalar(bytes, node, start, end) ? end : -1
  }

  #scalar(bytes: Buffer, node: JsonNode, start: number, end: number): boolean {
    if (bytes[start] === 116) return isWord(bytes, start, end, 'true') && this.#add(node, TRUTH, 1, 0)
    if (bytes[start] === 102) return isWord(bytes, start, end, 'false') && this.#add(node, TRUTH, 0, 0)
    const number = jsonNumber(bytes, start, end)
    if (Number.isNaN(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return false
    return this.#add(node, NUMBER, number, 0)
  }

  #string(bytes: Buffer, positions: Int32Array, node: JsonNode): number {
    const start = positions[this.#at]! + 1
    const first = ++this.#at
    while (bytes[positions[this.#at]!] === ESCAPE) this.#at++
    const end = positions[this.#at++]!
    if (first === this.#at - 1) return this.#add(node, PLAIN, start, end) ? end + 1 : -1
    const text = this.#text
    const { length } = text
    if (!text.addEscaped(bytes, start, end, positions, first, this.#at - 1)) return -1
    return this.#add(node, MEANT, length, text.length) ? end + 1 : -1
  }

  /** Strings, one a line. */
  #array(bytes: Buffer, positions: Int32Array, node: JsonNode): number {
    const text = this.#text
    const { length } = text
    let before = positions[this.#at++]!
    if (bytes[positions[this.#at]!] === CLOSE)
      return blank(bytes, before + 1, positions[this.#at]!) ? positions[this.#at++]! + 1 : -1
    for (let count = 0; ; count++) {
      const open = positions[this.#at]!
      if (this.#at + 2 >= this.#found || bytes[open] !== QUOTE || !blank(bytes, before + 1, open)) return -1
      if (count > 0) text.addBreak()
      const first = ++this.#at
      while (bytes[positions[this.#at]!] === ESCAPE) this.#at++
      const close = positions[this.#at]!
      if (!text.addEscaped(bytes, open + 1, close, positions, first, this.#at)) return -1
      before = positions[++this.#at]!
      if (!blank(bytes, close + 1, before)) return -1
      this.#at++
      if (bytes[before] === CLOSE) return this.#add(node, MEANT, length, text.length) ? before + 1 : -1
      if (bytes[before] !== COMMA) return -1
    }
  }

  /** False where the column has yet to be made: that is done in the order of the document. */
  #add(node: JsonNode, kind: number, start: number, end: number): boolean {
    if (!node.column) return false
    if (this.#count === this.#kinds.length) this.#grow()
    this.#nodes[this.#count] = node
    this.#kinds[this.#count] = kind
    this.#starts[this.#count] = start
    this.#ends[this.#count] = end
    this.#count++
    return true
  }

  #grow(): void {
    const [kinds, starts, ends] = [this.#kinds, this.#starts, this.#ends]
    this.#kinds = new Uint8Array(2 * kinds.length)
    this.#starts = new Float64Array(2 * kinds.length)
    this.#ends = new Int32Array(2 * kinds.length)
    this.#kinds.set(kinds)
    this.#starts.set(starts)
    this.#ends.set(ends)
  }

  #keep(bytes: Buffer, row: number): void {
    const text = this.#text
    for (let i = 0; i < this.#count; i++) {
      const column = this.#nodes[i]!.column!
      const kind = this.#kinds[i]!
      const start = this.#starts[i]!
      if (kind === PLAIN) column.setBytes(row, bytes, start, this.#ends[i]!, this.#view)
      else if (kind === MEANT) column.setBytes(row, text.bytes, start, this.#ends[i]!, text.view)
      else column.set(row, kind === NUMBER ? start : start === 1)
    }
  }
}

/** The node of the key bytes[from, to), which mostly is the one that followed `last` before; null when it is not known. */
function childOf(
  node: JsonNode,
  last: JsonNode | null,
  bytes: Buffer,
  from: number,
  to: number,
): JsonNode | null {
  const expected = last ? last.follower : node.first
  if (expected && isKey(expected.key, bytes, from, to)) return expected
  const child = node.children.get(bytes.toString('utf8', from, to)) ?? null
  if (last) last.follower = child
  else node.first = child
  return child
}

function isKey(key: Uint8Array, bytes: Buffer, from: number, to: number): boolean {
  if (key.length !== to - from) return false
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[from + i]) return false
  return true
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

function blank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isBlank(bytes[at]!)) return false
  return true
}

function isWord(bytes: Buffer, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return false
  return true
}
