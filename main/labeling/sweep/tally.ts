/**
 * One walk along the events of an entity beside its alerts: for every event the times since the last alert and until the next
 * one, as positions on the axes of a sweep. Between two alerts the one only grows and the other only shrinks, so positions
 * move one way and events that come in alike are counted together.
 */
import type { EntitySchedule } from '../schedule.ts'
import { binOf } from './axis.ts'
import type { Grid, Standing } from './grid.ts'
import { otherClasses } from './neighbors.ts'
import type { SharedSides } from './shared.ts'

export interface Tally {
  grid: Grid
  before: Float64Array
  after: Float64Array
  classOf: Int32Array
  /** Per alert position; null: every alert counts once. */
  weights: ArrayLike<number> | null
  /** Codes per event (-1: not known) and per alert position; null without truth. */
  truth: { events: Int32Array; alerts: Int32Array } | null
  /** Events of several entities are only noted here; they are counted at the end. */
  shared: SharedSides
}

/** Everything between two neighboring alerts of an entity. */
interface Stretch {
  from: number
  to: number
  /** Positions in the entity's schedule; -1 where there is none. */
  last: number
  lastOther: number
  next: number
  nextOther: number
}

const NONE = Number.POSITIVE_INFINITY

export function tallyEntity(tally: Tally, entity: EntitySchedule): void {
  const { group, at, alerts } = entity
  const { times } = group
  const others = otherClasses(entity, tally.classOf)
  let from = 0
  for (let next = 0; next <= alerts.length; next++) {
    const end = next < alerts.length ? at[next]! : NONE
    let to = from
    while (to < times.length && times[to]! < end) to++
    if (to > from) {
      const last = next - 1
      tallyStretch(tally, entity, {
        from,
        to,
        last: last < 0 ? -1 : entity.heads[last]!,
        lastOther: last < 0 ? -1 : others.before[last]!,
        next: next < alerts.length ? next : -1,
        nextOther: next < alerts.length ? others.behind[next]! : -1,
      })
    }
    from = to
  }
}

function tallyStretch(tally: Tally, entity: EntitySchedule, s: Stretch): void {
  const { before, after, classOf, weights, truth, shared, grid } = tally
  const { group, at, alerts } = entity
  const timeOf = (i: number, none: number): number => (i < 0 ? none : at[i]!)
  const [last, lastOther] = [timeOf(s.last, -NONE), timeOf(s.lastOther, -NONE)]
  const [next, nextOther] = [timeOf(s.next, NONE), timeOf(s.nextOther, NONE)]
  const lastAlert = s.last < 0 ? -1 : alerts[s.last]!
  const nextAlert = s.next < 0 ? -1 : alerts[s.next]!
  const differ = lastAlert >= 0 && nextAlert >= 0 && classOf[lastAlert] !== classOf[nextAlert]
  const sinceWeight = lastAlert < 0 ? 0 : (weights?.[lastAlert] ?? 1)
  const untilWeight = nextAlert < 0 ? 0 : (weights?.[nextAlert] ?? 1)
  const lastTruth = lastAlert < 0 ? -2 : (truth?.alerts[lastAlert] ?? -2)
  const nextTruth = nextAlert < 0 ? -2 : (truth?.alerts[nextAlert] ?? -2)

  const first = group.times[s.from]!
  let since = binOf(after, first - last)
  let sinceOther = binOf(after, first - lastOther)
  let until = binOf(before, next - first)
  let untilOther = binOf(before, nextOther - first)
  let code = -3
  let sinceIsNearer = true
  let count = 0
  const flush = (): void => {
    if (count === 0) return
    const how: Standing = {
      sinceIsNearer,
      differ,
      sinceWeight,
      untilWeight,
      known: code >= 0,
      sinceRight: code > 0 && code === lastTruth,
      untilRight: code > 0 && code === nextTruth,
    }
    grid.addEvents({ since, until, sinceOther, untilOther }, how, count)
    count = 0
  }
  for (let p = s.from; p < s.to; p++) {
    const event = group.events[p]!
    const time = group.times[p]!
    if (shared.slots !== null && shared.slots[event]! >= 0) {
      shared.note(event, { time, last, lastOther, next, nextOther, lastAlert, nextAlert })
      continue
    }
    const nearer = time - last <= next - time
    const own = truth === null ? -1 : truth.events[event]!
    const moves =
      (since < after.length && after[since]! < time - last) ||
      (sinceOther < after.length && after[sinceOther]! < time - lastOther) ||
      (until > 0 && before[until - 1]! >= next - time) ||
      (untilOther > 0 && before[untilOther - 1]! >= nextOther - time)
    if (moves || nearer !== sinceIsNearer || own !== code) {
      flush()
      while (since < after.length && after[since]! < time - last) since++
      while (sinceOther < after.length && after[sinceOther]! < time - lastOther) sinceOther++
      while (until > 0 && before[until - 1]! >= next - time) until--
      while (untilOther > 0 && before[untilOther - 1]! >= nextOther - time) untilOther--
      sinceIsNearer = nearer
      code = own
    }
    count++
  }
  flush()
}
