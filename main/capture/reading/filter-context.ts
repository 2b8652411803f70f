/** What a filter is evaluated against: the case's captures, the core in memory, and the chosen label set. */
import { listAlerts } from '../../case/alerts.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { APART, DROPPED, NO_LABEL, NO_TIME, readLabels } from '../../case/label-sets.ts'
import type { LabelColumns } from '../../case/label-sets.ts'
import { listSources } from '../../case/evidence/sources.ts'
import { scoresOf, type Scores } from './scores.ts'

/** One chunk's stretch of events. */
export interface Stretch {
  source: Source
  ordinal: number
  /** Number of its first event in the whole case. */
  firstEvent: number
  rows: number
}

export interface FilterContext {
  c: CaseFile
  core: EventCore
  /** The captures that are in `core`. */
  sources: Source[]
  labels: Labels | null
  scores: Scores | null
}

export interface Labels extends LabelColumns {
  alertNames: Map<number, string>
}

/** The label set that was used last with each core. */
const lastLabels = new WeakMap<EventCore, { id: string; labels: Labels }>()

/**
 * The labels of a label set, kept as long as no other is asked for.
 * @throws Problem no-such-label-set
 */
export function labelsOf(c: CaseFile, core: EventCore, id: string): Labels {
  const last = lastLabels.get(core)
  if (last?.id === id) return last.labels
  const alertNames = new Map(listAlerts(c).map((alert) => [alert.id, alert.name]))
  const labels = { ...readLabels(c, id), alertNames }
  lastLabels.set(core, { id, labels })
  return labels
}

/** @throws Problem no-such-label-set, no-such-scoring */
export function filterContext(
  c: CaseFile,
  core: EventCore,
  labelSet: string | null,
  scoring?: string | null,
): FilterContext {
  const sources = listSources(c).filter(({ id }) => core.firstEvent.has(id))
  const labels = labelSet === null ? null : labelsOf(c, core, labelSet)
  return { c, core, sources, labels, scores: scoring ? scoresOf(c, core, scoring) : null }
}

/** The label of an event in words; '' where the event came after the label set. */
export function labelName(labels: LabelColumns, event: number): string {
  const label = labels.labels[event]
  return label === undefined ? '' : labelText(labels.classes, label)
}

export function labelText(classes: readonly string[], label: number): string {
  if (label === APART) return 'apart'
  if (label === DROPPED) return 'dropped'
  if (label === NO_LABEL) return 'no label'
  return label === NO_TIME ? 'no time' : (classes[label] ?? '')
}
