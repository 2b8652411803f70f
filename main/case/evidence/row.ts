/** One row of a source, across all of its columns. */
import type { CaseFile } from '../case-file.ts'
import { cellText } from './cell-text.ts'
import type { ColumnData } from './chunks.ts'
import { decodeColumn, decodeTextColumn } from '../codec/column.ts'
import { reading } from '../storage-problem.ts'

/** Every value that the row has, as text, by column; missing ones are left out. */
export function readRow(c: CaseFile, sourceId: number, row: number): Map<string, string> {
  const find = c.db.prepare<[number, number], { ordinal: number; firstRow: number }>(
    `SELECT ordinal, first_row AS firstRow FROM chunks WHERE source = ? AND first_row <= ?
     ORDER BY ordinal DESC LIMIT 1`,
  )
  const parts = c.db.prepare<[number, number], { name: string; type: ColumnData['type']; data: Buffer }>(
    'SELECT name, type, data FROM column_chunks WHERE source = ? AND ordinal = ?',
  )
  return reading(c, () => {
    const cells = new Map<string, string>()
    const chunk = find.get(sourceId, row)
    if (!chunk) return cells
    for (const { name, type, data } of parts.iterate(sourceId, chunk.ordinal)) {
      const text = cellIn(type, data, row - chunk.firstRow)
      if (text !== '') cells.set(name, text)
    }
    return cells
  })
}

/** Of a text chunk, which may have tens of thousands of values, only the one becomes a string. */
function cellIn(type: ColumnData['type'], blob: Buffer, row: number): string {
  if (type !== 'text') return cellOf(decodeColumn(type, blob), row)
  const text = decodeTextColumn(blob)!
  const cell = text.cell(row)
  text.free()
  return cell
}

/** A cell of a chunk as text; '' when missing. */
export function cellOf(column: ColumnData, row: number): string {
  if (column.type === 'text') return column.values[column.codes[row]!]!
  return cellText(column.type)(column.data[row]!)
}
