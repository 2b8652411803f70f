/**
 * Curves through a sweep's grid, and the cliffs on them: window lengths beyond which labels go wrong quickly, because windows
 * begin to reach the events of the next alert.
 *
 * What is wrong is told by truth where there is any, else by the geometry alone: events in windows of two classes, and events
 * that lie nearer to an alert of another class than to the one that labels them. A cliff is a run of rising shares.
 */
import type { GridCounts } from './grid.ts'

export type Side = 'before' | 'after' | 'both'

export interface CurvePoint {
  /** Cell of the grid. */
  cell: number
  before: number
  after: number
}

export interface Cliff {
  /** The last length before it, and where it ends; microseconds. */
  from: number
  to: number
  /** Share of the labels that is wrong or doubtful at either end, 0 to 1. */
  low: number
  high: number
}

/** A share that rises less from step to step is no part of a cliff; one that rises less in all is none. */
const STEP = 0.004
const RISE = 0.05

/** The cells along one side of the grid through a window, or along both at once. */
export function curveThrough(
  counts: GridCounts,
  side: Side,
  fixed: { before: number; after: number },
): CurvePoint[] {
  const { before, after } = counts
  const b = placeOf(before, fixed.before)
  const a = placeOf(after, fixed.after)
  const point = (i: number, j: number): CurvePoint => ({
    cell: i * after.length + j,
    before: before[i]!,
    after: after[j]!,
  })
  if (side === 'after') return Array.from(after, (_, j) => point(b, j))
  if (side === 'before') return Array.from(before, (_, i) => point(i, a))
  return Array.from(before, (length, i) => point(i, placeOf(after, length)))
}

/** The place of a length on an axis, or of the nearest one. */
export function placeOf(axis: Float64Array, length: number): number {
  let best = 0
  for (let i = 1; i < axis.length; i++)
    if (Math.abs(axis[i]! - length) < Math.abs(axis[best]! - length)) best = i
  return best
}

/** Share of a cell's labels that is wrong by truth, or doubtful where there is none; 0 where nothing is labeled. */
export function wrongShare(counts: GridCounts, cell: number, byTruth: boolean): number {
  const of = byTruth ? counts.known[cell]! : counts.labeled[cell]!
  if (of <= 0) return 0
  return (byTruth ? of - counts.right[cell]! : counts.doubtful[cell]!) / of
}

/** Cliffs along a curve, in its order. */
export function cliffsOf(
  counts: GridCounts,
  curve: readonly CurvePoint[],
  side: Side,
  byTruth: boolean,
): Cliff[] {
  const shares = curve.map(({ cell }) => wrongShare(counts, cell, byTruth))
  const length = (i: number): number => (side === 'before' ? curve[i]!.before : curve[i]!.after)
  const found: Cliff[] = []
  let start = 0
  for (let i = 1; i <= shares.length; i++) {
    const rises = i < shares.length && shares[i]! - shares[i - 1]! > STEP
    if (rises) continue
    const end = i - 1
    if (end > start && shares[end]! - shares[start]! >= RISE)
      found.push({ from: length(start), to: length(end), low: shares[start]!, high: shares[end]! })
    start = i
  }
  return found
}
