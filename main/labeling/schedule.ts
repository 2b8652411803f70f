/** The alerts of every entity in order of their anchor times: what a rule's window size does not change. */
import type { Alert } from '../case/alerts.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import { anchorTime } from './anchor.ts'
import type { EntityGroup, Grouping } from './groups.ts'

export interface EntitySchedule {
  group: EntityGroup
  /** Alert positions, by anchor time, then id. Alerts without any time are left out. */
  alerts: Int32Array
  /** Anchor times, integer microseconds. */
  at: Float64Array
  /** Per entry: the first entry with the same anchor time, which has the lowest id. */
  heads: Int32Array
}

export interface Schedule {
  /** Anchor time of every alert position; NaN where it has none. */
  anchors: Float64Array
  entities: EntitySchedule[]
}

function headsOf(at: Float64Array): Int32Array {
  const heads = new Int32Array(at.length)
  for (let i = 1; i < at.length; i++) heads[i] = at[i] === at[i - 1] ? heads[i - 1]! : i
  return heads
}

/** Orders the alerts of every entity by one anchor. */
export function scheduleAlerts(
  alerts: readonly Alert[],
  grouping: Grouping,
  anchor: Rule['anchor'],
): Schedule {
  const anchors = Float64Array.from(alerts, (alert) => anchorTime(alert, anchor) ?? NaN)
  const entities = grouping.groups.map((group) => {
    const own = Int32Array.from(group.alerts.filter((alert) => !Number.isNaN(anchors[alert]!)))
    own.sort((a, b) => anchors[a]! - anchors[b]! || a - b)
    const at = Float64Array.from(own, (alert) => anchors[alert]!)
    return { group, alerts: own, at, heads: headsOf(at) }
  })
  return { anchors, entities }
}
