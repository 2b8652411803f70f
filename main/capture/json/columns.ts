/**
 * Documents into column builders. Nested objects become columns named by their path (`event_data.User`); a column begins
 * where it first appears and is missing before.
 *
 * Arrays of plain values become their values joined by line ends, as Splunk writes multi-values; one value stays as it is;
 * an array that holds objects or arrays becomes its JSON text. `null`, `{}` and `[]` are missing. A key is data, whatever its
 * name: columns are found through Maps, and `__proto__` is a column like any other.
 */
import { ByteDictionary } from '../columns/byte-dictionary.ts'
import { ColumnBuilder } from '../columns/builder.ts'
import { TextDictionary } from '../columns/dictionary.ts'
import type { TimeUnit } from '../time/values.ts'
import { MAX_DEPTH, Unfit, type JsonObject } from './parse.ts'
import { MOST_COLUMNS, tooManyColumns } from '../understanding/widest.ts'

/** What a new column is to be: free, text from the start, or times. */
export type ColumnKind = 'none' | 'text' | TimeKind
export interface TimeKind {
  readTime: (value: string | number) => number
  /** Unit of numbers, as `readTime` takes them; left out, their size tells it. */
  unit?: TimeUnit | undefined
}

type BytesOrText = ByteDictionary | TextDictionary

const LONGEST_NAME = 1000

/** A key at its place in the tree of documents. */
export class JsonNode {
  readonly path: string
  readonly parent: JsonNode | null
  /** Its bytes. */
  readonly key: Uint8Array
  readonly children = new Map<string, JsonNode>()
  column: JsonColumn | null = null
  /** In the memory of a kernel; see direct.ts. */
  address = 0

  constructor(path: string, key: string, parent: JsonNode | null) {
    this.path = path
    this.parent = parent
    this.key = Buffer.from(key)
  }
}

export class JsonColumn {
  readonly builder: ColumnBuilder<BytesOrText>
  /** Values of a time column that are no time. */
  unreadable = 0
  /** In the memory of a kernel; see direct.ts. */
  address = 0
  readonly #readTime: ((value: string | number) => number) | undefined

  constructor(name: string, kind: ColumnKind, dictionary: BytesOrText) {
    this.builder = new ColumnBuilder(name, dictionary, typeof kind === 'object' ? 'time' : kind)
    this.#readTime = typeof kind === 'object' ? kind.readTime : undefined
  }

  set(row: number, value: string | number | boolean): void {
    const { builder } = this
    if (this.#readTime) {
      const micros = typeof value === 'boolean' || value === '' ? Number.NaN : this.#readTime(value)
      if (Number.isNaN(micros) && value !== '') this.unreadable++
      builder.reserve(row + 1)
      builder.numbers[row] = micros
    } else if (typeof value === 'string') {
      if (builder.type !== 'text') builder.becomeText(row)
      builder.reserve(row + 1)
      builder.codes[row] = builder.dictionary.addText(value)
    } else this.#setScalar(row, value)
  }

  /** The time bytes[from, to), which are valid UTF-8, in a column of times. @returns microseconds; NaN where there is none */
  timeOf(bytes: Buffer, from: number, to: number): number {
    if (from === to) return Number.NaN
    const micros = this.#readTime!(bytes.toString('utf8', from, to))
    if (Number.isNaN(micros)) this.unreadable++
    return micros
  }

  /** A number or a boolean, which make text of a column that holds the other kind. */
  #setScalar(row: number, value: number | boolean): void {
    const { builder } = this
    const wanted = typeof value === 'boolean' ? 'boolean' : Number.isSafeInteger(value) ? 'integer' : 'number'
    const { type } = builder
    if (type === 'none') builder.type = wanted
    else if (type === 'integer' && wanted === 'number') builder.type = 'number'
    else if (type === 'text' || (type === 'boolean') !== (wanted === 'boolean'))
      return this.set(row, String(value))
    builder.reserve(row + 1)
    builder.numbers[row] = Number(value)
  }
}

export class JsonColumns {
  /** In the order of appearance. */
  readonly columns = new Map<string, JsonColumn>()
  readonly root = new JsonNode('', '', null)
  readonly #kindOf: (name: string) => ColumnKind
  /** The document has an integer that a double cannot hold. */
  #inexact = false

  /** Nodes that got values since the last {@link takeMet}. */
  #met: JsonNode[] = []
  /** Whether somebody asks for those. */
  readonly #watched: boolean
  readonly #dictionary: () => BytesOrText

  /**
   * @param kindOf asked once for each new column
   * @param dictionary what columns keep their text in: bytes for readers that have bytes, text for those that have strings
   */
  constructor(kindOf: (name: string) => ColumnKind, dictionary?: () => BytesOrText) {
    this.#kindOf = kindOf
    this.#dictionary = dictionary ?? (() => new TextDictionary())
    this.#watched = dictionary !== undefined
  }

  /**
   * Stores a document as row `row` of the chunk.
   * @returns false when it holds integers beyond 2^53: store it again, parsed with digits
   * @throws Unfit when it nests too deep (the row is clean then); Problem too-many-columns
   */
  store(document: JsonObject, row: number): boolean {
    this.#inexact = false
    try {
      this.#walk(this.root, document, row, 1)
    } catch (error) {
      for (const { builder } of this.columns.values()) builder.clearRow(row)
      throw error
    }
    return !this.#inexact
  }

  /** The nodes that got values since the last time. */
  takeMet(): JsonNode[] {
    const met = this.#met
    this.#met = []
    return met
  }

  /** The child with this key, made if need be; null where its name would be too long. */
  child(node: JsonNode, key: string): JsonNode | null {
    const child = node.children.get(key) ?? this.#newNode(node, key)
    if (child) node.children.set(key, child)
    return child
  }

  /** Stores one value of row `row`, under a name of the first level. @throws Unfit */
  put(name: string, value: unknown, row: number): void {
    this.#put(this.root, name, value, row, 1)
  }

  #walk(node: JsonNode, object: JsonObject, row: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new Unfit(`nested deeper than ${MAX_DEPTH} levels`)
    // oxlint-disable-next-line guard-for-in -- parsed JSON has own keys only, and this loop is hot
    for (const key in object) {
      const value = object[key]
      if (value !== null) this.#put(node, key, value, row, depth)
    }
  }

  #put(node: JsonNode, key: string, value: unknown, row: number, depth: number): void {
    const child = this.child(node, key)
    if (!child) throw new Unfit(`a key is longer than ${LONGEST_NAME} characters`)
    if (typeof value !== 'object') this.#set(child, row, value as string | number | boolean)
    else if (Array.isArray(value)) this.#setArray(child, row, value, depth)
    else this.#walk(child, value as JsonObject, row, depth + 1)
  }

  #newNode(parent: JsonNode, key: string): JsonNode | null {
    const path = parent === this.root ? key || '(empty)' : `${parent.path}.${key}`
    return path.length > LONGEST_NAME ? null : new JsonNode(path, key, parent)
  }

  #set(node: JsonNode, row: number, value: string | number | boolean): void {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
      this.#inexact = true
    node.column ??= this.#column(node.path)
    if (this.#watched) this.#met.push(node)
    node.column.set(row, value)
  }

  #setArray(node: JsonNode, row: number, values: unknown[], depth: number): void {
    const present = values.filter((value) => value !== null)
    if (present.length === 0) return
    const plain = present.every((value) => typeof value !== 'object')
    if (!plain) this.#set(node, row, safeStringify(values, depth))
    else if (present.length === 1) this.#set(node, row, present[0] as string | number | boolean)
    else {
      if (
        present.some(
          (value) => typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value),
        )
      ) {
        this.#inexact = true
      }
      this.#set(node, row, present.map(String).join('\n'))
    }
  }

  #column(name: string): JsonColumn {
    let column = this.columns.get(name)
    if (!column) {
      if (this.columns.size >= MOST_COLUMNS)
        throw tooManyColumns('The documents have too many different fields')
      column = new JsonColumn(name, this.#kindOf(name), this.#dictionary())
      this.columns.set(name, column)
    }
    return column
  }
}

function safeStringify(values: unknown[], depth: number): string {
  refuseDeep(values, depth)
  return JSON.stringify(values)
}

function refuseDeep(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new Unfit(`nested deeper than ${MAX_DEPTH} levels`)
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) refuseDeep(inner, depth + 1)
}
