/**
 * Applies a labeling rule to a case: every event gets the class of the alerts in whose windows it lies, if any; where the rule
 * counts people's verdicts, these decide over the alerts.
 *
 * The numbers always add up: events = labeled + benign + dropped + withoutTime; labeled = the labels 1 to K + apart. The counts
 * by class sum to `labeled`, less what verdicts call malicious without a class; but under `all` an event counts once for each
 * class that it carries, while its one primary label is that of the nearest alert. The alert counts by class sum to `alerts`
 * less those that the rule leaves out.
 */
import { APART, DROPPED, NO_TIME, type LabelColumns } from '../case/label-sets.ts'
import type { Labeling, Rule } from '../../preload/contract/labeling.ts'
import type { AlertClasses } from './alert-classes.ts'
import { countable, countAlone } from './count.ts'
import { coverageCounts, furtherClasses } from './coverage.ts'
import { decide, NONE_DECIDED, type Decided } from './decided.ts'
import type { LabelIndex } from './label-index.ts'
import { claimEvents, type Claims } from './nearest.ts'
import { rankClasses, type Ranking } from './ranking.ts'
import { overlapping } from './overlap.ts'
import { matchedAlerts, unmatchedCounts } from './unmatched.ts'
import { windowsFor, type EntityWindows } from './windows.ts'

/** What a rule does to events and alerts, before its classes are ranked. */
interface Weighed {
  /** Events by class of their nearest alert; those that conflict policy `drop` takes out are not counted. */
  perClass: Int32Array
  /** Events by class, each class of an event counted where the policy is `all`. */
  carried: Int32Array
  conflicts: number
  /** Per alert position: 1 where its window holds an event. */
  matched: Uint8Array
  overlapping: number
  decided: Decided
}

/** Adds the claimed events by class of their nearest alert. @returns how many are in conflict */
function countNearest(claims: Claims, classOf: Int32Array, drop: boolean, perClass: Int32Array): number {
  const { nearest, mixed, claimed, count } = claims
  let conflicts = 0
  for (let i = 0; i < count; i++) {
    const event = claimed[i]!
    const alert = nearest[event]!
    if (alert < 0) continue
    conflicts += mixed[event]!
    if (!drop || mixed[event] === 0) perClass[classOf[alert]!]! += 1
  }
  return conflicts
}

/** Leaves the claims of the rule in `index.claims`. */
function weigh(index: LabelIndex, rule: Rule): Weighed & { windows: EntityWindows[] } {
  const { core, alerts } = index
  const classes = index.classes(rule)
  const kinds = classes.names.length
  const schedule = index.schedule(rule)
  const windows = windowsFor(schedule, rule, classes)
  claimEvents(index.claims, windows, schedule.anchors, classes.of, kinds)
  const decided = decide(index, rule, classes)
  const perClass = new Int32Array(kinds)
  const conflicts = countNearest(index.claims, classes.of, rule.conflict === 'drop', perClass)
  const carried =
    rule.conflict === 'all' ? coverageCounts(core.count, windows, classes.of, kinds, decided.mask) : perClass
  const matched = matchedAlerts(windows, new Uint8Array(alerts.length))
  const overlaps = overlapping(windows, rule, classes, alerts.length)
  return { perClass, carried, conflicts, matched, overlapping: overlaps, decided, windows }
}

/** The same counts without claims, but for events of several entities; for rules that count.ts can count. */
function weighCounts(index: LabelIndex, rule: Rule): Weighed {
  const plan = index.plan(rule)
  const classes = index.classes(rule)
  const kinds = classes.names.length
  const { perClass, carried, conflicts, matched, meets } = countAlone(plan, rule, kinds)
  const weighed = { perClass, carried, conflicts, matched, overlapping: sum(meets), decided: NONE_DECIDED }
  if (plan.shared === null) return weighed
  const windows = windowsFor({ anchors: plan.anchors, entities: plan.shared }, rule, classes)
  claimEvents(index.claims, windows, plan.anchors, classes.of, kinds)
  weighed.conflicts += countNearest(index.claims, classes.of, rule.conflict === 'drop', perClass)
  if (carried !== perClass)
    coverageCounts(index.core.count, windows, classes.of, kinds).forEach((events, of) => {
      carried[of]! += events
    })
  matchedAlerts(windows, matched)
  return weighed
}

/** The counts for people, and how the classes rank by them. */
function counted(index: LabelIndex, rule: Rule, weighed: Weighed): { labeling: Labeling; ranking: Ranking } {
  const { core, alerts } = index
  const { perClass, carried, conflicts, matched, decided } = weighed
  const byAlerts = sum(perClass)
  for (const counts of new Set([perClass, carried]))
    decided.perClass.forEach((events, of) => (counts[of]! += events))
  const ranking = rankClasses(index.classes(rule), carried, rule.top)
  const unmatched = unmatchedCounts(index, rule, index.schedule(rule).anchors, matched)
  const labeled = byAlerts + decided.malicious
  const dropped = (rule.conflict === 'drop' ? conflicts : 0) + decided.unsure
  const withoutTime = index.withoutTime - decided.untimed
  const labeling = {
    events: core.count,
    labeled,
    benign: core.count - labeled - dropped - withoutTime,
    apart: labeled - ranking.kept.reduce((total, kept) => total + perClass[kept]!, 0),
    dropped,
    withoutTime,
    alerts: alerts.length,
    unmatchedAlerts: unmatched.total,
    unmatchedBy: unmatched.by,
    conflicts,
    overlapping: weighed.overlapping,
    ...(decided.events > 0 && { byVerdict: decided.events }),
    byClass: ranking.counts,
  }
  return { labeling, ranking }
}

function sum(counts: Int32Array | Uint8Array): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]!
  return total
}

/** The counts alone, fast enough to follow a slider. */
export function previewRule(index: LabelIndex, rule: Rule): Labeling {
  return counted(index, rule, countable(rule) ? weighCounts(index, rule) : weigh(index, rule)).labeling
}

/** Label of every class: 1 to K where it is kept, else apart. */
function labelOfClass(classes: AlertClasses, { kept }: Ranking): Int16Array {
  const labels = new Int16Array(classes.names.length).fill(APART)
  kept.forEach((of, position) => (labels[of] = position + 1))
  return labels
}

/** Labels and deciding alert ids, one per event. */
function labelEvents(index: LabelIndex, classOf: Int32Array, labelOf: Int16Array, drop: boolean) {
  const { core, alerts: known, claims } = index
  const labels = new Int16Array(core.count)
  const alerts = new Int32Array(core.count).fill(-1)
  if (index.withoutTime > 0) core.time.forEach((at, event) => Number.isNaN(at) && (labels[event] = NO_TIME))
  for (let i = 0; i < claims.count; i++) {
    const event = claims.claimed[i]!
    const alert = claims.nearest[event]!
    if (alert < 0) continue
    if (drop && claims.mixed[event]) {
      labels[event] = DROPPED
      continue
    }
    labels[event] = labelOf[classOf[alert]!]!
    alerts[event] = known[alert]!.id
  }
  return { labels, alerts }
}

/**
 * Labels all events of an index under a rule. Pure and deterministic: the same case and rule give the same bytes.
 * @returns counts for people and the label columns for storage; `columns.classes[0]` is `benign`
 */
export function applyRule(index: LabelIndex, rule: Rule): { labeling: Labeling; columns: LabelColumns } {
  const weighed = weigh(index, rule)
  const { windows, decided } = weighed
  const { labeling, ranking } = counted(index, rule, weighed)
  const classes = index.classes(rule)
  const labelOf = labelOfClass(classes, ranking)
  const { labels, alerts } = labelEvents(index, classes.of, labelOf, rule.conflict === 'drop')
  for (const { event, of, label } of decided.labels) labels[event] = of >= 0 ? labelOf[of]! : label
  const columns: LabelColumns = { classes: ['benign', ...ranking.keptNames], labels, alerts }
  if (rule.conflict === 'all')
    columns.all = furtherClasses(labels, windows, classes.of, ranking.kept, decided.mask)
  return { labeling, columns }
}
