/** What an alert file is, how it will be read, and what stands in it; nothing is imported. */
import { isNobody } from '../labeling/entity.ts'
import type { Choices, Inspection } from '../../preload/contract/evidence.ts'
import { TIMES } from './field-names.ts'
import { alertGuesses } from './guesses.ts'
import type { ToldAlerts } from './layout.ts'
import { alertMapping, orderedFields, writtenName } from './mapping.ts'
import { sampleAlerts, type Sample } from './sample.ts'
import { decideTimes, type TimeColumns } from './time-columns.ts'
import { strongName, understandRow, type Draft } from './understand.ts'

export { recognizeAlerts } from './sample.ts'

const SHOWN_ROWS = 20
const SHOWN_COLUMNS = 60

function warningsFor(sample: Sample, drafts: readonly Draft[]): string[] {
  const many = (wanted: (draft: Draft) => boolean) => drafts.filter(wanted).length
  const found: [number, string][] = [
    [sample.rejected, 'records cannot be read and will be kept aside'],
    [
      many((one) => one.fired === null && one.first === null && one.last === null),
      'alerts have no time: they can label nothing',
    ],
    [many((one) => one.users.every(isNobody)), 'alerts name no account: they can label nothing'],
    [many((one) => one.techniques.length === 0), 'alerts name no ATT&CK technique'],
    [
      sample.rows.filter(({ fields }) => strongName(fields) === null).length,
      'alerts name no search; another name stands in',
    ],
  ]
  return found
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${count} of ${drafts.length} sampled: ${text}.`)
}

/** Whoever says that these are alerts, or which columns name time and account, is believed. */
export function toldAlerts(mapping: Choices | undefined, as?: 'alerts'): ToldAlerts {
  const named = mapping?.time !== undefined && mapping.users !== undefined
  return { mapping, believed: as === 'alerts' || named }
}

/** The name for alerts that carry none. */
export function fileTitle(name: string): string {
  return name.replace(/(\.(gz|zst|jsonl?|ndjson|csv|tsv|txt|log|stash))+$/i, '')
}

function rowsOf(sample: Sample, names: readonly string[]): string[][] {
  return sample.rows
    .slice(0, SHOWN_ROWS)
    .map(({ fields }) => names.map((name) => (fields.get(name) ?? []).join('\n').slice(0, 500)))
}

function typeOf(name: string, times: TimeColumns, value: string): 'time' | 'text' {
  const isTime = Object.values(TIMES).some((names) => (names as readonly string[]).includes(name))
  return isTime && times.read(name, value) !== null ? 'time' : 'text'
}

/**
 * Looks at up to 2,000 alerts of a file.
 * @throws Problem `not-alerts`, or one that says why the file cannot be read
 */
export async function inspectAlerts(
  path: string,
  told: { zone?: string | undefined; mapping?: Choices | undefined; as?: 'alerts' | undefined } = {},
): Promise<Inspection> {
  const sample = await sampleAlerts(path, toldAlerts(told.mapping, told.as))
  const { evidence, layout } = sample
  const fields = sample.rows.map((row) => row.fields)
  const times = decideTimes(fields, told.zone)
  const drafts = sample.rows.map((row) => understandRow(row, times.read, fileTitle(evidence.name)))
  const whole = drafts.filter(
    (one) => (one.fired ?? one.first ?? one.last) !== null && !one.users.every(isNobody),
  )
  const names = orderedFields(fields, SHOWN_COLUMNS)
  const samples = names.map(
    (name) =>
      fields
        .find((one) => one.has(name))
        ?.get(name)
        ?.join(' · ')
        .slice(0, 200) ?? '',
  )
  return {
    path: evidence.path,
    name: evidence.name,
    size: evidence.size,
    kind: 'alerts',
    format: layout.format,
    compression: evidence.compression,
    encoding: layout.sniffed.encoding,
    delimiter: layout.form.kind === 'csv' ? String.fromCharCode(layout.form.dialect.delimiter) : null,
    zone: times.zone,
    zoneEvidence: times.zoneEvidence,
    confidence: whole.length / Math.max(1, drafts.length + sample.rejected),
    mapping: alertMapping(fields),
    columns: names.map((name, i) => ({
      name: writtenName(fields, name),
      type: typeOf(name, times, samples[i]!),
      sample: samples[i]!,
    })),
    rows: rowsOf(sample, names),
    warnings: warningsFor(sample, drafts),
    guesses: alertGuesses(sample, drafts, times, told),
  }
}
