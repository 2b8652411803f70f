/**
 * Numbers of CSV cells, read while the cells are being found. Only the plain forms of most cells are read here (up to nine digits,
 * and up to nine behind a point), in 32-bit integers; other cells are left to number-cell.ts, whose answers these are to the bit
 * (a property test compares the two).
 *
 * What a stretch of rows met in each column is kept as flags. A column that met nothing but numbers is then copied as it lies here;
 * one that met anything else is read again from its cells (csv-columns.ts).
 */
import { INTEGER, met, MISSING, NUMBER, POWERS, readNumber, SAFE } from './number-cell.ts'

const CR = 13
const POINT = 46
const MINUS = 45
/** Digits that an int32 always holds. */
const MOST_DIGITS = 9
/** Bytes of the longest cell read here, with what ends it: closer to the end of the bytes nothing is tried. */
const REACH = 2 * MOST_DIGITS + 6

/** Flags of a column: it met integers, other numbers, something else. */
export const WHOLE = 1
export const FRACTION = 2
export const ODD = 4

export class CsvNumbers {
  /** Per column: 1 where cells are to be read as numbers. */
  readonly modes: Uint8Array
  /** Per column, since {@link begin}. */
  readonly flags: Uint8Array
  /** Row after row, as the scanner's cells; NaN where missing. Only valid for columns that were wanted and met nothing odd. */
  values = new Float64Array(0)
  readonly #delimiter: number
  readonly #newline: number

  constructor(width: number, { delimiter, newline }: { delimiter: number; newline: number }) {
    this.modes = new Uint8Array(width)
    this.flags = new Uint8Array(width)
    this.#delimiter = delimiter
    this.#newline = newline
  }

  /** Begins a stretch of rows. */
  begin(): void {
    this.flags.fill(0)
  }

  /** Declares what was met void, for a record that turned out to be none: its cells were flagged too. */
  spoil(): void {
    this.flags.fill(ODD)
  }

  reserve(cells: number): void {
    if (this.values.length >= cells) return
    const larger = new Float64Array(Math.max(cells, this.values.length * 2))
    larger.set(this.values)
    this.values = larger
  }

  wants(column: number): boolean {
    return this.modes[column] === 1
  }

  /** A cell of this column cannot be read here. */
  refuse(column: number): void {
    if (column < this.flags.length) this.flags[column]! |= ODD
  }

  /**
   * Reads the unquoted cell at `from` as a number.
   * @returns where it ends, or `from` when it is to be gone over without
   */
  cell(bytes: Uint8Array, from: number, to: number, first: number, column: number): number {
    if (from + REACH > to) return this.#slow(bytes, from, to, first, column)
    let at = from
    const negative = bytes[at] === MINUS
    if (negative) at++
    const whole = at
    let value = 0
    let digit = bytes[at]! - 48
    while (digit >= 0 && digit <= 9 && at - whole < MOST_DIGITS) {
      value = (Math.imul(value, 10) + digit) | 0
      digit = bytes[++at]! - 48
    }
    const digits = at - whole
    if (digits === 0 || (digits > 1 && bytes[whole] === 48)) return this.#slow(bytes, from, to, first, column)
    if (digit + 48 === POINT) return this.#fraction(bytes, from, at + 1, to, value, negative, first, column)
    if (!this.#ends(bytes, at) || (negative && value === 0)) return this.#slow(bytes, from, to, first, column)
    this.values[first + column] = negative ? -value : value
    this.flags[column]! |= WHOLE
    return at
  }

  #fraction(
    bytes: Uint8Array,
    from: number,
    start: number,
    to: number,
    whole: number,
    negative: boolean,
    first: number,
    column: number,
  ): number {
    let at = start
    let value = 0
    let digit = bytes[at]! - 48
    while (digit >= 0 && digit <= 9 && at - start < MOST_DIGITS) {
      value = (Math.imul(value, 10) + digit) | 0
      digit = bytes[++at]! - 48
    }
    const power = POWERS[at - start]!
    const all = whole * power + value
    if (at === start || all > SAFE || !this.#ends(bytes, at))
      return this.#slow(bytes, from, to, first, column)
    this.values[first + column] = negative ? -(all / power) : all / power
    this.flags[column]! |= FRACTION
    return at
  }

  #ends(bytes: Uint8Array, at: number): boolean {
    const byte = bytes[at]!
    return (
      byte === this.#delimiter || byte === this.#newline || (byte === CR && bytes[at + 1] === this.#newline)
    )
  }

  /** Any cell, by the reader for all of them. */
  #slow(bytes: Uint8Array, from: number, to: number, first: number, column: number): number {
    let at = from
    while (at < to && !this.#ends(bytes, at)) at++
    this.values[first + column] = Number.NaN
    // An empty cell; or one whose end is not known yet, and then the record is not complete either.
    if (at === from) return from
    const value = readNumber(bytes as Buffer, from, at)
    const { kind } = met
    if (kind === INTEGER) this.flags[column]! |= WHOLE
    else if (kind === NUMBER) this.flags[column]! |= FRACTION
    else if (kind !== MISSING) this.flags[column]! |= ODD
    this.values[first + column] = value
    return at
  }
}
