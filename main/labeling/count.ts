/**
 * A rule's counts without looking at its events. All windows of an entity are equally long, so the alerts that hold an event are a
 * run of neighbors, and within the run the nearest is told by the borders of the plan: between two window edges the events of a
 * class are differences of positions. Cost: two searches and a few additions per alert, whatever the number of events.
 *
 * Only for rules of one window for all classes in which no verdict and no rank decides; apply-rule.ts counts the others event by
 * event, as it does the events of several entities here.
 */
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { CountEntity, CountPlan } from './count-plan.ts'
import { lowerBoundNear } from './windows.ts'

/** Counts of events and alerts, before classes are ranked. */
export interface Counts {
  /** Events by class of their nearest alert; without those in conflict where these are dropped. */
  perClass: Int32Array
  /** Events by each class that they carry, where `all` classes count; else the same array. */
  carried: Int32Array
  conflicts: number
  /** Per alert position, 1: it holds an event; its window meets another's. Written over by the next count. */
  matched: Uint8Array
  meets: Uint8Array
}

export function countable(rule: Rule): boolean {
  return !rule.windows && rule.conflict !== 'priority' && rule.verdicts === undefined
}

/** Counts all events that have one entity. @param kinds number of classes */
export function countAlone(plan: CountPlan, rule: Rule, kinds: number): Counts {
  const { matched, meets } = plan.room
  matched.fill(0)
  meets.fill(0)
  const perClass = new Int32Array(kinds)
  const carried = rule.conflict === 'all' ? new Int32Array(kinds) : perClass
  const active = new Int32Array(kinds)
  const reached = new Int32Array(kinds)
  const drop = rule.conflict === 'drop'
  let conflicts = 0
  for (const entity of plan.entities) {
    if (entity.at.length === 0) continue
    openWindows(plan, entity, rule)
    conflicts += countEntity(plan, entity, perClass, active, drop)
    if (rule.conflict === 'all') countCarried(plan, entity, carried, reached)
  }
  return { perClass, carried, conflicts, matched, meets }
}

/** Finds the windows' edges, which alerts hold an event, and whose windows meet. */
function openWindows({ room }: CountPlan, entity: CountEntity, { before, after }: Rule): void {
  const { lo, hi, matched, meets } = room
  const { alerts, at, times, place } = entity
  for (let i = 0; i < at.length; i++) {
    const time = at[i]!
    const near = place[i]!
    const low = lowerBoundNear(times, time - before, near)
    const high = lowerBoundNear(times, time + after + 1, near)
    lo[i] = low
    hi[i] = high
    if (high > low) matched[alerts[i]!] = 1
    if (i > 0 && time - at[i - 1]! <= before + after) meets[alerts[i]!] = meets[alerts[i - 1]!] = 1
  }
}

/**
 * Walks from edge to edge with the run [first, end) of alerts whose windows are open.
 * @param active open windows by class, all zero before and after
 * @returns events in windows of several classes
 */
function countEntity(
  { room: { lo, hi } }: CountPlan,
  { of, by, border }: CountEntity,
  perClass: Int32Array,
  active: Int32Array,
  drop: boolean,
): number {
  const alerts = of.length
  let [first, end, from, distinct, conflicts] = [0, 0, 0, 0, 0]
  // The alert that is nearest to the events at `from`, as far as the walk has come; never before the run.
  let nearest = 0
  while (first < alerts) {
    const entering = end < alerts && lo[end]! <= hi[first]!
    const to = entering ? lo[end]! : hi[first]!
    if (first < end && from < to) {
      if (distinct > 1) conflicts += to - from
      if (nearest < first) nearest = first
      for (; nearest < end - 1 && border[nearest]! < to; nearest++) {
        const until = border[nearest]!
        if (until <= from) continue
        if (!drop || distinct < 2) perClass[by[nearest]!]! += until - from
        from = until
      }
      if (!drop || distinct < 2) perClass[by[nearest]!]! += to - from
    }
    from = to
    if (entering) {
      if (active[of[end++]!]!++ === 0) distinct++
    } else if (--active[of[first++]!]! === 0) distinct--
  }
  return conflicts
}

/** Adds the length of each class's windows, what several of them hold counted once. */
function countCarried(
  { room: { lo, hi } }: CountPlan,
  { of }: CountEntity,
  carried: Int32Array,
  reached: Int32Array,
): void {
  reached.fill(0)
  for (let i = 0; i < of.length; i++) {
    const kind = of[i]!
    const from = Math.max(lo[i]!, reached[kind]!)
    if (hi[i]! <= from) continue
    carried[kind]! += hi[i]! - from
    reached[kind] = hi[i]!
  }
}
