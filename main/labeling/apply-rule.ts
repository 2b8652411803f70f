/**
 * Applies a labeling rule to a case: every event gets the class of the alerts in whose windows it lies, if any.
 *
 * The numbers always add up: events = labeled + benign + dropped + withoutTime; labeled = the labels 1 to K + apart. Under
 * `nearest` and `drop` the counts by class sum to `labeled`; under `all` an event counts once for each class that it carries,
 * while its one primary label is that of the nearest alert. The alert counts by class sum to `alerts`.
 */
import { APART, DROPPED, NO_TIME, type LabelColumns } from '../case/label-sets.ts'
import type { Labeling, Rule } from '../../preload/contract/labeling.ts'
import { alertClasses } from './alert-classes.ts'
import { coverageCounts, furtherClasses } from './coverage.ts'
import type { LabelIndex } from './label-index.ts'
import { claimEvents, type Claims } from './nearest.ts'
import { rankClasses, type Ranking } from './ranking.ts'
import { matchedAlerts, unmatchedCounts } from './unmatched.ts'
import { anchorsOf, windowsFor } from './windows.ts'

/** Events by class of their nearest alert; events that conflict policy `drop` takes out are not counted. */
function countNearest(claims: Claims, classOf: Int32Array, classes: number, drop: boolean) {
  const { nearest, mixed } = claims
  const perClass = new Int32Array(classes)
  let labeled = 0
  let conflicts = 0
  for (let event = 0; event < nearest.length; event++) {
    const alert = nearest[event]!
    if (alert < 0) continue
    conflicts += mixed[event]!
    if (drop && mixed[event]) continue
    labeled++
    perClass[classOf[alert]!]! += 1
  }
  return { perClass, labeled, conflicts }
}

/** Labels and deciding alert ids, one per event. */
function labelEvents(index: LabelIndex, claims: Claims, labelOf: Int16Array, drop: boolean) {
  const { core, alerts } = index
  const labels = new Int16Array(core.count)
  const deciding = new Int32Array(core.count).fill(-1)
  let apart = 0
  for (let event = 0; event < core.count; event++) {
    const alert = claims.nearest[event]!
    if (alert < 0) {
      if (index.withoutTime > 0 && Number.isNaN(core.time[event]!)) labels[event] = NO_TIME
    } else if (drop && claims.mixed[event]) labels[event] = DROPPED
    else {
      const label = labelOf[alert]!
      labels[event] = label
      deciding[event] = alerts[alert]!.id
      if (label === APART) apart++
    }
  }
  return { labels, deciding, apart }
}

/** Label of every alert position: 1 to K where its class is kept, else apart. */
function labelsOfAlerts(classOf: Int32Array, ranking: Ranking): Int16Array {
  const labelOfClass = new Map(ranking.kept.map((kept, position) => [kept, position + 1]))
  return Int16Array.from(classOf, (of) => labelOfClass.get(of) ?? APART)
}

/**
 * Labels all events of an index under a rule. Pure and deterministic: the same case and rule give the same bytes.
 * @returns counts for people and the label columns for storage; `columns.classes[0]` is `benign`
 */
export function applyRule(index: LabelIndex, rule: Rule): { labeling: Labeling; columns: LabelColumns } {
  const { core, alerts } = index
  const drop = rule.conflict === 'drop'
  const classes = alertClasses(alerts, rule.classBy)
  const anchors = anchorsOf(index, rule)
  const windows = windowsFor(index, rule, anchors)
  const claims = claimEvents(core.count, windows, anchors, classes.of, classes.names.length)
  const counted = countNearest(claims, classes.of, classes.names.length, drop)
  const perClass =
    rule.conflict === 'all'
      ? coverageCounts(core.count, windows, classes.of, classes.names.length)
      : counted.perClass
  const ranking = rankClasses(classes, perClass, rule.top)
  const { labels, deciding, apart } = labelEvents(index, claims, labelsOfAlerts(classes.of, ranking), drop)
  const unmatched = unmatchedCounts(index, rule, anchors, matchedAlerts(alerts.length, windows))
  const dropped = drop ? counted.conflicts : 0
  const labeling: Labeling = {
    events: core.count,
    labeled: counted.labeled,
    benign: core.count - counted.labeled - dropped - index.withoutTime,
    apart,
    dropped,
    withoutTime: index.withoutTime,
    alerts: alerts.length,
    unmatchedAlerts: unmatched.total,
    unmatchedBy: unmatched.by,
    conflicts: counted.conflicts,
    byClass: ranking.counts,
  }
  const columns: LabelColumns = { classes: ['benign', ...ranking.keptNames], labels, alerts: deciding }
  if (rule.conflict === 'all') columns.all = furtherClasses(labels, windows, classes.of, ranking.kept)
  return { labeling, columns }
}
