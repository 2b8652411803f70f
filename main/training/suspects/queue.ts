/** The suspects of a label set as people look at them: event by event, alert by alert, search by search. */
import type { Alert } from '../../case/alerts.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import type { FoldScores } from '../../case/results/fold-scores.ts'
import type { LabelColumns } from '../../case/label-sets.ts'
import type { SuspectAlert, SuspectEvent, SuspectsInfo } from '../../../preload/contract/suspects.ts'
import type { Verdict } from '../../../preload/contract/verdicts.ts'
import { rankLabels, type Ranked } from './rank.ts'

/** Everything the queues are read from. */
export interface Queue {
  scores: FoldScores
  ranked: Ranked
  /** Per row: id of the alert that labeled it, or -1. */
  alerts: Int32Array
}

export function openQueue(scores: FoldScores, labels: LabelColumns): Queue {
  const alerts = Int32Array.from(scores.events, (event) => labels.alerts[event] ?? -1)
  return { scores, ranked: rankLabels(scores), alerts }
}

export function queueInfo({ scores, ranked }: Queue): SuspectsInfo {
  return {
    labelSet: scores.labelSet,
    createdAt: scores.createdAt,
    events: scores.events.length,
    folds: scores.folds,
    classes: scores.classes,
    suspects: ranked.suspects,
    agreement: ranked.agreement,
    scoresHash: scores.hash,
  }
}

const nameOf = (of: EventCore['host'], event: number): string => of.values[of.codes[event]!] ?? ''

/** Events from the most suspicious on. @param verdicts standing verdicts by event; @param open leaves those out */
export function suspectEvents(
  queue: Queue,
  core: EventCore,
  verdicts: ReadonlyMap<number, Pick<Verdict, 'verdict'>>,
  page: { offset: number; limit: number; open: boolean },
): { total: number; rows: SuspectEvent[] } {
  const { scores, ranked, alerts } = queue
  const { classes, events, labels, probability } = scores
  const ranks = Array.from(ranked.order, (row, i) => ({ row, rank: i + 1 }))
  const wanted = page.open ? ranks.filter(({ row }) => !verdicts.has(events[row]!)) : ranks
  const rows = wanted.slice(page.offset, page.offset + page.limit).map(({ row, rank }): SuspectEvent => {
    const event = events[row]!
    const [label, likely] = [labels[row]!, ranked.likely[row]!]
    const time = core.time[event]!
    return {
      rank,
      event,
      time: Number.isNaN(time) ? null : time,
      user: nameOf(core.user, event),
      host: nameOf(core.host, event),
      action: nameOf(core.action, event),
      label: classes[label]!,
      likely: classes[likely]!,
      ofLabel: probability[row * classes.length + label]!,
      ofLikely: probability[row * classes.length + likely]!,
      suspect: ranked.suspect[row] === 1,
      alert: alerts[row]! >= 0 ? alerts[row]! : null,
      verdict: verdicts.get(event)?.verdict ?? null,
    }
  })
  return { total: wanted.length, rows }
}

/** Alerts by the mean margin of the events that they label, the least believable first. */
export function suspectAlerts(queue: Queue, known: readonly Alert[]): SuspectAlert[] {
  const { scores, ranked, alerts } = queue
  const { classes, labels, probability } = scores
  const width = classes.length
  const byId = new Map(known.map((alert) => [alert.id, alert]))
  const rowsOf = Map.groupBy(alerts.keys(), (row) => alerts[row]!)
  rowsOf.delete(-1)
  const found = [...rowsOf].flatMap(([id, rows]) => {
    const alert = byId.get(id)
    if (!alert) return []
    const mean = (value: (row: number) => number): number =>
      rows.reduce((sum, row) => sum + value(row), 0) / rows.length
    const means = classes.map((_, k) => mean((row) => probability[row * width + k]!))
    const label = labels[rows[0]!]!
    const row = {
      alert: id,
      name: alert.name,
      user: alert.user,
      host: alert.host,
      time: alert.fired ?? alert.last ?? alert.first,
      class: classes[label]!,
      events: rows.length,
      suspects: rows.filter((one) => ranked.suspect[one] === 1).length,
      likely: classes[means.indexOf(Math.max(...means))]!,
      ofLabel: means[label]!,
      ofBenign: means[0]!,
    }
    return [{ row, margin: mean((one) => ranked.margin[one]!) }]
  })
  return found
    .toSorted((a, b) => a.margin - b.margin || a.row.alert - b.row.alert)
    .map(({ row }, i) => ({ rank: i + 1, ...row }))
}

/** Alert rule by alert rule: events that it labels, and those that the trees would call the same. */
export function searchAgreement(
  { scores, ranked, alerts }: Queue,
  known: readonly Alert[],
): { name: string; events: number; agree: number }[] {
  const names = new Map(known.map((alert) => [alert.id, alert.name]))
  const counts = new Map<string, { events: number; agree: number }>()
  for (const row of scores.labels.keys()) {
    const name = names.get(alerts[row]!)
    if (name === undefined) continue
    const own = counts.get(name) ?? { events: 0, agree: 0 }
    counts.set(name, { events: own.events + 1, agree: own.agree + Number(ranked.margin[row]! >= 0) })
  }
  return [...counts].map(([name, own]) => ({ name, ...own }))
}
