/**
 * The labeling windows of one rule: per entity, its alerts in order of time and, by binary search over the entity's sorted
 * event times, the run of events that lies in each alert's closed window [anchor - before, anchor + after].
 */
import type { Rule } from '../../preload/contract/labeling.ts'
import type { EntitySchedule, Schedule } from './schedule.ts'

export interface EntityWindows extends EntitySchedule {
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
function upperBound(times: Float64Array, at: number, start = 0): number {
  let low = start
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** The windows of every entity under a rule. */
export function windowsFor(schedule: Schedule, rule: Pick<Rule, 'before' | 'after'>): EntityWindows[] {
  return schedule.entities.map((entity) => {
    const { at, group } = entity
    const lo = new Int32Array(at.length)
    const hi = new Int32Array(at.length)
    for (let i = 0; i < at.length; i++) {
      lo[i] = lowerBound(group.times, at[i]! - rule.before, i > 0 ? lo[i - 1]! : 0)
      hi[i] = upperBound(group.times, at[i]! + rule.after, i > 0 ? hi[i - 1]! : 0)
    }
    return { ...entity, lo, hi }
  })
}
