/** What a capture is and how it would be imported; nothing is imported. */
import type { Choices, Inspection, Mapping } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { clockWarning } from '../time/clocks.ts'
import { alertColumns } from './fields.ts'
import { inFile } from '../file-problems.ts'
import { type Recognized, recognize } from './recognize.ts'
import { readSample, type Sample, sampleValues, valueAt } from './sample.ts'
import { columnStyle, suggestMapping } from './suggest.ts'
import { checkZone, decideStyle, type DecidedStyle } from '../time/style.ts'
import { captureGuesses } from './guesses.ts'

/** What the user has decided already. */
export interface Overrides {
  zone?: string | undefined
  /** What is left out is as suggested. */
  mapping?: Choices | undefined
  /** These are events, whatever they look like. */
  as?: 'capture' | undefined
}

/** A capture that was looked at: all that an import needs to know. */
export interface Examined {
  file: Recognized
  sample: Sample
  mapping: Mapping
  /** The mapping is as suggested, by the user or by nobody: columns that appear later may still join it. */
  suggested: boolean
  style: DecidedStyle
}

const SHOWN_ROWS = 20
const SHOWN_TEXT = 300

/**
 * Looks at the beginning of a log capture.
 * @throws Problem looks-like-alerts, no-rows, unknown-zone, no-such-column, and those of `recognize`
 */
export async function inspect(path: string, overrides: Overrides = {}): Promise<Inspection> {
  return describe(await examine(path, overrides), overrides)
}

/** As {@link inspect}, for the import. */
export async function examine(path: string, overrides: Overrides): Promise<Examined> {
  checkZone(overrides.zone)
  const file = await recognize(path, overrides.mapping)
  if (isStash(file)) throw alertsGiven(file, 'it is Splunk’s stash text')
  const sample = await readSample(file).catch((error: unknown) => {
    throw inFile(error, file.evidence.path)
  })
  if (!isBelieved(overrides)) refuseAlerts(file, sample)
  if (sample.rows === 0) throw noRows(file, sample)
  const suggestion = suggestMapping(sample)
  const mapping = withChoices(suggestion, overrides.mapping ?? {})
  const suggested = COLUMN_PARTS.every(
    (part) => JSON.stringify(mapping[part]) === JSON.stringify(suggestion[part]),
  )
  const style = timeStyle(sample, mapping, overrides.zone)
  return { file, sample, mapping, suggested, style }
}

/** The suggestion with what was decided in its place. */
function withChoices(suggestion: Mapping, choices: Choices): Mapping {
  const decided = Object.entries(choices).filter(([, value]) => value !== undefined)
  return { ...suggestion, ...(Object.fromEntries(decided) as Partial<Mapping>) }
}

const COLUMN_PARTS = ['time', 'timeUnit', 'host', 'users', 'action', 'labels'] as const

/** Whoever says that these are events, or by a mapping what the columns are, is believed. */
export function isBelieved({ as, mapping }: Pick<Overrides, 'as' | 'mapping'>): boolean {
  return as === 'capture' || (mapping?.time !== undefined && mapping.users !== undefined)
}

function timeStyle(sample: Sample, mapping: Mapping, zone: string | undefined): DecidedStyle {
  if (mapping.time === null)
    return { ...decideStyle([], { zone }), evidence: 'no column holds the time of the events' }
  const column = sample.columns.find(({ name }) => name === mapping.time)
  const given = { zone, unit: mapping.timeUnit, order: mapping.timeOrder }
  return column ? columnStyle(column, sample, given) : decideStyle([], given)
}

/** @throws Problem looks-like-alerts */
function refuseAlerts(file: Recognized, sample: Sample): void {
  const why = alertColumns(sample.columns.map(({ name }) => name))
  if (why !== null) throw alertsGiven(file, `it has ${why}`)
}

/** Lines like `1642999416, search_name="…", …`, as Splunk stores risk events and notables. */
function isStash(file: Recognized): boolean {
  if (file.kind === 'binary') return false
  const { head } = file
  return /^(?:\*\*\*SPLUNK\*\*\*|\d+(?:\.\d+)?, (?:search_name|info_\w+)=")/.test(
    head.bytes.toString('latin1', 0, 100),
  )
}

function alertsGiven({ evidence }: Recognized, why: string): Problem {
  return new Problem('looks-like-alerts', `${evidence.path} holds alerts, not events: ${why}.`, {
    where: { file: evidence.path },
    advice:
      'Import it as alerts. If it is a capture all the same, say which columns are which with a mapping.',
  })
}

/** @returns what to throw when a file has no usable row */
export function noRows({ evidence }: Recognized, sample: Pick<Sample, 'rejected' | 'reasons'>): Problem {
  const first = sample.reasons[0]
  const why = first ? `: ${sample.rejected} refused, the first because: ${first.reason}` : ''
  return new Problem('no-rows', `${evidence.path} holds no row that could be read${why}.`, {
    where: { file: evidence.path, ...(first && { line: first.line, byte: first.byte }) },
    advice: 'Check that this is the log, whole and in its original form.',
  })
}

function describe(examined: Examined, decided: Overrides): Inspection {
  const { file, sample, mapping, style } = examined
  const { evidence, layout } = file
  const rows = Array.from({ length: Math.min(SHOWN_ROWS, sample.rows) }, (_, row) =>
    sample.columns.map((column) => valueAt(column, row).slice(0, SHOWN_TEXT)),
  )
  const columns = sample.columns.map((column) => ({
    name: column.name,
    type:
      column.name === mapping.time
        ? ('time' as const)
        : column.type === 'none'
          ? ('text' as const)
          : column.type,
    sample: (sampleValues(column, sample.rows, 1000).find((value) => value !== '') ?? '').slice(
      0,
      SHOWN_TEXT,
    ),
  }))
  return {
    path: evidence.path,
    name: evidence.name,
    size: evidence.size,
    kind: 'capture',
    format: layout.format,
    compression: evidence.compression,
    encoding: file.kind === 'text' ? file.head.sniffed.encoding : 'binary',
    delimiter: 'csv' in layout ? String.fromCharCode(layout.csv.dialect.delimiter) : null,
    zone: style.zone,
    zoneEvidence: style.evidence,
    confidence: confidence(examined),
    mapping,
    columns,
    rows,
    warnings: warnings(examined),
    guesses: captureGuesses(examined, decided),
  }
}

/** Share of the sampled rows that were accepted and whose time can be read; 0 without a time column. */
function confidence({ sample, mapping, style }: Examined): number {
  const accepted = sample.rows / (sample.rows + sample.rejected)
  return mapping.time === null ? 0 : accepted * style.readable
}

/** What no question among the guesses asks. */
function warnings({ sample, mapping, style }: Examined): string[] {
  const list: string[] = []
  const [first] = sample.reasons
  if (first) {
    list.push(
      `${sample.rejected} of ${sample.rows + sample.rejected} sampled rows will be set aside; line ${first.line}: ${first.reason}.`,
    )
  }
  if (mapping.time !== null && style.readable < 1)
    list.push(
      `“${mapping.time}” holds no readable time in ${percent(1 - style.readable)} of the sampled rows that have one.`,
    )
  const clocks = mapping.time === null ? null : clockWarning(sample, mapping.time, style)
  if (clocks) list.push(clocks)
  if (mapping.labels.length > 0)
    list.push(`Holds truth: ${mapping.labels.slice(0, 6).join(', ')}. Kept apart from the features.`)
  return list
}

const percent = (share: number): string => `${share < 0.01 ? 'under 1' : Math.round(share * 100)} %`
