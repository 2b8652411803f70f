/**
 * Why an alert caught no event. The first reason that holds is given, in this order: it names no account (or only ones like
 * `unknown`), its accounts are excluded machine accounts, it has no time, its window lies wholly outside the capture, no
 * event carries any of its accounts, or none does at that time.
 */
import type { UnmatchedReason, Rule } from '../../preload/contract/labeling.ts'
import type { z } from 'zod'
import { isMachine } from './entity.ts'
import { accountsOf } from './groups.ts'
import type { LabelIndex } from './label-index.ts'
import type { EntityWindows } from './windows.ts'

type Reason = z.infer<typeof UnmatchedReason>

/** Per alert position: 1 where its window holds at least one event. */
export function matchedAlerts(alerts: number, windows: readonly EntityWindows[]): Uint8Array {
  const matched = new Uint8Array(alerts)
  for (const entity of windows) {
    for (const [i, alert] of entity.alerts.entries()) if (entity.hi[i]! > entity.lo[i]!) matched[alert] = 1
  }
  return matched
}

/** Reason for an alert that is known to have caught nothing. */
export function unmatchedReason(index: LabelIndex, rule: Rule, position: number, anchor: number): Reason {
  const grouping = index.grouping(rule)
  const groups = grouping.groupsOf[position]!
  if (groups.length === 0) {
    return accountsOf(index.alerts[position]!).some(isMachine) ? 'excluded account' : 'no user'
  }
  if (Number.isNaN(anchor)) return 'no time'
  const { span } = index
  if (!span || anchor + rule.after < span.first || anchor - rule.before > span.last) return 'outside capture'
  if (groups.every((group) => grouping.groups[group]!.events.length === 0)) return 'no such user'
  return 'no events then'
}

/** Unmatched alerts counted by reason; reasons that do not occur are left out. */
export function unmatchedCounts(
  index: LabelIndex,
  rule: Rule,
  anchors: Float64Array,
  matched: Uint8Array,
): { total: number; by: Partial<Record<Reason, number>> } {
  const by: Partial<Record<Reason, number>> = {}
  let total = 0
  for (let position = 0; position < matched.length; position++) {
    if (matched[position]) continue
    const reason = unmatchedReason(index, rule, position, anchors[position]!)
    by[reason] = (by[reason] ?? 0) + 1
    total++
  }
  return { total, by }
}
