/**
 * Events as NDJSON: one object a line, the page's own keys always there (null where missing), columns of the evidence only
 * where the event has a value. Infinities, which JSON has no numbers for, are the texts "Infinity" and "-Infinity".
 */
import { cellText } from '../../case/evidence/cell-text.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import type { OutColumn } from './columns.ts'

/** The member of a row with its comma behind, for one column of a block; '' for none. */
export function jsonMembers({ name, evidence }: OutColumn, data: ColumnData): (row: number) => string {
  const key = `${JSON.stringify(name)}:`
  const missing = evidence === null ? `${key}null,` : ''
  const value = jsonValue(data)
  return (row) => {
    const text = value(row)
    return text === null ? missing : `${key}${text},`
  }
}

/** JSON of a row's value; null when missing. */
function jsonValue(data: ColumnData): (row: number) => string | null {
  if (data.type === 'text') {
    const texts = data.values.map((value) => JSON.stringify(value))
    return (row) => (data.codes[row] === 0 ? null : texts[data.codes[row]!]!)
  }
  const text = cellText(data.type)
  const plain = data.type === 'boolean'
  return (row) => {
    const value = data.data[row]!
    const shown = text(value)
    if (shown === '') return null
    return plain || (data.type !== 'time' && Number.isFinite(value)) ? shown : JSON.stringify(shown)
  }
}
