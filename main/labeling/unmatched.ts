/**
 * Why an alert caught no event. The first reason that holds is given, in this order: the rule leaves its class out, it names no
 * account (or only ones like `unknown`), its accounts are excluded, it has no time, its window lies wholly outside the
 * capture, no event carries any of its accounts (on its host, where that must match), its window lies in a gap of the
 * capture, or the account simply did nothing then.
 */
import type { UnmatchedReason, Rule } from '../../preload/contract/labeling.ts'
import type { z } from 'zod'
import { accountReader, hostKey, isNobody } from './entity.ts'
import { accountsOf } from './groups.ts'
import type { LabelIndex } from './label-index.ts'
import { windowOf } from './rule.ts'
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
  const alert = index.alerts[position]!
  const classes = index.classes(rule)
  const of = classes.of[position]!
  if (of < 0) return 'left out'
  const grouping = index.grouping(rule)
  const groups = grouping.groupsOf[position]!
  if (groups.length === 0) return noEntity(rule, accountsOf(alert))
  if (Number.isNaN(anchor)) return 'no time'
  const { before, after } = windowOf(rule, classes.names[of]!)
  const { span, gaps, core } = index.clock(rule)
  if (!span || anchor + after < span.first || anchor - before > span.last) return 'outside capture'
  if (groups.every((group) => grouping.groups[group]!.events.length === 0)) {
    const host = hostKey(alert.host)
    const elsewhere = rule.matchHost && host !== '' && !core.host.values.some((one) => hostKey(one) === host)
    return elsewhere ? 'no such host' : 'no such user'
  }
  return gaps.around(alert.host, anchor - before, anchor + after) ? 'in a gap' : 'no events then'
}

/** Why an alert stands for no entity at all. */
function noEntity(rule: Rule, accounts: readonly string[]): Reason {
  const reader = accountReader({ ...rule, excludeMachines: false })
  const named = accounts.map((account) => reader.name(account)).filter((account) => !isNobody(account))
  return named.length > 0 ? 'excluded account' : 'no user'
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
