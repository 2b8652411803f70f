/**
 * One column while a chunk is filled. A column has the narrowest type that holds every value so far: boolean, integer, number,
 * text; it widens when a value does not fit and stays wide for the chunks that follow. Values already stored as numbers become
 * text in their shortest form; the original bytes stay readable in the evidence.
 */
import type { ColumnData, TextColumn, Utf8List } from '../../case/evidence/chunks.ts'
import { listOf } from '../../case/codec/text.ts'
import type { ColumnType } from '../../../preload/contract/evidence.ts'
import type { Dictionary } from './dictionary.ts'

/** `none`: no value yet. */
export type BuilderType = ColumnType | 'none'
/** Distinct values are counted up to this many, with at most this many characters; beyond, the count is left open. See distinct-texts.ts. */
export const MOST_DISTINCT = 10_000
export const MOST_CHARACTERS = 1 << 20

/** What a reading met in a column. */
export interface ColumnNews {
  name: string
  type: BuilderType
  /** Values of text, those of a chunk in a list; null where there are too many, and for all other types. */
  distinct: Utf8List[] | null
}

export class ColumnBuilder<D extends Dictionary = Dictionary> {
  readonly name: string
  type: BuilderType
  readonly #initial: BuilderType
  readonly dictionary: D
  /** For boolean (0 and 1), integer, number and time; NaN where missing. */
  numbers = new Float64Array(0)
  /** For text; 0 where missing. */
  codes = new Uint32Array(0)
  /** What the arrays hold belongs to a chunk that was taken. */
  #stale = false
  #distinct: Utf8List[] | null = []

  /** @param type `text` or `time` to fix the type from the start, else `none` */
  constructor(name: string, dictionary: D, type: 'none' | 'text' | 'time' = 'none') {
    this.name = name
    this.dictionary = dictionary
    this.type = type
    this.#initial = type
  }

  /** Begins anew, as if nothing had been met; memory is kept. Chunks must have been taken. */
  restart(): void {
    this.type = this.#initial
    this.#distinct = []
    this.#stale = true
    this.dictionary.clear()
  }

  /** Makes room for rows up to `rows`; new places are missing. Call before writing to `numbers` or `codes`. */
  reserve(rows: number): void {
    if (this.#stale) this.#forget()
    if (this.type === 'text') {
      if (this.codes.length >= rows) return
      const codes = new Uint32Array(roomFor(rows))
      codes.set(this.codes)
      this.codes = codes
    } else {
      const old = this.numbers.length
      if (old >= rows) return
      const numbers = new Float64Array(roomFor(rows)).fill(Number.NaN, old)
      numbers.set(this.numbers)
      this.numbers = numbers
    }
  }

  /** Everything is missing again, as a chunk begins. */
  #forget(): void {
    this.#stale = false
    this.codes.fill(0)
    this.numbers.fill(Number.NaN)
  }

  /** Turns what the first `rows` rows hold into text. */
  becomeText(rows: number): void {
    const words = this.type === 'boolean' ? ['false', 'true'] : null
    const { numbers } = this
    this.type = 'text'
    this.reserve(rows)
    for (let row = 0; row < Math.min(rows, numbers.length); row++) {
      const value = numbers[row]!
      if (!Number.isNaN(value)) this.codes[row] = this.dictionary.addText(words?.[value] ?? String(value))
    }
  }

  /** Forgets one row, of a record that turned out to be unfit after its first values were stored. */
  clearRow(row: number): void {
    if (this.#stale) return
    if (row < this.numbers.length) this.numbers[row] = Number.NaN
    if (row < this.codes.length) this.codes[row] = 0
  }

  /**
   * The chunk's column, or null when every row is missing; then makes ready for the next chunk.
   * @returns views that are good until the next value is stored
   */
  take(rows: number): ColumnData | null {
    if (this.type === 'none' || this.#stale) return null
    const data = this.#data(rows)
    if (data.type === 'text') this.#countText(data)
    this.dictionary.clear()
    this.#stale = true
    return data
  }

  #data(rows: number): ColumnData {
    this.reserve(rows)
    if (this.type === 'text') return textColumn(this.codes.subarray(0, rows), this.dictionary)
    const data = this.numbers.subarray(0, rows)
    if (this.type !== 'boolean') return { type: this.type as 'number' | 'integer' | 'time', data }
    return { type: 'boolean', data: Uint8Array.from(data, (value) => (Number.isNaN(value) ? 255 : value)) }
  }

  /** Keeps the values of a chunk, which are distinct, for the count; as bytes, since most are never asked for as text. */
  #countText(column: TextColumn): void {
    if (!this.#distinct) return
    if (this.dictionary.size > MOST_DISTINCT || charactersOf(column) > MOST_CHARACTERS) this.#distinct = null
    else {
      const { bytes, offsets } = column.utf8 ?? listOf(column.values)
      this.#distinct.push({ bytes: new Uint8Array(bytes), offsets: offsets.slice() })
    }
  }

  /** What was met so far. */
  news(): ColumnNews {
    return { name: this.name, type: this.type, distinct: this.type === 'text' ? this.#distinct : null }
  }
}

/** Without making strings of plain ASCII. */
function charactersOf(column: TextColumn): number {
  if (column.utf8) return column.utf8.bytes.length
  return column.values.reduce((sum, { length }) => sum + length, 0)
}

/** A text column whose values become strings only when somebody asks for them. */
function textColumn(codes: Uint32Array, dictionary: Dictionary): TextColumn {
  const utf8 = dictionary.utf8?.() ?? null
  if (!utf8) return { type: 'text', codes, values: dictionary.values() }
  const { bytes, offsets } = utf8
  return {
    type: 'text',
    codes,
    utf8,
    get values() {
      const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      return Array.from({ length: offsets.length - 1 }, (_, i) => all.slice(offsets[i], offsets[i + 1]))
    },
  }
}

const roomFor = (rows: number): number => Math.max(8, 2 ** Math.ceil(Math.log2(rows)))
