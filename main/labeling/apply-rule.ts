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
import { coverageCounts, furtherClasses } from './coverage.ts'
import { decide, type Decided } from './decided.ts'
import type { LabelIndex } from './label-index.ts'
import { claimEvents, type Claims } from './nearest.ts'
import { rankClasses, type Ranking } from './ranking.ts'
import { overlapping } from './overlap.ts'
import { matchedAlerts, unmatchedCounts } from './unmatched.ts'
import { windowsFor, type EntityWindows } from './windows.ts'

interface Outcome {
  labeling: Labeling
  classes: AlertClasses
  windows: EntityWindows[]
  ranking: Ranking
  decided: Decided
}

/** Events by class of their nearest alert; events that conflict policy `drop` takes out are not counted. */
function countNearest(claims: Claims, classOf: Int32Array, classes: number, drop: boolean) {
  const { nearest, mixed, claimed, count } = claims
  const perClass = new Int32Array(classes)
  let conflicts = 0
  let labeled = 0
  for (let i = 0; i < count; i++) {
    const event = claimed[i]!
    const alert = nearest[event]!
    if (alert < 0) continue
    conflicts += mixed[event]!
    if (drop && mixed[event]) continue
    labeled++
    perClass[classOf[alert]!]! += 1
  }
  return { perClass, labeled, conflicts }
}

/** Leaves the claims of the rule in `index.claims`. */
function weigh(index: LabelIndex, rule: Rule): Outcome {
  const { core, alerts } = index
  const drop = rule.conflict === 'drop'
  const classes = index.classes(rule)
  const kinds = classes.names.length
  const schedule = index.schedule(rule)
  const { anchors } = schedule
  const windows = windowsFor(schedule, rule, classes)
  claimEvents(index.claims, windows, anchors, classes.of, kinds)
  const decided = decide(index, rule, classes)
  const { perClass, labeled: byAlerts, conflicts } = countNearest(index.claims, classes.of, kinds, drop)
  const carried =
    rule.conflict === 'all' ? coverageCounts(core.count, windows, classes.of, kinds, decided.mask) : perClass
  for (const counts of new Set([perClass, carried]))
    decided.perClass.forEach((events, of) => (counts[of]! += events))
  const ranking = rankClasses(classes, carried, rule.top)
  const unmatched = unmatchedCounts(index, rule, anchors, matchedAlerts(alerts.length, windows))
  const labeled = byAlerts + decided.malicious
  const dropped = (drop ? conflicts : 0) + decided.unsure
  const withoutTime = index.withoutTime - decided.untimed
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
    overlapping: overlapping(windows, rule, classes, alerts.length),
    ...(decided.events > 0 && { byVerdict: decided.events }),
    byClass: ranking.counts,
  }
  return { labeling, classes, windows, ranking, decided }
}

/** The counts alone, fast enough to follow a slider. */
export function previewRule(index: LabelIndex, rule: Rule): Labeling {
  return weigh(index, rule).labeling
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
  const { labeling, classes, windows, ranking, decided } = weigh(index, rule)
  const labelOf = labelOfClass(classes, ranking)
  const { labels, alerts } = labelEvents(index, classes.of, labelOf, rule.conflict === 'drop')
  for (const { event, of, label } of decided.labels) labels[event] = of >= 0 ? labelOf[of]! : label
  const columns: LabelColumns = { classes: ['benign', ...ranking.keptNames], labels, alerts }
  if (rule.conflict === 'all')
    columns.all = furtherClasses(labels, windows, classes.of, ranking.kept, decided.mask)
  return { labeling, columns }
}
