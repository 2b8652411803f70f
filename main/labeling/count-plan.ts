/**
 * What counting needs of a schedule, whatever the window's length: per entity the alerts in order of time and, between each two of
 * them, the border behind which an event lies nearer to the later one. Events of several entities are kept apart, since only
 * together do their entities say which alert is nearest.
 */
import type { Grouping } from './groups.ts'
import { placesOf, type EntitySchedule, type Schedule } from './schedule.ts'
import { lowerBound } from './windows.ts'

export interface CountEntity {
  /** Alert positions and anchor times, by time, then id. */
  alerts: Int32Array
  at: Float64Array
  /** Class of every alert, and of the first alert at the same instant, to which an event goes that lies nearest to both. */
  of: Int32Array
  by: Int32Array
  /** Times of the events that are this entity's alone, in order. */
  times: Float64Array
  /** Per alert: its first event at the anchor time or later. */
  place: Int32Array
  /** Per alert: the first event that is nearer to the next alert. */
  border: Int32Array
}

export interface CountPlan {
  entities: CountEntity[]
  /** The same schedule over events of several entities alone; null where there are none. */
  shared: EntitySchedule[] | null
  anchors: Float64Array
  /** Room that every count writes over. */
  room: { lo: Int32Array; hi: Int32Array; matched: Uint8Array; meets: Uint8Array }
}

/** @param classOf class per alert position */
export function planCount(schedule: Schedule, { shared }: Grouping, classOf: Int32Array): CountPlan {
  const entities = schedule.entities.map((entity) => countEntity(entity, shared, classOf))
  const most = entities.reduce((longest, { at }) => Math.max(longest, at.length), 0)
  const alerts = schedule.anchors.length
  return {
    entities,
    shared: shared && schedule.entities.map((entity) => ofShared(entity, shared)),
    anchors: schedule.anchors,
    room: {
      lo: new Int32Array(most),
      hi: new Int32Array(most),
      matched: new Uint8Array(alerts),
      meets: new Uint8Array(alerts),
    },
  }
}

function countEntity(entity: EntitySchedule, shared: Int32Array | null, classOf: Int32Array): CountEntity {
  const { alerts, at, heads, group } = entity
  const times = shared ? group.times.filter((_, i) => shared[group.events[i]!]! < 0) : group.times
  const of = alerts.map((alert) => classOf[alert]!)
  return {
    alerts,
    at,
    of,
    by: heads.map((head) => of[head]!),
    times,
    place: shared ? placesOf(at, times) : entity.place,
    border: bordersOf(at, times),
  }
}

/** An event halfway between two alerts goes to the earlier one, so the border lies behind the middle. */
function bordersOf(at: Float64Array, times: Float64Array): Int32Array {
  const border = new Int32Array(at.length).fill(times.length)
  let from = 0
  for (let i = 0; i + 1 < at.length; i++) {
    const middle = at[i]! + Math.floor((at[i + 1]! - at[i]!) / 2)
    from = lowerBound(times, middle + 1, from)
    border[i] = from
  }
  return border
}

function ofShared(entity: EntitySchedule, shared: Int32Array): EntitySchedule {
  const { events, times, ...group } = entity.group
  const kept = (_: number, i: number): boolean => shared[events[i]!]! >= 0
  const own = { ...group, events: events.filter(kept), times: times.filter(kept) }
  return { ...entity, group: own, place: placesOf(entity.at, own.times) }
}
