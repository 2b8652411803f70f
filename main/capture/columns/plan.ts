/** What each column is to be while a capture is read, decided before the reading begins; plain data, to be sent to threads. */
import { isEntity } from '../understanding/fields.ts'
import type { ColumnKind } from '../json/columns.ts'
import type { TimeStyle } from '../time/values.ts'
import { timeReader } from '../time/times.ts'

export interface ColumnPlan {
  /** The column of times and how they are read; null when there is none. */
  time: { name: string; style: TimeStyle } | null
  /** Columns that are text from the start. */
  texts: string[]
}

/** Nothing decided, for the sample. */
export const OPEN_PLAN: ColumnPlan = { time: null, texts: [] }

/** Names of hosts and accounts stay text, so that `007` and `1e5` remain names. */
export function columnKinds({ time, texts }: ColumnPlan): (name: string) => ColumnKind {
  const set = new Set(texts)
  const kind = time && { readTime: timeReader(time.style), unit: time.style.unit }
  return (name) => (kind && name === time.name ? kind : set.has(name) || isEntity(name) ? 'text' : 'none')
}
