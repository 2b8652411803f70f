/** What labeling knows of a case before any rule is applied: its events by entity and its alerts, in one canonical order. */
import type { Alert } from '../case/alerts.ts'
import type { EventCore } from '../case/evidence/core.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import { alertClasses, type AlertClasses } from './alert-classes.ts'
import { withAccounts, type AccountColumns } from './account-columns.ts'
import { planCount, type CountPlan } from './count-plan.ts'
import { accountReader } from './entity.ts'
import { createGaps, type Gaps } from './gaps.ts'
import { groupEvents, type Grouping } from './groups.ts'
import { noClaims, type Claims } from './nearest.ts'
import { classKeyOf, entityKeyOf, type ClassRule, type EntityRule } from './rule.ts'
import { scheduleAlerts, type Schedule } from './schedule.ts'
import { skewed } from './skewed.ts'
import { atOnce, type Steps } from './steps.ts'
import { circumstancesOf, type Circumstances } from './unmatched.ts'
import type { Verdicts } from './verdicts.ts'

export interface LabelIndex {
  readonly core: EventCore
  /** By id, whatever order they were given in. */
  readonly alerts: readonly Alert[]
  /** Events without a time. */
  readonly withoutTime: number
  /** Room for one rule's claims, written over by the next rule; rules are never changed in place. */
  readonly claims: Claims
  /** Times of the events under a rule's clock corrections, and what follows from them; remembered. */
  clock(rule: Pick<Rule, 'skew'>): Clock
  /** Events by entity under a rule's entity settings; made at the first call, then remembered. */
  grouping(rule: EntityRule): Grouping
  /** Its alerts by entity and time, remembered likewise; alerts that the rule leaves out are not in it. */
  schedule(rule: ScheduleRule): Schedule
  /** What counting needs of that schedule, remembered likewise. */
  plan(rule: ScheduleRule): CountPlan
  /** Why its alerts could hold nothing, as far as that does not depend on the window; remembered likewise. */
  circumstances(rule: ScheduleRule): Circumstances
  /** Classes of its alerts, remembered likewise. */
  classes(rule: ClassRule): AlertClasses
  /** What people decided of single events. */
  readonly verdicts: Verdicts
  /** Makes everything that counting under a rule needs, in steps; what is there already costs nothing. */
  prepare(rule: ScheduleRule): Steps<void>
}

/** What decides which alerts stand where; a rule's window and conflict policy do not. */
export type ScheduleRule = EntityRule & ClassRule & Pick<Rule, 'anchor'>

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
    function* (rule): Steps<Clock> {
      const own = skewed(core, rule.skew)
      yield
      return { core: own, span: timeSpan(own.time).span, gaps: createGaps(own) }
    },
  )
  const grouping = remembered(entityKeyOf, function* (rule: EntityRule): Steps<Grouping> {
    const own = withAccounts((yield* clock.steps(rule)).core, accounts, rule.accounts)
    return yield* groupEvents(own, sorted, accountReader(rule), rule.matchHost)
  })
  const classes = remembered(classKeyOf, function* (rule: ClassRule): Steps<AlertClasses> {
    yield
    return alertClasses(sorted, rule)
  })
  const schedule = remembered(scheduleKey, function* (rule: ScheduleRule): Steps<Schedule> {
    const groups = yield* grouping.steps(rule)
    return scheduleAlerts(sorted, groups, rule.anchor, (yield* classes.steps(rule)).of)
  })
  const plan = remembered(scheduleKey, function* (rule: ScheduleRule): Steps<CountPlan> {
    const own = yield* schedule.steps(rule)
    yield
    return planCount(own, grouping.of(rule), classes.of(rule).of)
  })
  const circumstances = remembered(scheduleKey, function* (rule: ScheduleRule): Steps<Circumstances> {
    yield* schedule.steps(rule)
    yield* clock.of(rule).gaps.prepare()
    yield
    return circumstancesOf(index, rule)
  })
  let claims: Claims | undefined
  const index: LabelIndex = {
    core,
    alerts: sorted,
    withoutTime: timeSpan(core.time).withoutTime,
    get claims() {
      claims ??= noClaims(core.count)
      return claims
    },
    clock: clock.of,
    grouping: grouping.of,
    schedule: schedule.of,
    plan: plan.of,
    circumstances: circumstances.of,
    classes: classes.of,
    verdicts,
    *prepare(rule) {
      yield* plan.steps(rule)
      yield* circumstances.steps(rule)
    },
  }
  return index
}

function scheduleKey(rule: ScheduleRule): string {
  return `${entityKeyOf(rule)} ${classKeyOf(rule)} ${rule.anchor}`
}

interface Remembered<Q, A> {
  of: (question: Q) => A
  /** The same in steps. */
  steps: (question: Q) => Steps<A>
}

/** Makes each answer once, and keeps the last few. One rule asks many times, so its own answers are at hand without its key. */
function remembered<Q extends object, A>(
  keyOf: (question: Q) => string,
  make: (question: Q) => Steps<A>,
): Remembered<Q, A> {
  const known = new Map<string, A>()
  const same = new WeakMap<Q, A>()
  const keep = (question: Q, key: string, answer: A): A => {
    known.delete(key)
    known.set(key, answer)
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
    same.set(question, answer)
    return answer
  }
  const steps = function* (question: Q): Steps<A> {
    const own = same.get(question)
    if (own !== undefined) return own
    const key = keyOf(question)
    return keep(question, key, known.get(key) ?? (yield* make(question)))
  }
  return { of: (question) => same.get(question) ?? atOnce(steps(question)), steps }
}
