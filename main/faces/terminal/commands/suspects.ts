/** `tribunal suspects CASE`: which labels are probably wrong, the most suspicious first. */
import type { Command } from 'commander'
import type { SuspectAlert, SuspectEvent, SuspectsInfo } from '../../../../preload/contract/suspects.ts'
import { decimal, instant, percent } from '../../../../preload/figures/format.ts'
import { listAlerts } from '../../../case/alerts.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { loadCore } from '../../../case/evidence/core.ts'
import { readFoldScores } from '../../../case/results/fold-scores.ts'
import { getLabelSet, readLabels } from '../../../case/label-sets.ts'
import { listVerdicts } from '../../../case/verdicts.ts'
import { standingVerdicts } from '../../../labeling/verdicts.ts'
import {
  openQueue,
  queueInfo,
  suspectAlerts,
  suspectEvents,
  type Queue,
} from '../../../training/suspects/queue.ts'
import { count, table } from '../output.ts'
import { wholeNumber } from '../rule-options.ts'
import { runCommand, type Session, withOpenCase } from '../session.ts'

interface Options {
  labels?: string
  by?: 'event' | 'alert'
  limit?: number
  fresh?: boolean
  json?: boolean
}

/** JSON: { info, alerts } or { info, events }, in order of rank. */
export function addSuspects(program: Command): void {
  program
    .command('suspects')
    .description('rank labels by how probably they are wrong, by trees that did not see them')
    .argument('<case>', 'the case file')
    .option('--labels <id>', 'the label set (the newest)')
    .option('--by <what>', 'rank events or alerts (alert)', 'alert')
    .option('--limit <n>', 'how many to show (30)', wholeNumber)
    .option('--fresh', 'score again, even where scores are stored')
    .option('--json', 'print one JSON document: { info, alerts } or { info, events }')
    .action((path: string, options: Options) =>
      runCommand(options, async (session) => {
        const set = await withOpenCase(path, (c) => getLabelSet(c, options.labels ?? null).id)
        await score(session, path, set, options.fresh ?? false)
        await withOpenCase(path, (c) => show(session, c, set, options))
      }),
    )
}

async function score({ task }: Session, path: string, set: string, fresh: boolean): Promise<void> {
  const stored = await withOpenCase(path, (c) => readFoldScores(c, set) !== null)
  if (fresh || !stored) await task('Suspects', path, { kind: 'suspects', labelSet: set })
}

function show({ out }: Session, c: CaseFile, set: string, { by, limit = 30 }: Options): void {
  const queue = openQueue(readFoldScores(c, set)!, readLabels(c, set))
  const info = queueInfo(queue)
  if (by === 'event') {
    const events = eventsOf(c, queue, limit)
    out.result({ info, events }, `${infoText(info)}\n\n${eventText(events)}`)
  } else {
    const alerts = suspectAlerts(queue, listAlerts(c)).slice(0, limit)
    out.result({ info, alerts }, `${infoText(info)}\n\n${alertText(alerts)}`)
  }
}

function eventsOf(c: CaseFile, queue: Queue, limit: number): SuspectEvent[] {
  const standing = standingVerdicts(listVerdicts(c), Infinity)
  return suspectEvents(queue, loadCore(c), standing, { offset: 0, limit, open: false }).rows
}

function infoText(info: SuspectsInfo): string {
  return `${count(info.suspects)} of ${count(info.events)} labels of ${info.labelSet} are probably wrong; ${percent(info.agreement)} are what trees that did not see them think.`
}

function alertText(alerts: readonly SuspectAlert[]): string {
  return table(
    ['rank', 'alert', 'fired', 'user', 'class', 'events', 'suspects', 'likely', 'of label', 'name'],
    alerts.map((one) => [
      one.rank,
      one.alert,
      instant(one.time),
      one.user,
      one.class,
      one.events,
      one.suspects,
      one.likely,
      decimal(one.ofLabel),
      one.name,
    ]),
  )
}

function eventText(events: readonly SuspectEvent[]): string {
  return table(
    ['rank', 'event', 'time', 'user', 'action', 'label', 'likely', 'of label', 'of likely', 'verdict'],
    events.map((one) => [
      one.rank,
      one.event,
      instant(one.time),
      one.user,
      one.action,
      one.label,
      one.likely,
      decimal(one.ofLabel),
      decimal(one.ofLikely),
      one.verdict ?? '',
    ]),
  )
}
