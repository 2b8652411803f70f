/**
 * Applies a labeling rule to a case: every event gets the class of the alerts in whose windows it lies, if any.
 *
 * The numbers always add up: events = labeled + benign + dropped + withoutTime; labeled = the labels 1 to K + apart. Under
 * `nearest` and `drop` the counts by class sum to `labeled`; under `all` an event counts once for each class that it carries,
 * while its one primary label is that of the nearest alert. The alert counts by class sum to `alerts`.
 */
import { APART, DROPPED, NO_TIME, type LabelColumns } from '../case/label-sets.ts'
import type { Labeling, Rule } from '../../preload/contract/labeling.ts'
import type { AlertClasses } from './alert-classes.ts'
import { coverageCounts, furtherClasses } from './coverage.ts'
import type { LabelIndex } from './label-index.ts'
import { claimEvents, type Claims } from './nearest.ts'
import { rankClasses, type Ranking } from './ranking.ts'
import { matchedAlerts, unmatchedCounts } from './unmatched.ts'
import { windowsFor, type EntityWindows } from './windows.ts'

interface Outcome {
  labeling: Labeling
  classes: AlertClasses
  windows: EntityWindows[]
  ranking: Ranking
}

/** Events by class of their nearest alert; events that conflict policy `drop` takes out are not counted. */
function countNearest(claims: Claims, classOf: Int32Array, classes: number, drop: boolean) {
  const { nearest, mixed, claimed, count } = claims
  const perClass = new Int32Array(classes)
  let conflicts = 0
  for (let i = 0; i < count; i++) {
    const event = claimed[i]!
    conflicts += mixed[event]!
    if (drop && mixed[event]) continue
    perClass[classOf[nearest[event]!]!]! += 1
  }
  return { perClass, labeled: drop ? count - conflicts : count, conflicts }
}

/** Leaves the claims of the rule in `index.claims`. */
function weigh(index: LabelIndex, rule: Rule): Outcome {
  const { core, alerts, withoutTime } = index
  const drop = rule.conflict === 'drop'
  const classes = index.classes(rule.classBy)
  const kinds = classes.names.length
  const schedule = index.schedule(rule)
  const { anchors } = schedule
  const windows = windowsFor(schedule, rule)
  claimEvents(index.claims, windows, anchors, classes.of, kinds)
  const { perClass, labeled, conflicts } = countNearest(index.claims, classes.of, kinds, drop)
  const carried = rule.conflict === 'all' ? coverageCounts(core.count, windows, classes.of, kinds) : perClass
  const ranking = rankClasses(classes, carried, rule.top)
  const unmatched = unmatchedCounts(index, rule, anchors, matchedAlerts(alerts.length, windows))
  const dropped = drop ? conflicts : 0
  const labeling = {
    events: core.count,
    labeled,
    benign: core.count - labeled - dropped - withoutTime,
    apart: labeled - ranking.kept.reduce((sum, kept) => sum + perClass[kept]!, 0),
    dropped,
    withoutTime,
    alerts: alerts.length,
    unmatchedAlerts: unmatched.total,
    unmatchedBy: unmatched.by,
    conflicts,
    byClass: ranking.counts,
  }
  return { labeling, classes, windows, ranking }
}

/** The counts alone, fast enough to follow a slider. */
export function previewRule(index: LabelIndex, rule: Rule): Labeling {
  return weigh(index, rule).labeling
}

/** Label of every alert position: 1 to K where its class is kept, else apart. */
function labelsOfAlerts(classOf: Int32Array, ranking: Ranking): Int16Array {
  const labelOfClass = new Map(ranking.kept.map((kept, position) => [kept, position + 1]))
  return Int16Array.from(classOf, (of) => labelOfClass.get(of) ?? APART)
}

/** Labels and deciding alert ids, one per event. */
function labelEvents(index: LabelIndex, labelOf: Int16Array, drop: boolean) {
  const { core, alerts: known, claims } = index
  const labels = new Int16Array(core.count)
  const alerts = new Int32Array(core.count).fill(-1)
  if (index.withoutTime > 0) core.time.forEach((at, event) => Number.isNaN(at) && (labels[event] = NO_TIME))
  for (let i = 0; i < claims.count; i++) {
    const event = claims.claimed[i]!
    if (drop && claims.mixed[event]) {
      labels[event] = DROPPED
      continue
    }
    const alert = claims.nearest[event]!
    labels[event] = labelOf[alert]!
    alerts[event] = known[alert]!.id
  }
  return { labels, alerts }
}

/**
 * Labels all events of an index under a rule. Pure and deterministic: the same case and rule give the same bytes.
 * @returns counts for people and the label columns for storage; `columns.classes[0]` is `benign`
 */
export function applyRule(index: LabelIndex, rule: Rule): { labeling: Labeling; columns: LabelColumns } {
  const { labeling, classes, windows, ranking } = weigh(index, rule)
  const labelOf = labelsOfAlerts(classes.of, ranking)
  const { labels, alerts } = labelEvents(index, labelOf, rule.conflict === 'drop')
  const columns: LabelColumns = { classes: ['benign', ...ranking.keptNames], labels, alerts }
  if (rule.conflict === 'all') columns.all = furtherClasses(labels, windows, classes.of, ranking.kept)
  return { labeling, columns }
}
