/** What labeling knows of a case before any rule is applied: its events by entity and its alerts, in one canonical order. */
import type { Alert } from '../case/alerts.ts'
import type { EventCore } from '../case/core.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import { groupEvents, type Grouping } from './groups.ts'

export interface LabelIndex {
  readonly core: EventCore
  /** By id, whatever order they were given in. */
  readonly alerts: readonly Alert[]
  /** First and last event time; null when no event has a time. */
  readonly span: { first: number; last: number } | null
  /** Events without a time. */
  readonly withoutTime: number
  /** Events by entity under a rule's entity settings; made at the first call, then remembered. */
  grouping(rule: Pick<Rule, 'entity' | 'excludeMachines'>): Grouping
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
  const known = new Map<string, Grouping>()
  return {
    core,
    alerts: sorted,
    ...timeSpan(core.time),
    grouping({ entity, excludeMachines }) {
      const key = `${entity} ${excludeMachines}`
      const grouping = known.get(key) ?? groupEvents(core, sorted, entity, excludeMachines)
      known.set(key, grouping)
      return grouping
    },
  }
}
