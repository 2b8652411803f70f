/**
 * Decides from samples how a column of times is to be read: zone, unit of numbers, order of day and month; and says why in
 * words that stand in the case beside the times.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import { hasHalves, isNumericDate, provenOrder, type DateOrder } from './shapes.ts'
import { isEpoch, readTime, unitBySize, type TimeStyle, type TimeUnit } from './values.ts'
import { ABBREVIATIONS, offsetMinutes, offsetText, UTC_CLOCK, zoneClock, type ZoneClock } from './zones.ts'

const DAY = 86_400_000_000
/** Numbers below this many seconds (March 1973) are no dates but count from an unknown start, such as boot. */
const RELATIVE = 1e8
const UNIT_NAMES = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' }

/** How many of the dates speak for something, of how many. */
export interface Votes {
  agree: number
  of: number
}

export interface DecidedStyle extends TimeStyle {
  /** Times that say themselves where they stand from UTC: by a zone, or by counting from an epoch. */
  zoned: Votes
  /** Of numeric dates: for the order that was taken, against the other; null where no date has an order. */
  ordered: { forIt: number; against: number } | null
  /** Why these choices, for the user. */
  evidence: string
  /** Share of the samples that could be read, 0 to 1. */
  readable: number
}

/** Zone for the times among `samples` that name none, with the reason. Empty samples are passed over. */
export function decideZone(samples: readonly (string | number)[]): { zone: string; evidence: string } {
  const { zone, evidence } = decideStyle(samples)
  return { zone, evidence }
}

/**
 * Everything needed to read a column of times.
 * @param given what the user has decided; only the rest is decided here
 * @throws Problem `unknown-zone`
 */
export function decideStyle(
  samples: readonly (string | number)[],
  given: { zone?: string | undefined; unit?: TimeUnit | undefined; order?: DateOrder | undefined } = {},
): DecidedStyle {
  if (given.zone !== undefined) zoneClock(given.zone)
  const present = samples.filter((value) => typeof value === 'number' || value.trim() !== '')
  const order = given.order ? givenOrder(given.order, present) : decideOrder(present)
  const style = { unit: given.unit, order: order.order }
  const readable = present.filter((value) => !Number.isNaN(readTime(value, UTC_CLOCK, style)))
  const dates = readable.filter((value) => !isEpoch(value)).map(String)
  const found =
    dates.length * 2 >= readable.length ? zoneOfDates(dates, style) : epochZone(readable, given.unit)
  const notes = [
    given.zone === undefined ? found.evidence : givenEvidence(given.zone, found),
    order.evidence,
  ].filter(Boolean)
  return {
    zone: given.zone ?? found.zone,
    unit: given.unit,
    order: order.order,
    evidence: notes.join('; '),
    zoned: { agree: found.told, of: readable.length },
    ordered: order.votes ?? null,
    readable: present.length === 0 ? 0 : readable.length / present.length,
  }
}

interface Found {
  zone: string
  evidence: string
  /** Every time names its zone or is an epoch: a given zone changes nothing. */
  settled: boolean
  /** Times that name their zone, or count from a known start. */
  told: number
}

function givenEvidence(zone: string, found: Found): string {
  return found.settled
    ? `${zone} was given, but changes nothing: ${found.evidence}`
    : `given by the user: ${zone}`
}

function zoneOfDates(
  dates: string[],
  style: { unit?: TimeUnit | undefined; order?: DateOrder | undefined },
): Found {
  if (dates.length === 0) return { zone: 'UTC', evidence: 'no time could be read', settled: false, told: 0 }
  const names = new Map<string, number>()
  for (const text of dates) {
    const name = zoneNamed(text, style)
    names.set(name, (names.get(name) ?? 0) + 1)
  }
  const bare = names.get('') ?? 0
  names.delete('')
  if (names.size === 0)
    return { zone: 'UTC', evidence: 'no zone in any time: taken as UTC', settled: false, told: 0 }
  const list = [...names.keys()]
  const text = list.slice(0, 6).map(zoneWords).join(', ') + (list.length > 6 ? ', …' : '')
  if (bare > 0) {
    const evidence = `${bare} of ${dates.length} times carry no zone and are taken as UTC, the others carry ${text}`
    return { zone: 'UTC', evidence, settled: false, told: dates.length - bare }
  }
  const only = list.length === 1 ? list[0]! : 'UTC'
  const zone = zoneMinutes(only) === 0 ? 'UTC' : only
  return {
    zone,
    evidence: list.length === 1 ? `every time carries ${text}` : `every time carries its own zone: ${text}`,
    settled: true,
    told: dates.length,
  }
}

const zoneMinutes = (name: string): number => ABBREVIATIONS.get(name) ?? offsetMinutes(name) ?? 0
const zoneWords = (name: string): string =>
  /^[A-Z]{2,}$/.test(name) && zoneMinutes(name) !== 0 ? `${name} (${offsetText(zoneMinutes(name))})` : name

/** The zone that a time names itself, in capitals; empty when reading it has to ask for one. */
function zoneNamed(
  text: string,
  style: { unit?: TimeUnit | undefined; order?: DateOrder | undefined },
): string {
  let asked = false
  const probe: ZoneClock = {
    name: 'probe',
    offsetOf: () => {
      asked = true
      return 0
    },
  }
  readTime(text, probe, style)
  if (asked) return ''
  const named =
    /(?:\b|[\d\s(])(Z|[A-Z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)\)?(?:\s+\d{4}|\[.*\])?$/i.exec(
      text.trim(),
    )
  return (named?.[1] ?? 'a zone').toUpperCase()
}

function epochZone(values: readonly (string | number)[], given: TimeUnit | undefined): Found {
  const numbers = values.filter(isEpoch).map(Number)
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const unit = given ?? unitBySize(largest)
  if (unit === 'filetime')
    return {
      zone: 'UTC',
      evidence: 'Windows FILETIME: counts from 1601 UTC',
      settled: true,
      told: numbers.length,
    }
  const words = UNIT_NAMES[unit]
  const scale = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }[unit]
  const relative = largest < RELATIVE * scale
  const evidence = relative
    ? `numbers too small for dates: ${words} since an unknown start such as boot, kept as time after 1970-01-01T00:00:00Z`
    : `numbers: ${words} since 1970 UTC${given ? ' (unit given by the user)' : ''}`
  return { zone: 'UTC', evidence, settled: true, told: relative ? 0 : numbers.length }
}

interface DecidedOrder {
  order?: DateOrder
  evidence: string
  votes?: { forIt: number; against: number }
}

function givenOrder(order: DateOrder, samples: readonly (string | number)[]): DecidedOrder {
  const some = samples.some((value) => typeof value === 'string' && isNumericDate(value.trim()))
  return { order, evidence: some ? `dates are ${words(order)}: given by the user` : '' }
}

/**
 * Day or month first? A number above 12 proves it; else the order in which the samples lie closer together; else month
 * first with AM/PM, day first without.
 */
function decideOrder(samples: readonly (string | number)[]): DecidedOrder {
  const dates = samples.filter(
    (value) => typeof value === 'string' && isNumericDate(value.trim()),
  ) as string[]
  if (dates.length === 0) return { evidence: '' }
  const votes = { 'day-first': 0, 'month-first': 0 }
  for (const text of dates) {
    const order = provenOrder(text.trim())
    if (order) votes[order]++
  }
  if (votes['day-first'] + votes['month-first'] > 0) {
    const order = votes['day-first'] > votes['month-first'] ? 'day-first' : 'month-first'
    const against = Math.min(votes['day-first'], votes['month-first'])
    const doubt = against > 0 ? ` (${against} times contradict)` : ''
    const evidence = `dates are ${words(order)}: a number above 12 proves it${doubt}`
    return { order, evidence, votes: { forIt: votes[order], against } }
  }
  const spans = { 'day-first': span(dates, 'day-first'), 'month-first': span(dates, 'month-first') }
  if (spans['day-first'] !== spans['month-first']) {
    const order = spans['day-first'] < spans['month-first'] ? 'day-first' : 'month-first'
    const other = order === 'day-first' ? 'month-first' : 'day-first'
    const evidence = `dates taken as ${words(order)}: so they lie closest together`
    // The days between the first and the last time speak against an order.
    return { order, evidence, votes: { forIt: spans[other], against: spans[order] } }
  }
  const order = dates.some((text) => hasHalves(text.trim())) ? 'month-first' : 'day-first'
  const evidence = `dates could be in either order: taken as ${words(order)}`
  return { order, evidence, votes: { forIt: dates.length, against: dates.length } }
}

const words = (order: DateOrder): string => (order === 'day-first' ? 'day first' : 'month first')

/** Whole days between the first and the last time, read in this order. */
function span(dates: readonly string[], order: DateOrder): number {
  const times = dates
    .map((text) => readTime(text, UTC_CLOCK, { order }))
    .filter((time) => !Number.isNaN(time))
  let [low, high] = [Infinity, -Infinity]
  for (const time of times) {
    low = Math.min(low, time)
    high = Math.max(high, time)
  }
  return Math.floor((high - low) / DAY)
}

/** Refuses a zone that nobody can read, before any work is done. */
export function checkZone(zone: string | undefined): void {
  if (zone !== undefined && zone.trim() === '') {
    throw new Problem('unknown-zone', 'The time zone is empty.', {
      advice: 'Give an offset like +02:00 or a name.',
    })
  }
  if (zone !== undefined) zoneClock(zone)
}
