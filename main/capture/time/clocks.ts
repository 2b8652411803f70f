/**
 * Whether the clock of the time column agrees with another time in the same rows that is UTC by definition (Sysmon's
 * `UtcTime`). Exports sometimes write local time, even with a `Z` behind it; this is where it shows.
 */
import { lastPart } from '../understanding/fields.ts'
import { type Sample, sampleValues } from '../understanding/sample.ts'
import { readTime, type TimeStyle } from './values.ts'
import { offsetText, UTC_CLOCK, zoneClock } from './zones.ts'

const MINUTE = 60_000_000
const QUARTER = 15 * MINUTE
/** Two clocks agree within this; events are logged some seconds after they happen. */
const SLACK = 60 * 1_000_000
const MOST_ROWS = 5000

export interface ClockCheck {
  /** The other column. */
  name: string
  /** Rows that have both times. */
  compared: number
  /** Of them, those in which both agree. */
  alike: number
  /** Quarter hours by which the other stands behind in most rows, and how many those are. */
  quarter: number
  rows: number
}

/** Compares the time column with one that is UTC by definition; null where there is none. */
export function clockCheck(sample: Sample, time: string, style: TimeStyle): ClockCheck | null {
  const main = sample.columns.find(({ name }) => name === time)
  const other = sample.columns.find(({ name }) => lastPart(name) === 'utctime' && name !== time)
  if (!main || !other) return null
  const zone = zoneClock(style.zone)
  const ours = sampleValues(main, sample.rows, MOST_ROWS)
  const theirs = sampleValues(other, sample.rows, MOST_ROWS)
  const quarters = new Map<number, number>()
  let compared = 0
  for (const [i, text] of theirs.entries()) {
    const apart = readTime(text, UTC_CLOCK, {}) - readTime(ours[i]!, zone, style)
    if (Number.isNaN(apart)) continue
    compared++
    const quarter = Math.round(apart / QUARTER)
    if (Math.abs(apart - quarter * QUARTER) <= SLACK) quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1)
  }
  const [quarter, rows] = [...quarters].sort((a, b) => b[1] - a[1])[0] ?? [0, 0]
  return { name: other.name, compared, alike: quarters.get(0) ?? 0, quarter, rows }
}

/** A warning when most rows say that the clocks differ by a whole number of quarter hours; else null. */
export function clockWarning(sample: Sample, time: string, style: TimeStyle): string | null {
  const check = clockCheck(sample, time, style)
  if (!check) return null
  const { name, compared, quarter, rows } = check
  if (quarter === 0 || rows < 5 || rows < compared * 0.8) return null
  const minutes = (quarter * QUARTER) / MINUTE
  const says = `“${name}”, which is UTC, stands ${clockText(minutes)} “${time}” in ${rows} of ${compared} sampled rows`
  if (Math.abs(minutes) > 14 * 60)
    return `${says}: no zone explains that; AM and PM may be mixed up. Times are kept as written.`
  return `${says}: its times look like local time (${offsetText(-minutes)}), kept as written. Give a zone if none is written in them.`
}

function clockText(minutes: number): string {
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : ` ${size % 60} min`
  return `${Math.floor(size / 60)} h${rest} ${minutes > 0 ? 'after' : 'before'}`
}
