/** What is noted beside a stored column chunk, so that readers may skip it; and what tells how to store it. */
import type { ColumnData } from '../evidence/chunks.ts'
import { numberKernel } from './wasm/number-kernel.ts'

export interface ColumnStats {
  nulls: number
  /** Of the values present; null for text and where every row is missing. Booleans count as 0 and 1. */
  min: number | null
  max: number | null
}

/** Statistics, and whether every value present is a whole number within 2^53 and none is minus zero. */
export type Measured = ColumnStats & { whole: boolean }

export function columnStats(column: ColumnData): Measured {
  if (column.type === 'text') return { nulls: countMissing(column.codes), min: null, max: null, whole: false }
  if (column.type === 'boolean') return booleanStats(column.data)
  const kernel = numberKernel()
  kernel.load(column.data)
  const { nulls, min, max, whole } = kernel.measure()
  if (nulls === column.data.length) return { nulls, min: null, max: null, whole }
  const safe = min >= -Number.MAX_SAFE_INTEGER && max <= Number.MAX_SAFE_INTEGER
  return { nulls, min, max, whole: whole && safe }
}

function booleanStats(data: Uint8Array): Measured {
  const counts = [0, 0]
  for (const value of data) if (value < 2) counts[value]!++
  const [no = 0, yes = 0] = counts
  const nulls = data.length - no - yes
  const none = no + yes === 0
  return { nulls, min: none ? null : no > 0 ? 0 : 1, max: none ? null : yes > 0 ? 1 : 0, whole: true }
}

function countMissing(codes: Uint32Array): number {
  let count = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === 0) count++
  return count
}
