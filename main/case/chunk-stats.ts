/** What is noted beside a stored column chunk, so that readers may skip it. */
import type { ColumnData } from './chunks.ts'

export interface ColumnStats {
  nulls: number
  /** Of the values present; null for text and where every row is missing. Booleans count as 0 and 1. */
  min: number | null
  max: number | null
}

export function columnStats(column: ColumnData): ColumnStats {
  if (column.type === 'text') return { nulls: countMissing(column.codes, 0), min: null, max: null }
  const { data } = column
  const missing = column.type === 'boolean' ? 255 : NaN
  let nulls = 0
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value === missing || Number.isNaN(value)) {
      nulls++
      continue
    }
    if (value < min) min = value
    if (value > max) max = value
  }
  return nulls === data.length ? { nulls, min: null, max: null } : { nulls, min, max }
}

function countMissing(codes: Uint32Array, missing: number): number {
  let count = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === missing) count++
  return count
}
