/**
 * Times as people and products write them, for all that is not ISO: month names (`04-November-24 18:04:11`,
 * `28/Aug/2016:16:02:17 -0600`, `Wed Aug 28 16:02:17 MDT 2016`), numeric dates (`10/24/2024 9:21:02 PM`, `24.10.2024 21:21`),
 * and fourteen digits (`20241024212102`). Two-digit years are 1970 to 2069.
 */
import { civilMicros, isoMicros, suffixMinutes, SECOND } from './iso.ts'
import type { ZoneClock } from './zones.ts'

/** Which of the first two numbers of `10/11/2024` is the month. */
export type DateOrder = 'month-first' | 'day-first'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const FULL = 'january february march april may june july august september october november december'.split(
  ' ',
)
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,:](?<fraction>\d{1,9}))?)?`
const HALF = String.raw`(?:\s*(?<half>[ap])\.?m\.?)?`
const TIME = `(?:[\\sT,:]+${CLOCK}${HALF}(?<zone>\\s*(?:[+-]\\d|[a-z(]).*)?)?$`
const WEEKDAY = String.raw`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?`

const shapes: RegExp[] = [
  new RegExp(
    String.raw`${WEEKDAY}(?<day>\d{1,2})[-/. ](?<name>[a-z]{3,9})\.?[-/. ,]+(?<year>\d{4}|\d{2})${TIME}`,
    'i',
  ),
  new RegExp(String.raw`${WEEKDAY}(?<name>[a-z]{3,9})\.?[ -](?<day>\d{1,2}),?[ -](?<year>\d{4})${TIME}`, 'i'),
  new RegExp(
    String.raw`${WEEKDAY}(?<name>[a-z]{3}) +(?<day>\d{1,2}) ${CLOCK}(?<zone> +[a-z]{3,5}| +[+-]\d{4})? (?<year>\d{4})$`,
    'i',
  ),
  new RegExp(String.raw`^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})${TIME}`, 'i'),
]
const numeric = new RegExp(
  String.raw`^(?<one>\d{1,2})[-/.](?<two>\d{1,2})[-/.](?<year>\d{4}|\d{2})${TIME}`,
  'i',
)
const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(?:[.,](\d+))?(.*)$/

type Groups = Record<string, string | undefined>

/** Microseconds UTC, or NaN when no shape fits. `order` decides `10/11/2024`; `24/11/2024` decides for itself. */
export function shapeMicros(text: string, zone: ZoneClock, order: DateOrder): number {
  const digits = compact.exec(text)
  if (digits) {
    const [, y, mo, d, h, mi, s, fraction, rest = ''] = digits
    const dotted = fraction ? `.${fraction}` : ''
    return isoMicros(`${y}-${mo}-${d}T${h}:${mi}:${s}${dotted}${rest}`, zone)
  }
  const pair = numeric.exec(text)?.groups
  if (pair) return pairMicros(pair, zone, order)
  for (const shape of shapes) {
    const groups = shape.exec(text)?.groups
    if (groups) return groupMicros(groups, Number(groups['month'] ?? monthNumber(groups['name'])), zone)
  }
  return Number.NaN
}

/** The order that `10/24/2024` or `24/10/2024` proves by itself; null when it proves nothing. */
export function provenOrder(text: string): DateOrder | null {
  const pair = numeric.exec(text)?.groups
  if (!pair) return null
  if (Number(pair['one']) > 12) return 'day-first'
  return Number(pair['two']) > 12 ? 'month-first' : null
}

/** True for `10/11/2024 …`: a date whose order must be decided. */
export const isNumericDate = (text: string): boolean => numeric.test(text)
/** True for `… PM`: a clock of two halves, usual where months come first. */
export const hasHalves = (text: string): boolean => numeric.exec(text)?.groups?.['half'] !== undefined

function pairMicros(pair: Groups, zone: ZoneClock, order: DateOrder): number {
  const dayFirst = Number(pair['one']) > 12 || (order === 'day-first' && Number(pair['two']) <= 12)
  const month = dayFirst ? pair['two'] : pair['one']
  const day = dayFirst ? pair['one'] : pair['two']
  return groupMicros({ ...pair, day }, Number(month), zone)
}

function monthNumber(name: string | undefined): number {
  const lower = (name ?? '').toLowerCase()
  const index = MONTHS.indexOf(lower.slice(0, 3))
  // A longer name must be the month's name, cut short or whole (`Sept`), not any word that begins like one.
  return index >= 0 && FULL[index]!.startsWith(lower) ? index + 1 : Number.NaN
}

function groupMicros(groups: Groups, month: number, zone: ZoneClock): number {
  const { year = '', day, hour = '0', minute = '0', second = '0', fraction = '', half } = groups
  let hours = Number(hour)
  if (half) {
    if (hours < 1 || hours > 12) return Number.NaN
    hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  const years = year.length === 2 ? (Number(year) >= 70 ? 1900 : 2000) + Number(year) : Number(year)
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  const local = civilMicros(years, month, Number(day), hours, Number(minute), Number(second), micros)
  const suffix = groups['zone']
  if (!suffix?.trim()) return local - zone.offsetOf(local)
  const minutes = suffixMinutes(suffix)
  return minutes === undefined ? Number.NaN : local - minutes * 60 * SECOND
}
