/**
 * How far a sweep's answers depend on which alerts happened to be there: alerts are drawn again with replacement, each with
 * the events that it labels (a block bootstrap over alerts; Künsch 1989), and the sweep is asked again. Events of one alert
 * stand or fall together, so intervals over single events would be far too narrow.
 */
import { random } from '../../engine/random.ts'
import type { Rule } from '../../../preload/contract/labeling.ts'
import type { LabelIndex } from '../label-index.ts'
import { stillGood, suggestWindow } from './suggest.ts'
import { sweepWindows, type SweepOptions } from './sweep.ts'

export type Interval = [low: number, high: number]

export interface Resampled {
  draws: number
  /** Draws in which the window that was suggested still is good enough. */
  held: number
  /** Of the draws that suggest any window: their suggestions. */
  windows: { before: number; after: number }[]
  /** Per cell that was asked for: precision and recall of its labels, 95 %; null without truth. */
  precision: (Interval | null)[]
  recall: (Interval | null)[]
}

export interface ResampleSettings {
  draws?: number
  /** Cells of the grid for which intervals are wanted. */
  cells?: readonly number[]
  /** The cell that all alerts together suggest. */
  suggested?: number | null
  /** Weights of the alerts before any is drawn. */
  base?: ArrayLike<number>
  seed?: number
  signal?: AbortSignal | undefined
}

/** Times each alert was drawn. */
export function drawnWeights(alerts: number, next: () => number): Float64Array {
  const weights = new Float64Array(alerts)
  for (let i = 0; i < alerts; i++) weights[Math.floor(next() * alerts)]! += 1
  return weights
}

/**
 * Sweeps so many resamplings of the alerts, breathing after each so that a face can answer in between.
 */
export async function resampleSweep(
  index: LabelIndex,
  rule: Rule,
  options: Omit<SweepOptions, 'weights'>,
  settings: ResampleSettings = {},
): Promise<Resampled> {
  const { draws = 60, cells = [], suggested = null, base, seed = 42, signal } = settings
  const next = random(seed)
  let held = 0
  const windows: Resampled['windows'] = []
  const right: number[][] = cells.map(() => [])
  const recall: number[][] = cells.map(() => [])
  const malicious = options.truth?.malicious ?? 0
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawnWeights(index.alerts.length, next)
    const weights = base ? drawn.map((times, alert) => times * base[alert]!) : drawn
    const counts = sweepWindows(index, rule, { ...options, weights })
    const found = suggestWindow(counts, options.truth != null)
    if (found && suggested !== null && stillGood(counts, suggested, found)) held++
    if (found) windows.push({ before: found.before, after: found.after })
    for (const [i, cell] of cells.entries()) {
      if (counts.known[cell]! > 0) right[i]!.push(counts.right[cell]! / counts.known[cell]!)
      if (malicious > 0) recall[i]!.push(Math.min(1, counts.right[cell]! / malicious))
    }
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  }
  return { draws, held, windows, precision: right.map(interval), recall: recall.map(interval) }
}

/** The middle 95 % of the values; null for none. */
export function interval(values: number[]): Interval | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!
  return [at(0.025), at(0.975)]
}
