/** Alert by alert: how many events its window caught, and where in the window they lie. */
import type { AlertStrip, Rule } from '../../preload/contract/labeling.ts'
import type { EntityGroup, Grouping } from './groups.ts'
import type { LabelIndex } from './label-index.ts'
import { windowOf } from './rule.ts'
import { unmatchedReason } from './unmatched.ts'
import { lowerBound } from './windows.ts'

/** A strip has this many slices, or fewer where the window is shorter than as many microseconds. */
const MOST_SLICES = 60

export interface StripPage {
  offset: number
  limit: number
  only: 'every' | 'matched' | 'unmatched'
  /** Of the unmatched, those with this reason alone. */
  reason?: NonNullable<AlertStrip['unmatched']> | undefined
}

/** First microsecond of every slice of a window, and the one behind its last. */
function sliceEdges(from: number, width: number): number[] {
  const slices = Math.min(MOST_SLICES, width + 1)
  const edges = Array.from({ length: slices }, (_, slice) => from + Math.ceil((slice * width) / slices))
  return [...edges, from + width + 1]
}

/** Events by slice, by binary search for the edges: as quick for a window of a year as for one of a minute. */
function countSlices({ times }: EntityGroup, edges: readonly number[]): number[] {
  const at = edges.map((edge) => lowerBound(times, edge))
  return at.slice(1).map((position, slice) => position - at[slice]!)
}

/** The same for an alert of several accounts, whose events may carry more than one of them but count once. */
function countDistinct(groups: readonly EntityGroup[], edges: readonly number[]): number[] {
  const seen = new Set<number>()
  const slices = edges.slice(1).map(() => 0)
  for (const { events, times } of groups) {
    const at = edges.map((edge) => lowerBound(times, edge))
    for (let slice = 0; slice < slices.length; slice++) {
      for (let p = at[slice]!; p < at[slice + 1]!; p++) {
        if (!seen.has(events[p]!)) slices[slice]! += 1
        seen.add(events[p]!)
      }
    }
  }
  return slices
}

function slicesOf(groups: readonly EntityGroup[], at: number, { before, after }: Window): number[] {
  const width = before + after
  if (Number.isNaN(at)) return Array.from({ length: Math.min(MOST_SLICES, width + 1) }, () => 0)
  const edges = sliceEdges(at - before, width)
  return groups.length === 1 ? countSlices(groups[0]!, edges) : countDistinct(groups, edges)
}

interface Window {
  before: number
  after: number
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
  const classes = index.classes(rule)
  const windows = classes.names.map((name) => windowOf(rule, name))
  const none = { before: 0, after: 0 }
  const ofAlert = (alert: number): Window => windows[classes.of[alert]!] ?? none
  const order = [...anchors.keys()]
    .filter((alert) => {
      if (page.only === 'every') return true
      const at = anchors[alert]!
      const { before, after } = ofAlert(alert)
      const caught =
        classes.of[alert]! >= 0 && catches(grouping, grouping.groupsOf[alert]!, at - before, at + after)
      if (page.only === 'matched' || caught) return caught === (page.only === 'matched')
      return page.reason === undefined || unmatchedReason(index, rule, alert, at) === page.reason
    })
    .toSorted((a, b) => anchors[a]! - anchors[b]! || lastIfUntimed(anchors, a, b) || a - b)
  const shown = order.slice(page.offset, page.offset + page.limit).map((position): AlertStrip => {
    const alert = index.alerts[position]!
    const at = anchors[position]!
    const groups = grouping.groupsOf[position]!.map((group) => grouping.groups[group]!)
    const slices = slicesOf(classes.of[position]! < 0 ? [] : groups, at, ofAlert(position))
    const caught = slices.reduce((sum, slice) => sum + slice, 0)
    return {
      alert: alert.id,
      name: alert.name,
      class: classes.names[classes.of[position]!] ?? 'left out',
      user: alert.user,
      time: Number.isNaN(at) ? null : at,
      slices,
      caught,
      unmatched: caught > 0 ? null : unmatchedReason(index, rule, position, at),
    }
  })
  return { total: order.length, strips: shown }
}

function lastIfUntimed(anchors: Float64Array, a: number, b: number): number {
  return Number(Number.isNaN(anchors[a]!)) - Number(Number.isNaN(anchors[b]!))
}
