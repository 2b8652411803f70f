/**
 * Why an alert caught no event. The first reason that holds is given, in this order: the rule leaves its class out, it names no
 * account (or only ones like `unknown`), its accounts are excluded, it has no time, its window lies wholly outside the
 * capture, no event carries any of its accounts (on its host, where that must match), its window lies in a gap of the
 * capture, or the account simply did nothing then.
 */
import type { UnmatchedReason, Rule } from '../../preload/contract/labeling.ts'
import type { z } from 'zod'
import { accountReader, hostKey, isNobody, type AccountReader } from './entity.ts'
import type { Pause } from '../case/evidence/silences.ts'
import { gapAround } from './gaps.ts'
import { accountsOf } from './groups.ts'
import type { LabelIndex, ScheduleRule } from './label-index.ts'
import { windowOf } from './rule.ts'
import type { EntityWindows } from './windows.ts'

type Reason = z.infer<typeof UnmatchedReason>

/** Per alert position: 1 where its window holds at least one event. @param matched written to, and returned */
export function matchedAlerts(windows: readonly EntityWindows[], matched: Uint8Array): Uint8Array {
  for (const entity of windows) {
    const { alerts, lo, hi } = entity
    for (let i = 0; i < alerts.length; i++) if (hi[i]! > lo[i]!) matched[alerts[i]!] = 1
  }
  return matched
}

/** What of the reasons no window changes, per alert position. */
export interface Circumstances {
  /** Reasons that go before all others. */
  first: (Reason | null)[]
  /** No event carries its accounts, on its host where that must match. */
  absent: (Reason | null)[]
  /** The holes in what its host recorded. */
  gaps: (readonly Pause[])[]
}

/** Looks into every alert's circumstances, once for all windows. */
export function circumstancesOf(index: Omit<LabelIndex, 'circumstances'>, rule: ScheduleRule): Circumstances {
  const classes = index.classes(rule)
  const { groups, groupsOf } = index.grouping(rule)
  const { anchors } = index.schedule(rule)
  const { gaps, core } = index.clock(rule)
  const reader = accountReader({ ...rule, excludeMachines: false })
  const hosts = new Set(core.host.values.map(hostKey))
  const first = index.alerts.map((alert, position): Reason | null => {
    if (classes.of[position]! < 0) return 'left out'
    if (groupsOf[position]!.length === 0) return noEntity(reader, accountsOf(alert))
    return Number.isNaN(anchors[position]!) ? 'no time' : null
  })
  const absent = index.alerts.map(({ host }, position): Reason | null => {
    if (groupsOf[position]!.some((group) => groups[group]!.events.length > 0)) return null
    const key = hostKey(host)
    return rule.matchHost && key !== '' && !hosts.has(key) ? 'no such host' : 'no such user'
  })
  return { first, absent, gaps: index.alerts.map(({ host }) => gaps.of(host)) }
}

/** Reason for an alert that is known to have caught nothing. */
export function unmatchedReason(index: LabelIndex, rule: Rule, position: number, anchor: number): Reason {
  const { first, absent, gaps } = index.circumstances(rule)
  const early = first[position]!
  if (early !== null) return early
  const classes = index.classes(rule)
  const { before, after } = windowOf(rule, classes.names[classes.of[position]!]!)
  const { span } = index.clock(rule)
  if (!span || anchor + after < span.first || anchor - before > span.last) return 'outside capture'
  const nobody = absent[position]!
  if (nobody !== null) return nobody
  return gapAround(gaps[position]!, anchor - before, anchor + after) ? 'in a gap' : 'no events then'
}

/** Why an alert stands for no entity at all. */
function noEntity(reader: AccountReader, accounts: readonly string[]): Reason {
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
