/**
 * What a labeling rule would do at every window size at once. Distances from events to their nearest alerts do not depend on
 * the window; they are walked through once, and cumulative histograms over two axes answer every pair of lengths (grid.ts).
 * Cost: events + alerts + cells, whatever the number of windows.
 */
import type { Rule } from '../../../preload/contract/labeling.ts'
import type { LabelIndex } from '../label-index.ts'
import type { Schedule } from '../schedule.ts'
import type { Truth } from '../truth/truth.ts'
import { binOf } from './axis.ts'
import { Grid, type GridCounts } from './grid.ts'
import { SharedSides } from './shared.ts'
import { tallyEntity } from './tally.ts'

export interface SweepOptions {
  /** Lengths in microseconds, rising. */
  before: Float64Array
  after: Float64Array
  truth?: Truth | null
  /** Per alert position: how often it counts (resampling, or 0 to look at some alerts only); geometry stays as it is. */
  weights?: ArrayLike<number>
}

/** Counts of every pair of window lengths; conflicts are told, not resolved: the nearest alert decides. */
export function sweepWindows(index: LabelIndex, rule: Rule, options: SweepOptions): GridCounts {
  const { before, after, truth = null, weights = null } = options
  const classOf = index.classes(rule).of
  const grid = new Grid(before, after)
  const shared = new SharedSides(index.grouping(rule).shared, classOf)
  const schedule = index.schedule(rule)
  const tally = { grid, before, after, classOf, weights, truth, shared }
  for (const entity of schedule.entities) if (entity.alerts.length > 0) tallyEntity(tally, entity)
  shared.tally(tally)
  addAlerts(grid, schedule, options)
  return grid.finish()
}

/** Per alert the shortest lengths, before and after, at which its window holds any event. */
function addAlerts(grid: Grid, schedule: Schedule, { before, after, weights }: SweepOptions): void {
  const least = schedule.anchors.length
  const untilEvent = new Float64Array(least).fill(Number.POSITIVE_INFINITY)
  const sinceEvent = new Float64Array(least).fill(Number.POSITIVE_INFINITY)
  for (const { group, alerts, at } of schedule.entities) {
    let next = 0
    for (let i = 0; i < alerts.length; i++) {
      while (next < group.times.length && group.times[next]! < at[i]!) next++
      const alert = alerts[i]!
      if (next < group.times.length)
        untilEvent[alert] = Math.min(untilEvent[alert]!, group.times[next]! - at[i]!)
      if (next > 0) sinceEvent[alert] = Math.min(sinceEvent[alert]!, at[i]! - group.times[next - 1]!)
    }
  }
  for (let alert = 0; alert < least; alert++)
    grid.addAlert(binOf(before, sinceEvent[alert]!), binOf(after, untilEvent[alert]!), weights?.[alert] ?? 1)
}

/** Alerts whose window meets the window of another alert of the same entity, by the sum of both lengths. */
export function overlapGaps(schedule: Schedule): Float64Array {
  const gaps = new Float64Array(schedule.anchors.length).fill(Number.POSITIVE_INFINITY)
  for (const { alerts, at } of schedule.entities) {
    for (let i = 1; i < alerts.length; i++) {
      const gap = at[i]! - at[i - 1]!
      for (const alert of [alerts[i]!, alerts[i - 1]!]) gaps[alert] = Math.min(gaps[alert]!, gap)
    }
  }
  return gaps.filter((gap) => gap < Number.POSITIVE_INFINITY).sort()
}

/** How many of `overlapGaps` a window of that whole length makes meet. */
export function overlapping(gaps: Float64Array, length: number): number {
  let low = 0
  let high = gaps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (gaps[middle]! <= length) low = middle + 1
    else high = middle
  }
  return low
}
