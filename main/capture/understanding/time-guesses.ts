/** When: the time column, the order of day and month, the zone. */
import type { Mapping } from '../../../preload/contract/evidence.ts'
import type { Guess } from '../../../preload/contract/understanding.ts'
import { clockCheck } from '../time/clocks.ts'
import { fieldRank, TIME_FIELDS } from './fields.ts'
import { type Sample, type SampleColumn, sampleValues } from './sample.ts'
import { columnStyle } from './suggest.ts'
import type { DecidedStyle } from '../time/style.ts'
import { readTime } from '../time/values.ts'
import { zoneClock } from '../time/zones.ts'
import { guess, MOST_COLUMNS_LOOKED_AT, share, some } from './counted.ts'

const MOST_ROWS = 2000
/** Two columns that tell times this close are one to a person: an event, and its arrival in the log. */
const CLOSE = 60 * 1_000_000

export interface Chosen {
  time: boolean
  order: boolean
  zone: boolean
}

/** Microseconds of each looked-at row; NaN where there is no readable time. */
function timesOf(column: SampleColumn, sample: Sample, style: DecidedStyle): number[] {
  const zone = zoneClock(style.zone)
  return sampleValues(column, sample.rows, MOST_ROWS).map((value) => readTime(value, zone, style))
}

export function timeGuess(sample: Sample, mapping: Mapping, style: DecidedStyle, chosen: boolean): Guess {
  const ask =
    'Which column holds the time of the events? Without one they can be neither ordered nor labeled by alerts.'
  if (mapping.time === null) {
    const evidence = `none of ${sample.columns.length} columns has the name of a time, or holds dates in nearly every row`
    return guess('time', { value: 'none', confidence: null, evidence, ask, must: true, chosen })
  }
  const column = sample.columns.find(({ name }) => name === mapping.time)
  if (!column) {
    const evidence = 'no such column among the sampled rows'
    return guess('time', { value: mapping.time, confidence: 0, evidence, ask, must: true })
  }
  const times = timesOf(column, sample, style)
  const read = times.filter((time) => !Number.isNaN(time)).length
  const rival = chosen ? null : strongestRival(column, times, sample)
  const differs = rival
    ? `; “${rival.name}” tells another time in ${some(rival.differs, times.length, 'of them')}`
    : ''
  return guess('time', {
    value: column.name,
    confidence: share(read, times.length) * (1 - (rival ? rival.differs / times.length : 0) / 2),
    evidence: `${some(read, times.length, 'rows can be read as times')}${differs}`,
    ask,
    chosen,
  })
}

/** Another column of a time's name that says something else in the most rows; of the columns beside a mapped one. */
function strongestRival(
  own: SampleColumn,
  times: number[],
  sample: Sample,
): { name: string; differs: number } | null {
  let most: { name: string; differs: number } | null = null
  const others = sample.columns.filter((column) => column !== own && fieldRank(TIME_FIELDS, column.name) >= 0)
  for (const column of others.slice(0, MOST_COLUMNS_LOOKED_AT)) {
    const other = timesOf(column, sample, columnStyle(column, sample))
    const differs = times.filter((time, i) => Math.abs(time - other[i]!) > CLOSE).length
    if (differs > (most?.differs ?? 0)) most = { name: column.name, differs }
  }
  return most
}

/** As time/style.ts says it. */
const RELATIVE = 'numbers too small for dates'
const UNKNOWN_START =
  'These numbers count from an unknown start: the events are in order, but alerts cannot label them by time.'

/** Null where no date could be read in two orders. */
export function orderGuess(style: DecidedStyle, chosen: boolean): Guess | null {
  if (!style.ordered && !chosen) return null
  const reason = style.evidence.split('; ').find((part) => part.startsWith('dates'))
  if (!reason) return null
  const { forIt, against } = style.ordered ?? { forIt: 1, against: 0 }
  return guess('order', {
    value: style.order === 'day-first' ? 'day first' : 'month first',
    confidence: share(forIt, forIt + against),
    evidence: reason,
    ask: 'Is 10/11/2024 the 10th of November, or October 11?',
    chosen,
  })
}

export function zoneGuess(
  sample: Sample,
  mapping: Mapping,
  style: DecidedStyle,
  chosen: boolean,
): Guess | null {
  if (mapping.time === null || style.zoned.of === 0) return null
  const { agree, of } = style.zoned
  const told = {
    value: style.zone,
    ask: `In which zone were these times written? They do not say; “${style.zone}” is assumed.`,
  }
  const [reason = ''] = style.evidence.split('; dates')
  if (reason.startsWith(RELATIVE))
    return guess('zone', { value: 'none', ask: UNKNOWN_START, confidence: 0, evidence: reason })
  if (chosen) return guess('zone', { ...told, confidence: null, evidence: reason, chosen: true })
  if (agree === of) return guess('zone', { ...told, confidence: 1, evidence: reason })
  const clock = clockCheck(sample, mapping.time, style)
  if (clock && clock.compared >= 5) {
    // Another column is UTC by definition: rows in which both clocks agree speak for the zone that was taken.
    const evidence = `${reason}; “${clock.name}”, which is UTC, agrees in ${some(clock.alike, clock.compared, 'rows')}`
    return guess('zone', { ...told, confidence: share(clock.alike, clock.compared), evidence })
  }
  const named = /utc|gmt/i.test(mapping.time) ? '; the column is named after UTC' : ''
  const evidence = `${some(agree, of, 'times carry a zone')}: ${reason}${named}`
  return guess('zone', { ...told, confidence: named === '' ? share(agree, of) : 1, evidence })
}
