/** What labeling knows of a case before any rule is applied: its events by entity and its alerts, in one canonical order. */
import type { Alert } from '../case/alerts.ts'
import type { EventCore } from '../case/core.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import { alertClasses, type AlertClasses } from './alert-classes.ts'
import { groupEvents, type Grouping } from './groups.ts'
import { noClaims, type Claims } from './nearest.ts'
import { scheduleAlerts, type Schedule } from './schedule.ts'

type EntityRule = Pick<Rule, 'entity' | 'excludeMachines'>

export interface LabelIndex {
  readonly core: EventCore
  /** By id, whatever order they were given in. */
  readonly alerts: readonly Alert[]
  /** First and last event time; null when no event has a time. */
  readonly span: { first: number; last: number } | null
  /** Events without a time. */
  readonly withoutTime: number
  /** Room for one rule's claims, written over by the next rule. */
  readonly claims: Claims
  /** Events by entity under a rule's entity settings; made at the first call, then remembered. */
  grouping(rule: EntityRule): Grouping
  /** Its alerts by entity and time, remembered likewise. */
  schedule(rule: EntityRule & Pick<Rule, 'anchor'>): Schedule
  /** Classes of its alerts, remembered likewise. */
  classes(by: Rule['classBy']): AlertClasses
}

function timeSpan(time: Float64Array): Pick<LabelIndex, 'span' | 'withoutTime'> {
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
export function buildIndex(core: EventCore, alerts: readonly Alert[]): LabelIndex {
  const sorted = alerts.toSorted((a, b) => a.id - b.id)
  const grouping = remembered(
    ({ entity, excludeMachines }: EntityRule) => `${entity} ${excludeMachines}`,
    (rule) => groupEvents(core, sorted, rule.entity, rule.excludeMachines),
  )
  return {
    core,
    alerts: sorted,
    ...timeSpan(core.time),
    claims: noClaims(core.count),
    grouping,
    schedule: remembered(
      ({ entity, excludeMachines, anchor }) => `${entity} ${excludeMachines} ${anchor}`,
      (rule) => scheduleAlerts(sorted, grouping(rule), rule.anchor),
    ),
    classes: remembered(
      (by: Rule['classBy']) => by,
      (by) => alertClasses(sorted, by),
    ),
  }
}

/** Makes each answer once. */
function remembered<Q, A>(keyOf: (question: Q) => string, make: (question: Q) => A): (question: Q) => A {
  const known = new Map<string, A>()
  return (question) => {
    const key = keyOf(question)
    const answer = known.get(key) ?? make(question)
    known.set(key, answer)
    return answer
  }
}
