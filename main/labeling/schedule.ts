/** The alerts of every entity in order of their anchor times: what a rule's window size does not change. */
import type { Alert } from '../case/alerts.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import { anchorTime } from './anchor.ts'
import type { EntityGroup, Grouping } from './groups.ts'

export interface EntitySchedule {
  group: EntityGroup
  /** Alert positions, by anchor time, then id. Alerts without any time, or of no class, are left out. */
  alerts: Int32Array
  /** Anchor times, integer microseconds. */
  at: Float64Array
  /** Per entry: the first entry with the same anchor time, which has the lowest id. */
  heads: Int32Array
  /** Per entry: the first event of the group at its anchor time or later. */
  place: Int32Array
}

export interface Schedule {
  /** Anchor time of every alert position; NaN where it has none. */
  anchors: Float64Array
  entities: EntitySchedule[]
}

export function headsOf(at: Float64Array): Int32Array {
  const heads = new Int32Array(at.length)
  for (let i = 1; i < at.length; i++) heads[i] = at[i] === at[i - 1] ? heads[i - 1]! : i
  return heads
}

export function placesOf(at: Float64Array, times: Float64Array): Int32Array {
  const places = new Int32Array(at.length)
  let place = 0
  for (let i = 0; i < at.length; i++) {
    while (place < times.length && times[place]! < at[i]!) place++
    places[i] = place
  }
  return places
}

/** Orders the alerts of every entity by one anchor. @param classOf class per alert position; -1 leaves it out */
export function scheduleAlerts(
  alerts: readonly Alert[],
  grouping: Grouping,
  anchor: Rule['anchor'],
  classOf: Int32Array,
): Schedule {
  const anchors = Float64Array.from(alerts, (alert) => anchorTime(alert, anchor) ?? NaN)
  const entities = grouping.groups.map((group) => {
    const own = Int32Array.from(
      group.alerts.filter((alert) => !Number.isNaN(anchors[alert]!) && classOf[alert]! >= 0),
    )
    own.sort((a, b) => anchors[a]! - anchors[b]! || a - b)
    const at = Float64Array.from(own, (alert) => anchors[alert]!)
    return { group, alerts: own, at, heads: headsOf(at), place: placesOf(at, group.times) }
  })
  return { anchors, entities }
}
