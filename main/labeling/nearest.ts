/**
 * Interval merge: finds, for every event in any window, the nearest alert and whether alerts of different classes claim it.
 *
 * Windows of one entity are equally long and sorted, so the alerts whose windows hold an event are always a contiguous run.
 * A sweep over window edges keeps that run and the number of distinct classes in it; within a stretch between two edges the
 * nearest alert is the last one at or before the event or the first one after it. Cost: alerts + covered events.
 * Ties: the earlier alert, then the lower id. An event of several entities keeps the nearest over all of them. Where windows
 * differ in length or classes in rank, an entity comes once for each, and the higher rank first (see windows.ts).
 */
import type { EntityWindows } from './windows.ts'

/** Kept from rule to rule, so that a rule costs what its windows hold and not what the case holds. */
export interface Claims {
  /** Per event: position of the nearest alert whose window holds it, or -1. */
  nearest: Int32Array
  /** Per event: 1 where windows of two or more classes hold it. */
  mixed: Uint8Array
  /** The events that any window holds, in no order; the first `count` entries. */
  claimed: Int32Array
  count: number
}

/** Claims on none of a case's events. */
export function noClaims(events: number): Claims {
  const nearest = new Int32Array(events).fill(-1)
  return { nearest, mixed: new Uint8Array(events), claimed: new Int32Array(events), count: 0 }
}

function clear(claims: Claims): void {
  for (let i = 0; i < claims.count; i++) {
    const event = claims.claimed[i]!
    claims.nearest[event] = -1
    claims.mixed[event] = 0
  }
  claims.count = 0
}

interface Sweep {
  windows: EntityWindows
  anchors: Float64Array
  classOf: Int32Array
  claims: Claims
  /** Active alerts of each class, all zero between sweeps. */
  counts: Int32Array
  /** True for an alert whose class goes before those of this sweep, whatever the distance. */
  outranked(alert: number): boolean
  /** Last alert at or before the current event, as far as the sweep has come. */
  last: number
}

/** True when alert `a` lies nearer to `time` than alert `b`, or as near and before it in the order of ties. */
function nearer(anchors: Float64Array, a: number, b: number, time: number): boolean {
  const timeA = anchors[a]!
  const timeB = anchors[b]!
  const difference = Math.abs(timeA - time) - Math.abs(timeB - time)
  return difference < 0 || (difference === 0 && (timeA < timeB || (timeA === timeB && a < b)))
}

/** Gives the events [from, to) of the group to the nearest of the active alerts [first, end). */
function claim(sweep: Sweep, from: number, to: number, first: number, end: number, distinct: number): void {
  const { windows, anchors, classOf } = sweep
  const { nearest, mixed, claimed } = sweep.claims
  const { at, alerts, heads, group } = windows
  let last = Math.max(sweep.last, first)
  for (let p = from; p < to; p++) {
    const time = group.times[p]!
    while (last + 1 < end && at[last + 1]! <= time) last++
    const next = last + 1
    const pick = next < end && at[next]! - time < time - at[last]! ? next : heads[last]!
    const alert = alerts[pick]!
    const event = group.events[p]!
    const held = nearest[event]!
    if (distinct > 1 || (held >= 0 && classOf[held] !== classOf[alert])) mixed[event] = 1
    if (held < 0) claimed[sweep.claims.count++] = event
    if (held < 0 || (!sweep.outranked(held) && nearer(anchors, alert, held, time))) nearest[event] = alert
  }
  sweep.last = last
}

function sweepEntity(sweep: Sweep): void {
  const { windows, classOf, counts } = sweep
  const { alerts, lo, hi } = windows
  let first = 0
  let end = 0
  let from = 0
  let distinct = 0
  while (first < alerts.length) {
    // An empty window (lo = hi) is entered before it is left, so `first` never passes `end`.
    const entering = end < alerts.length && lo[end]! <= hi[first]!
    const to = entering ? lo[end]! : hi[first]!
    if (first < end && from < to) claim(sweep, from, to, first, end, distinct)
    from = to
    if (entering) {
      if (counts[classOf[alerts[end++]!]!]!++ === 0) distinct++
    } else if (--counts[classOf[alerts[first++]!]!]! === 0) distinct--
  }
}

/**
 * Finds nearest alert and class conflicts of every event and writes them over `claims`.
 * @param anchors anchor time per alert position
 * @param classOf class per alert position, below `classes`
 */
export function claimEvents(
  claims: Claims,
  windows: readonly EntityWindows[],
  anchors: Float64Array,
  classOf: Int32Array,
  classes: number,
): void {
  clear(claims)
  const counts = new Int32Array(classes)
  const rankOf = ranksOf(windows, anchors.length)
  for (const entity of windows) {
    if (entity.group.events.length === 0) continue
    const outranked = rankOf ? (alert: number) => rankOf[alert]! < entity.rank : never
    sweepEntity({ windows: entity, anchors, classOf, claims, counts, outranked, last: 0 })
  }
}

const never = (): boolean => false

/** Rank of every alert; null when all are alike. */
function ranksOf(windows: readonly EntityWindows[], alerts: number): Int32Array | null {
  if (windows.every(({ rank }) => rank === windows[0]!.rank)) return null
  const ranks = new Int32Array(alerts)
  for (const { alerts: own, rank } of windows) for (const alert of own) ranks[alert] = rank
  return ranks
}
