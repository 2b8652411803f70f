/** How a column of a DataTable is described. */
import type { ReactNode } from 'react'

export interface ColumnSpec<T> {
  id: string
  header: string
  cell: (row: T) => ReactNode
  /** Given, the header sorts by it; null sorts last. */
  sortBy?: (row: T) => string | number | null
  /** A CSS grid track, e.g. `120px`, `minmax(80px, 2fr)`. */
  width?: string
  align?: 'right' | 'center'
  /** Gives way where there is no room for every column: what it says is told elsewhere too. */
  spare?: true
  /** The whole text, where the cell may be cut off. */
  title?: (row: T) => string
}

const GAP = 12

/** CSS grid tracks for the columns, and the least width in pixels that holds them: the same for head and rows. */
export function tracksOf<T>(columns: readonly ColumnSpec<T>[]): { template: string; minWidth: number } {
  const tracks = columns.map((column) => column.width ?? 'minmax(80px, 1fr)')
  const least = tracks.map((track) => Number(/(\d+)px/.exec(track)?.[1] ?? 80))
  return { template: tracks.join(' '), minWidth: least.reduce((sum, width) => sum + width + GAP, 2 * 20) }
}

/** The columns that a table of that many pixels has room for: spare ones give way, the last first. */
export function fitting<T>(columns: readonly ColumnSpec<T>[], room: number): readonly ColumnSpec<T>[] {
  if (tracksOf(columns).minWidth <= room) return columns
  const last = columns.findLastIndex(({ spare }) => spare)
  return last < 0 ? columns : fitting(columns.toSpliced(last, 1), room)
}
