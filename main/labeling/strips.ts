/** Alert by alert: how many events its window caught, and where in the window they lie. */
import type { AlertStrip, Rule } from '../../preload/contract/labeling.ts'
import type { Grouping } from './groups.ts'
import type { LabelIndex } from './label-index.ts'
import { unmatchedReason } from './unmatched.ts'
import { lowerBound, upperBound } from './windows.ts'

/** A strip has this many slices, or fewer where the window is shorter than as many microseconds. */
const MOST_SLICES = 60

export interface StripPage {
  offset: number
  limit: number
  only: 'every' | 'matched' | 'unmatched'
}

/** Times of the distinct events in a window, over all entities of the alert. */
function caughtTimes(grouping: Grouping, groups: number[], from: number, to: number): number[] {
  const seen = new Set<number>()
  const times: number[] = []
  for (const number of groups) {
    const group = grouping.groups[number]!
    const end = upperBound(group.times, to)
    for (let p = lowerBound(group.times, from); p < end; p++) {
      const event = group.events[p]!
      if (groups.length > 1 && seen.has(event)) continue
      if (groups.length > 1) seen.add(event)
      times.push(group.times[p]!)
    }
  }
  return times
}

function sliced(times: number[], from: number, width: number): number[] {
  const slices = Array.from({ length: Math.min(MOST_SLICES, width + 1) }, () => 0)
  for (const time of times) {
    const slice = width === 0 ? 0 : Math.floor(((time - from) * slices.length) / width)
    slices[Math.min(slice, slices.length - 1)]! += 1
  }
  return slices
}

/** True when the alert's window holds any event; cheaper than counting them. */
function catches(grouping: Grouping, groups: number[], from: number, to: number): boolean {
  return groups.some((number) => {
    const { times } = grouping.groups[number]!
    const next = times[lowerBound(times, from)]
    return next !== undefined && next <= to
  })
}

/**
 * One page of strips, in order of anchor time (alerts without a time last), then id.
 * `caught` counts every event in the window, also those whose label a nearer alert decides.
 */
export function strips(
  index: LabelIndex,
  rule: Rule,
  page: StripPage,
): { total: number; strips: AlertStrip[] } {
  const { anchors } = index.schedule(rule)
  const grouping = index.grouping(rule)
  const classes = index.classes(rule.classBy)
  const window = (at: number) => [at - rule.before, at + rule.after] as const
  const order = [...anchors.keys()]
    .filter((alert) => {
      if (page.only === 'every') return true
      const caught = catches(grouping, grouping.groupsOf[alert]!, ...window(anchors[alert]!))
      return caught === (page.only === 'matched')
    })
    .toSorted((a, b) => anchors[a]! - anchors[b]! || lastIfUntimed(anchors, a, b) || a - b)
  const shown = order.slice(page.offset, page.offset + page.limit).map((position): AlertStrip => {
    const alert = index.alerts[position]!
    const at = anchors[position]!
    const [from, to] = window(at)
    const times = caughtTimes(grouping, grouping.groupsOf[position]!, from, to)
    return {
      alert: alert.id,
      name: alert.name,
      class: classes.names[classes.of[position]!]!,
      user: alert.user,
      time: Number.isNaN(at) ? null : at,
      slices: sliced(times, from, rule.before + rule.after),
      caught: times.length,
      unmatched: times.length > 0 ? null : unmatchedReason(index, rule, position, at),
    }
  })
  return { total: order.length, strips: shown }
}

function lastIfUntimed(anchors: Float64Array, a: number, b: number): number {
  return Number(Number.isNaN(anchors[a]!)) - Number(Number.isNaN(anchors[b]!))
}
