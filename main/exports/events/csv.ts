/**
 * Events as CSV (RFC 4180 with LF, UTF-8 without mark, header row; an empty cell is missing). Cells that a spreadsheet would run
 * as a formula are made harmless as OWASP advises: quoted, with an apostrophe in front. Plain numbers are left alone. One
 * apostrophe is also put before apostrophes that stand before such a character, so that taking one away from every cell that
 * matches `^'+[=+\-@\t\r\n＝＋－＠]` restores every cell.
 * Source: OWASP, "CSV Injection" (characters and remedy).
 */
import { cellText } from '../../case/evidence/cell-text.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import type { OutColumn } from './columns.ts'

const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const QUOTED = /[",\r\n\t]|^\s|\s$/

/** A text as a cell. */
export function csvText(value: string): string {
  const guarded = FORMULA.test(value) && !NUMBER.test(value)
  const text = guarded ? `'${value}` : value
  return guarded || QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csvHead(columns: readonly OutColumn[]): string {
  return `${columns.map(({ name }) => csvText(name)).join(',')}\n`
}

/** The cell of a row, for one column of a block. */
export function csvCells(_column: OutColumn, data: ColumnData): (row: number) => string {
  if (data.type === 'text') {
    const cells = data.values.map(csvText)
    return (row) => cells[data.codes[row]!]!
  }
  const text = cellText(data.type)
  return (row) => text(data.data[row]!)
}
