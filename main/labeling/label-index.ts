/** What labeling knows of a case before any rule is applied: its events by entity and its alerts, in one canonical order. */
import type { Alert } from '../case/alerts.ts'
import type { EventCore } from '../case/core.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import { alertClasses, type AlertClasses } from './alert-classes.ts'
import { withAccounts, type AccountColumns } from './account-columns.ts'
import { accountReader } from './entity.ts'
import { createGaps, type Gaps } from './gaps.ts'
import { groupEvents, type Grouping } from './groups.ts'
import { noClaims, type Claims } from './nearest.ts'
import { classKeyOf, entityKeyOf, type ClassRule, type EntityRule } from './rule.ts'
import { scheduleAlerts, type Schedule } from './schedule.ts'
import { skewed } from './skewed.ts'
import type { Verdicts } from './verdicts.ts'

export interface LabelIndex {
  readonly core: EventCore
  /** By id, whatever order they were given in. */
  readonly alerts: readonly Alert[]
  /** Events without a time. */
  readonly withoutTime: number
  /** Room for one rule's claims, written over by the next rule. */
  readonly claims: Claims
  /** Times of the events under a rule's clock corrections, and what follows from them; remembered. */
  clock(rule: Pick<Rule, 'skew'>): Clock
  /** Events by entity under a rule's entity settings; made at the first call, then remembered. */
  grouping(rule: EntityRule): Grouping
  /** Its alerts by entity and time, remembered likewise; alerts that the rule leaves out are not in it. */
  schedule(rule: EntityRule & ClassRule & Pick<Rule, 'anchor'>): Schedule
  /** Classes of its alerts, remembered likewise. */
  classes(rule: ClassRule): AlertClasses
  /** What people decided of single events. */
  readonly verdicts: Verdicts
}

export interface Clock {
  core: EventCore
  /** First and last event time; null when no event has a time. */
  span: { first: number; last: number } | null
  gaps: Gaps
}

/** Beside events and alerts, what some rules ask for. */
export interface IndexExtras {
  /** Account columns by source, in the order of its mapping. */
  accounts?: AccountColumns
  verdicts?: Verdicts
}

/** Rules that differ in these settings at once while a person works; older ones are made again when asked for. */
const KEPT = 8

function timeSpan(time: Float64Array): { span: Clock['span']; withoutTime: number } {
  let first = Infinity
  let last = -Infinity
  let withoutTime = 0
  for (const at of time) {
    if (Number.isNaN(at)) withoutTime++
    else {
      if (at < first) first = at
      if (at > last) last = at
    }
  }
  return { span: first === Infinity ? null : { first, last }, withoutTime }
}

/**
 * Prepares a case for labeling. The index is cheap to keep and to ask again: every change of a rule's window, anchor, class
 * or conflict policy reuses the same groups.
 * @param core the case's filter columns (times in integer microseconds, NaN where missing)
 * @param alerts in any order; the result does not depend on it
 */
export function buildIndex(
  core: EventCore,
  alerts: readonly Alert[],
  { accounts = new Map(), verdicts = [] }: IndexExtras = {},
): LabelIndex {
  const sorted = alerts.toSorted((a, b) => a.id - b.id)
  const clock = remembered(
    ({ skew }: Pick<Rule, 'skew'>) => JSON.stringify(skew ?? {}),
    (rule): Clock => {
      const own = skewed(core, rule.skew)
      return { core: own, span: timeSpan(own.time).span, gaps: createGaps(own) }
    },
  )
  const grouping = remembered(entityKeyOf, (rule: EntityRule) => {
    const own = withAccounts(clock(rule).core, accounts, rule.accounts)
    return groupEvents(own, sorted, accountReader(rule), rule.matchHost)
  })
  const classes = remembered(classKeyOf, (rule: ClassRule) => alertClasses(sorted, rule))
  return {
    core,
    alerts: sorted,
    withoutTime: timeSpan(core.time).withoutTime,
    claims: noClaims(core.count),
    clock,
    grouping,
    schedule: remembered(
      (rule) => `${entityKeyOf(rule)} ${classKeyOf(rule)} ${rule.anchor}`,
      (rule) => scheduleAlerts(sorted, grouping(rule), rule.anchor, classes(rule).of),
    ),
    classes,
    verdicts,
  }
}

/** Makes each answer once, and keeps the last few. */
function remembered<Q, A>(keyOf: (question: Q) => string, make: (question: Q) => A): (question: Q) => A {
  const known = new Map<string, A>()
  return (question) => {
    const key = keyOf(question)
    const answer = known.get(key) ?? make(question)
    known.delete(key)
    known.set(key, answer)
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
    return answer
  }
}
