/** Everything that was guessed about an alert file, counted over the alerts that were looked at. */
import type { Choices } from '../../preload/contract/evidence.ts'
import type { Guess } from '../../preload/contract/understanding.ts'
import { guess, share, some } from '../capture/understanding/counted.ts'
import { isNobody } from '../labeling/entity.ts'
import { alertMapping } from './mapping.ts'
import type { Sample } from './sample.ts'
import type { TimeColumns } from './time-columns.ts'
import { type Draft, strongName } from './understand.ts'

const FORMS: Record<Sample['layout']['format'], string> = {
  csv: 'table',
  'splunk-json-lines': 'Splunk JSON lines',
  'splunk-json-array': 'Splunk JSON array',
  'splunk-json-results': 'Splunk JSON results',
  stash: 'Splunk stash text',
}

interface Decided {
  zone?: string | undefined
  mapping?: Choices | undefined
  as?: 'alerts' | undefined
}

export function alertGuesses(
  sample: Sample,
  drafts: readonly Draft[],
  times: TimeColumns,
  told: Decided,
): Guess[] {
  const { layout, rows, rejected } = sample
  const { encoding, bom } = layout.sniffed
  const named = rows.filter(
    ({ fields, from }) => strongName(fields) !== null || from === 'named search',
  ).length
  const packed = sample.evidence.compression === 'none' ? '' : `packed with ${sample.evidence.compression}; `
  return [
    guess('kind', {
      value: 'alerts',
      confidence: share(named, rows.length),
      evidence: some(named, rows.length, 'sampled rows name a search, rule or test'),
      ask: 'Are these alerts, or events?',
      chosen: told.as !== undefined,
    }),
    guess('format', {
      value: FORMS[layout.format],
      confidence: share(rows.length, rows.length + rejected),
      evidence: `${packed}${some(rows.length, rows.length + rejected, 'sampled records can be read')}`,
      ask: 'Is this the right form? Many records cannot be read in it.',
    }),
    guess('encoding', {
      value: encoding.toUpperCase(),
      confidence: null,
      evidence: bom > 0 ? 'byte-order mark' : 'no byte-order mark',
      chosen: told.mapping?.encoding !== undefined,
    }),
    ...partGuesses(sample, drafts, times, told),
  ]
}

function partGuesses(sample: Sample, drafts: readonly Draft[], times: TimeColumns, told: Decided): Guess[] {
  const all = drafts.length
  const mapping = alertMapping(sample.rows.map(({ fields }) => fields))
  const is = (part: keyof Choices): boolean => told.mapping?.[part] !== undefined
  const count = (wanted: (draft: Draft) => boolean): number => drafts.filter(wanted).length
  const timed = count((one) => (one.fired ?? one.first ?? one.last) !== null)
  const owned = count((one) => !one.users.every(isNobody))
  const hosted = count((one) => one.host !== '')
  const taught = count((one) => one.techniques.length > 0)
  const { agree, of } = times.zoned
  return [
    guess('time', {
      value: mapping.time ?? 'none',
      confidence: share(timed, all),
      evidence: some(timed, all, 'alerts have a time that can be read'),
      ask: 'Which column holds the time of the alerts? Without one they label nothing.',
      chosen: is('time'),
    }),
    guess('zone', {
      value: times.zone,
      confidence: told.zone === undefined && of > 0 ? share(agree, of) : null,
      evidence:
        of > 0 ? `${some(agree, of, 'times carry a zone')}; ${times.zoneEvidence}` : times.zoneEvidence,
      ask: `In which zone were these times written? They do not say; “${times.zone}” is assumed.`,
      chosen: told.zone !== undefined,
    }),
    guess('users', {
      value: mapping.users.join(', ') || 'none',
      confidence: share(owned, all),
      evidence: some(owned, all, 'alerts name an account'),
      ask: 'Which column names the account? Alerts without one label nothing.',
      chosen: is('users'),
    }),
    guess('host', {
      value: mapping.host ?? 'none',
      confidence: mapping.host === null ? null : share(hosted, all),
      evidence: some(hosted, all, 'alerts name a host'),
      chosen: is('host'),
    }),
    guess('action', {
      value: mapping.action ?? 'none',
      confidence: null,
      evidence: `${new Set(drafts.map(({ name }) => name)).size.toLocaleString('en-US')} different names among ${all.toLocaleString('en-US')} alerts`,
      chosen: is('action'),
    }),
    guess('labels', {
      value: mapping.labels.join(', ') || 'none',
      confidence: null,
      evidence: some(taught, all, 'alerts name an ATT&CK technique, themselves or by their search'),
      chosen: is('labels'),
    }),
  ]
}
