/** Which columns play which part in a capture, suggested from names and sampled values. */
import type { Mapping } from '../../../preload/contract/evidence.ts'
import { ACTION_FIELDS, fieldRank, HOST_FIELDS, isLabel, lastPart, TIME_FIELDS, userRank } from './fields.ts'
import { type Sample, type SampleColumn, sampleValues } from './sample.ts'
import { decideStyle, type DecidedStyle } from '../time/style.ts'
import type { DateOrder } from '../time/shapes.ts'
import { isEpoch, readTime, type TimeUnit } from '../time/values.ts'
import { UTC_CLOCK } from '../time/zones.ts'

/** Values looked at per column that may hold times. */
const MOST_TIMES = 2000
/** Share of values that must read as times. */
const READABLE = 0.8
/** A column with a better name loses to one that is present in so many more rows. */
const COVERAGE = 0.9
/** Columns that are examined without a question, and as many again that look like times at a glance. */
const MOST_EXAMINED = 300
/** Values of a glance. */
const GLANCE = 8

interface Candidate {
  column: SampleColumn
  /** Share of rows with a value. */
  coverage: number
  /** By its name; lower is better. */
  rank: number
}

/** How the times of a column are to be read, from the sample. */
export function columnStyle(
  column: SampleColumn,
  sample: Sample,
  given: { zone?: string | undefined; unit?: TimeUnit | undefined; order?: DateOrder | undefined } = {},
): DecidedStyle {
  return decideStyle(sampleValues(column, sample.rows, MOST_TIMES), given)
}

/** The mapping that the columns suggest. Nothing is mapped where nothing fits. */
export function suggestMapping(sample: Sample): Mapping {
  return {
    time: suggestTime(sample)?.name ?? null,
    host: best(sample, HOST_FIELDS)?.name ?? null,
    users: userColumns(sample.columns.map(({ name }) => name)),
    action: best(sample, ACTION_FIELDS, ({ column }) => !nearlyUnique(column, sample.rows))?.name ?? null,
    labels: sample.columns.map(({ name }) => name).filter(isLabel),
  }
}

/** A different value in most rows: an id of each event, not a kind of event. */
function nearlyUnique(column: SampleColumn, rows: number): boolean {
  const values = sampleValues(column, rows, 1000).filter((value) => value !== '')
  return new Set(values).size > Math.max(4, values.length / 2)
}

/** Account fields in the order in which they name an event's user: names before ids, as the file has them otherwise. */
export function userColumns(names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, rank: userRank(name) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name)
}

export function coverage({ data }: SampleColumn, rows: number): number {
  if (!data || rows === 0) return 0
  let present = 0
  if (data.type === 'text') for (const code of data.codes) present += code === 0 ? 0 : 1
  else
    for (const value of data.data)
      present += Number.isNaN(value) || (data.type === 'boolean' && value === 255) ? 0 : 1
  return present / rows
}

/** The first of `fields` among columns that are about as often present as the best covered. */
function best(
  sample: Sample,
  fields: readonly string[],
  fits: (one: Candidate) => boolean = () => true,
): SampleColumn | null {
  const named = sample.columns.flatMap((column): Candidate[] => {
    const rank = fieldRank(fields, column.name)
    if (rank < 0 || isLabel(column.name)) return []
    const share = coverage(column, sample.rows)
    return share > 0 ? [{ column, coverage: share, rank }] : []
  })
  named.sort((a, b) => a.rank - b.rank)
  const found = named.filter(fits)
  const most = found.reduce((high, one) => Math.max(high, one.coverage), 0)
  return found.find((one) => one.coverage >= COVERAGE * most)?.column ?? null
}

/**
 * Whether a column is worth examining as one of times. Of the first ones every column is; behind them only those whose values look like times at a
 * glance, and of these not many: no log has so many columns of such names, a hostile header has thousands.
 */
function worthExamining(sample: Sample): (column: SampleColumn) => boolean {
  let examined = 0
  const glance = (column: SampleColumn) =>
    sampleValues(column, sample.rows, GLANCE).some((value) => !Number.isNaN(readTime(value, UTC_CLOCK, {})))
  return (column) =>
    examined < 2 * MOST_EXAMINED && (examined < MOST_EXAMINED || glance(column)) && ++examined > 0
}

function suggestTime(sample: Sample): SampleColumn | null {
  const [ofNames, ofOthers] = [worthExamining(sample), worthExamining(sample)]
  const readable = (column: SampleColumn) => columnStyle(column, sample).readable >= READABLE
  const named = best(
    sample,
    TIME_FIELDS,
    ({ column }) => ofNames(column) && readable(column) && plausible(column, sample),
  )
  if (named) return named
  // No known name: any column that holds dates in nearly every row.
  return (
    sample.columns.find(
      (column) =>
        column.data?.type === 'text' &&
        coverage(column, sample.rows) >= COVERAGE &&
        !isLabel(column.name) &&
        ofOthers(column) &&
        readable(column) &&
        !sampleValues(column, sample.rows, 50).some(isEpoch),
    ) ?? null
  )
}

/** Names that mean the time of the event even where numbers are small; elsewhere small numbers are durations or counts. */
const SURE = new Set(['timestamp', 'ts', 'time', 'datetime'])

function plausible(column: SampleColumn, sample: Sample): boolean {
  if (column.data?.type !== 'number' && column.data?.type !== 'integer')
    return column.data?.type !== 'boolean'
  if (SURE.has(lastPart(column.name))) return true
  return sampleValues(column, sample.rows, 50).every((value) => value === '' || Number(value) >= 1e8)
}
