/**
 * Numbers of CSV cells, read while the cells are being found: going over their bytes a second time would take as long as finding
 * them. Plain forms are read by kernel-code.ts, all others by number-cell.ts (a property test compares the two).
 *
 * What a stretch of rows met in each column is kept as flags. A column that met nothing but numbers is then copied as it lies here;
 * one that met anything else is read again from its cells (columns.ts).
 */
import { INTEGER, met, MISSING, NUMBER, readNumber } from '../columns/number-cell.ts'

/** Flags of a column: it met integers, other numbers, something else. */
export const WHOLE = 1
export const FRACTION = 2
export const ODD = 4

/** In memory of a kernel. */
export interface CsvNumberArrays {
  /** Per column: 1 where cells are to be read as numbers. */
  modes: Uint8Array
  /** Per column, since {@link CsvNumbers.begin}. */
  flags: Uint8Array
  /** Row after row, as the scanner's cells; NaN where missing. Only valid for columns that were wanted and met nothing odd. */
  values: Float64Array
}

export class CsvNumbers {
  readonly #arrays: () => CsvNumberArrays

  /** @param arrays asked for again each time: the kernel's memory may have grown */
  constructor(arrays: () => CsvNumberArrays) {
    this.#arrays = arrays
  }

  get arrays(): CsvNumberArrays {
    return this.#arrays()
  }

  /** Begins a stretch of rows. */
  begin(): void {
    this.arrays.flags.fill(0)
  }

  /** Declares what was met void, for a record that turned out to be none: its cells were flagged too. */
  spoil(): void {
    this.arrays.flags.fill(ODD)
  }

  wants(column: number): boolean {
    return this.arrays.modes[column] === 1
  }

  /** A cell of this column cannot be read here. */
  refuse(column: number): void {
    const { flags } = this.arrays
    if (column < flags.length) flags[column]! |= ODD
  }

  /** Reads the unquoted cell bytes[from, to) as a number. @param cell its place in `values` */
  read(bytes: Buffer, from: number, to: number, cell: number, column: number): void {
    const { flags, values } = this.arrays
    values[cell] = Number.NaN
    if (from === to) return
    const value = readNumber(bytes, from, to)
    const { kind } = met
    if (kind === INTEGER) flags[column]! |= WHOLE
    else if (kind === NUMBER) flags[column]! |= FRACTION
    else if (kind !== MISSING) flags[column]! |= ODD
    values[cell] = value
  }
}
