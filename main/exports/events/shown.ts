/** What the Events page shows of every event, as columns: number, source, time, host, user, action, message, label, alert. */
import type { Source } from '../../../preload/contract/evidence.ts'
import { labelName } from '../../capture/reading/filter-context.ts'
import type { Labels } from '../../capture/reading/filter-context.ts'
import { answerName, expertName, type Scores } from '../../capture/reading/scores.ts'
import { MessageReader } from '../../capture/reading/message.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { CodedBuilder } from '../../case/evidence/coded.ts'
import type { Coded } from '../../case/evidence/coded.ts'
import { locate } from '../../case/evidence/core.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import type { OutColumn } from './columns.ts'

export interface ExportContext {
  c: CaseFile
  core: EventCore
  /** Every capture of the case. */
  sources: Source[]
  labels: Labels | null
  scores: Scores | null
}

export function shownColumns(context: ExportContext): OutColumn[] {
  const { c, core, labels, scores } = context
  const names = new Map(context.sources.map(({ id, name }) => [id, name]))
  const messages = new MessageReader(c)
  const message = (event: number): string => {
    const { source, row } = locate(core, event)
    return messages.of(source, row)
  }
  return [
    number('event', (event) => event),
    text('source', (event) => names.get(core.source[event]!) ?? ''),
    number('source_id', (event) => core.source[event]!),
    number('row', (event) => locate(core, event).row),
    { ...number('time', (event) => core.time[event]!), type: 'time', read: times(core) },
    number('time_us', (event) => core.time[event]!),
    text('host', coded(core.host)),
    text('user', coded(core.user)),
    text('action', coded(core.action)),
    { ...text('message', message), fewValues: false },
    ...(labels ? labelColumns(labels) : []),
    ...(scores ? scoreColumns(scores) : []),
  ]
}

/** Events that were imported after the label set have no label; apart, dropped and no time are said in words. */
function labelColumns(labels: Labels): OutColumn[] {
  const alert = (event: number): number => labels.alerts[event] ?? -1
  return [
    text('label', (event) => labelName(labels, event)),
    number('alert', (event) => (alert(event) < 0 ? NaN : alert(event))),
    text('alert_name', (event) => labels.alertNames.get(alert(event)) ?? ''),
  ]
}

/** What a stored model said; empty where an event was not scored. */
function scoreColumns(scores: Scores): OutColumn[] {
  return [
    text('predicted', (event) => answerName(scores, event)),
    number('attack_score', (event) => scores.attack[event] ?? NaN),
    text('expert', (event) => expertName(scores, event)),
  ]
}

function coded({ codes, values }: Coded): (event: number) => string {
  return (event) => values[codes[event]!]!
}

function text(name: string, of: (event: number) => string): OutColumn {
  const read: OutColumn['read'] = ({ events }) => {
    const builder = new CodedBuilder(events.length)
    const { codes, values } = builder.finish()
    for (let i = 0; i < events.length; i++) codes[i] = builder.code(of(events[i]!))
    return { type: 'text', codes, values }
  }
  return { name, type: 'text', evidence: null, fewValues: true, read }
}

function number(name: string, of: (event: number) => number): OutColumn {
  const read: OutColumn['read'] = ({ events }) => ({ type: 'number', data: Float64Array.from(events, of) })
  return { name, type: 'number', evidence: null, fewValues: false, read }
}

function times(core: EventCore): OutColumn['read'] {
  return ({ events }) => ({ type: 'time', data: Float64Array.from(events, (event) => core.time[event]!) })
}
