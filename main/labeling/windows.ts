/**
 * The labeling windows of one rule: per entity, its alerts in order of time and, by binary search over the entity's sorted
 * event times, the run of events that lies in each alert's closed window [anchor - before, anchor + after].
 */
import type { Rule } from '../../preload/contract/labeling.ts'
import { anchorTime } from './anchor.ts'
import type { EntityGroup } from './groups.ts'
import type { LabelIndex } from './label-index.ts'

export interface EntityWindows {
  group: EntityGroup
  /** Alert positions, by anchor time, then id. Alerts without any time are left out. */
  alerts: Int32Array
  /** Anchor times, integer microseconds. */
  at: Float64Array
  /** Window i holds the group's events lo[i] to hi[i] - 1; both rise with i. */
  lo: Int32Array
  hi: Int32Array
}

/** First position from `start` whose time is `at` or later. */
export function lowerBound(times: Float64Array, at: number, start = 0): number {
  let low = start
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < at) low = middle + 1
    else high = middle
  }
  return low
}

/** First position from `start` whose time is later than `at`. */
export function upperBound(times: Float64Array, at: number, start = 0): number {
  let low = start
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

function windowsOf(group: EntityGroup, anchors: Float64Array, rule: Rule): EntityWindows {
  const alerts = Int32Array.from(group.alerts.filter((alert) => !Number.isNaN(anchors[alert]!)))
  alerts.sort((a, b) => anchors[a]! - anchors[b]! || a - b)
  const at = Float64Array.from(alerts, (alert) => anchors[alert]!)
  const lo = new Int32Array(alerts.length)
  const hi = new Int32Array(alerts.length)
  for (let i = 0; i < alerts.length; i++) {
    lo[i] = lowerBound(group.times, at[i]! - rule.before, i > 0 ? lo[i - 1]! : 0)
    hi[i] = upperBound(group.times, at[i]! + rule.after, i > 0 ? hi[i - 1]! : 0)
  }
  return { group, alerts, at, lo, hi }
}

/** Anchor time of every alert position; NaN where it has none. */
export function anchorsOf(index: LabelIndex, rule: Rule): Float64Array {
  return Float64Array.from(index.alerts, (alert) => anchorTime(alert, rule.anchor) ?? NaN)
}

/** The windows of every entity under a rule. */
export function windowsFor(index: LabelIndex, rule: Rule, anchors: Float64Array): EntityWindows[] {
  return index.grouping(rule).groups.map((group) => windowsOf(group, anchors, rule))
}
