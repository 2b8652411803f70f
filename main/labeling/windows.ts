/**
 * The labeling windows of one rule: per entity, its alerts in order of time and, by binary search over the entity's sorted
 * event times, the run of events that lies in each alert's closed window [anchor - before, anchor + after].
 */
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { AlertClasses } from './alert-classes.ts'
import { windowOf } from './rule.ts'
import { headsOf, type EntitySchedule, type Schedule } from './schedule.ts'

export interface EntityWindows extends EntitySchedule {
  /** Window i holds the group's events lo[i] to hi[i] - 1; both rise with i. */
  lo: Int32Array
  hi: Int32Array
  /** Of its alerts' classes under policy `priority`: 0 goes before all. */
  rank: number
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

/**
 * First position whose time is `at` or later, looked for from a position nearby in steps that double: a short window's edge is
 * found in the same line of memory as its alert, whatever the length of the list.
 */
export function lowerBoundNear(times: Float64Array, at: number, near: number): number {
  let low = near
  let high = near
  let step = 1
  if (near < times.length && times[near]! < at) {
    low = near + 1
    high = near + 1
    while (high < times.length && times[high]! < at) {
      low = high + 1
      high += step
      step *= 2
    }
    high = Math.min(high, times.length)
  } else {
    while (low > 0 && times[low - 1]! >= at) {
      high = low - 1
      low = Math.max(0, low - step)
      step *= 2
    }
  }
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < at) low = middle + 1
    else high = middle
  }
  return low
}

/** An entity's alerts with windows of one length. Times are whole microseconds, so later than `t` is at least `t + 1`. */
function openWindows(entity: EntitySchedule, { before, after }: Lane, rank: number): EntityWindows {
  const { at, group, place } = entity
  const lo = new Int32Array(at.length)
  const hi = new Int32Array(at.length)
  for (let i = 0; i < at.length; i++) {
    lo[i] = lowerBoundNear(group.times, at[i]! - before, place[i]!)
    hi[i] = lowerBoundNear(group.times, at[i]! + after + 1, place[i]!)
  }
  return { ...entity, lo, hi, rank }
}

interface Lane {
  before: number
  after: number
}

/** Length and rank of every class; classes alike in both share a lane. */
function lanesOf(rule: Rule, classes: AlertClasses): (Lane & { rank: number })[] {
  const ranks = new Map(rule.conflict === 'priority' ? rule.priority?.map((name, i) => [name, i]) : [])
  return classes.names.map((name) => {
    const { before, after } = windowOf(rule, name)
    return { before, after, rank: ranks.get(name) ?? ranks.size }
  })
}

/**
 * The windows of every entity under a rule. An entity comes once for each length of window and each rank among its alerts'
 * classes, so that within one entry all windows are equally long; entries of higher rank (a lower number) come first.
 */
export function windowsFor(schedule: Schedule, rule: Rule, classes: AlertClasses): EntityWindows[] {
  const lanes = lanesOf(rule, classes)
  const first = lanes[0]
  if (!first || lanes.every((lane) => sameLane(lane, first)))
    return schedule.entities.map((entity) => openWindows(entity, first ?? rule, 0))
  const keys = [...new Set(lanes.map(laneKey))]
  const windows = keys.flatMap((key) => {
    const lane = lanes.find((one) => laneKey(one) === key)!
    const wanted = lanes.map((one) => laneKey(one) === key)
    return schedule.entities.flatMap((entity) => {
      const part = onlyAlerts(entity, (alert) => wanted[classes.of[alert]!]!)
      return part ? [openWindows(part, lane, lane.rank)] : []
    })
  })
  return windows.toSorted((a, b) => a.rank - b.rank)
}

const laneKey = ({ before, after, rank }: Lane & { rank: number }): string => `${before} ${after} ${rank}`
const sameLane = (a: Lane & { rank: number }, b: Lane & { rank: number }): boolean =>
  laneKey(a) === laneKey(b)

/** The entity with some of its alerts; null for none. */
function onlyAlerts(entity: EntitySchedule, wanted: (alert: number) => boolean): EntitySchedule | null {
  const places = Array.from(entity.alerts.keys()).filter((i) => wanted(entity.alerts[i]!))
  if (places.length === 0) return null
  if (places.length === entity.alerts.length) return entity
  const at = Float64Array.from(places, (i) => entity.at[i]!)
  return {
    group: entity.group,
    alerts: Int32Array.from(places, (i) => entity.alerts[i]!),
    at,
    heads: headsOf(at),
    place: Int32Array.from(places, (i) => entity.place[i]!),
  }
}
