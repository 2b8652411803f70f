/** What is noted beside a stored column chunk, so that readers may skip it; and what tells how to store it. */
import type { ColumnData } from './chunks.ts'

export interface ColumnStats {
  nulls: number
  /** Of the values present; null for text and where every row is missing. Booleans count as 0 and 1. */
  min: number | null
  max: number | null
}

/** Statistics, and whether every value present is a whole number within 2^53 and none is minus zero. */
export type Measured = ColumnStats & { whole: boolean }

export function columnStats(column: ColumnData): Measured {
  if (column.type === 'text')
    return { nulls: countMissing(column.codes, 0), min: null, max: null, whole: false }
  const { data } = column
  const missing = column.type === 'boolean' ? 255 : NaN
  let nulls = 0
  let min = Infinity
  let max = -Infinity
  let whole = true
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value === missing || value !== value) {
      nulls++
      continue
    }
    if (value < min) min = value
    if (value > max) max = value
    if (whole && (Math.floor(value) !== value || (value === 0 && 1 / value < 0))) whole = false
  }
  if (nulls === data.length) return { nulls, min: null, max: null, whole }
  return {
    nulls,
    min,
    max,
    whole: whole && min >= -Number.MAX_SAFE_INTEGER && max <= Number.MAX_SAFE_INTEGER,
  }
}

function countMissing(codes: Uint32Array, missing: number): number {
  let count = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === missing) count++
  return count
}
