/**
 * The window that a sweep suggests, and why.
 *
 * With truth: among the windows whose labels are at least 99 % right, the most that can be found rightly is the mark; the
 * shortest window that finds at least 97.5 % of it is suggested. Without truth: among the windows of whose labels at most 2 %
 * are doubtful, the same with the number of alerts that catch anything. Short windows label less by chance.
 */
import type { GridCounts } from './grid.ts'
import { wrongShare } from './curves.ts'

export const PRECISION = 0.99
const DOUBT = 0.02
const ENOUGH = 0.975
const STABLE = 0.95
/** Fewer labeled events of known truth say too little about precision. */
const FEWEST = 20

export interface Suggestion {
  cell: number
  before: number
  after: number
  byTruth: boolean
  /** Share of labels that is wrong (by truth) or doubtful. */
  wrong: number
  /** What it reaches and the most that any window as good reaches: events rightly labeled, or alerts with events. */
  reached: number
  best: number
}

/** Null when no window labels anything well enough. @param truth whether the counts' truth is to be used */
export function suggestWindow(counts: GridCounts, truth: boolean): Suggestion | null {
  const byTruth = truth && counts.known.some((known) => known >= FEWEST)
  const gain = byTruth ? counts.right : counts.matched
  const wide = counts.after.length
  const good: number[] = []
  let best = 0
  for (let cell = 0; cell < gain.length; cell++) {
    if (gain[cell]! <= 0 || (byTruth && counts.known[cell]! < FEWEST)) continue
    if (wrongShare(counts, cell, byTruth) > (byTruth ? 1 - PRECISION : DOUBT)) continue
    good.push(cell)
    best = Math.max(best, gain[cell]!)
  }
  const length = (cell: number): number =>
    counts.before[Math.floor(cell / wide)]! + counts.after[cell % wide]!
  let chosen: number | null = null
  for (const cell of good) {
    if (gain[cell]! < best * ENOUGH) continue
    if (chosen === null || length(cell) < length(chosen)) chosen = cell
  }
  if (chosen === null) return null
  return {
    cell: chosen,
    before: counts.before[Math.floor(chosen / wide)]!,
    after: counts.after[chosen % wide]!,
    byTruth,
    wrong: wrongShare(counts, chosen, byTruth),
    reached: gain[chosen]!,
    best,
  }
}

/** Whether a cell is good enough, and reaches 95 % of the best that the counts allow. */
export function stillGood(counts: GridCounts, cell: number, { byTruth, best }: Suggestion): boolean {
  const gain = byTruth ? counts.right : counts.matched
  return (
    gain[cell]! >= best * STABLE && wrongShare(counts, cell, byTruth) <= (byTruth ? 1 - PRECISION : DOUBT)
  )
}
