/**
 * Times of log and alert exports, read to integer microseconds UTC. Every shape of the captures we know: ISO 8601 with and
 * without zone, zone abbreviations, month names, numeric dates in either order, epochs in s, ms, µs or ns, Windows FILETIME.
 */
import type { DateOrder } from './shapes.ts'
import { readTime, type TimeStyle, type TimeUnit } from './values.ts'
import { UTC_CLOCK, zoneClock } from './zones.ts'

export { checkZone, decideStyle, decideZone } from './style.ts'
export type { TimeStyle, TimeUnit } from './values.ts'

/**
 * @param value text or number of one time
 * @param zone for times that name none: `UTC`, `+02:00`, `MDT`, `Europe/Berlin`
 * @returns integer microseconds since 1970 UTC (fractions cut off), or null when it is no time between the years 1685 and 2255,
 * which is as far as doubles hold microseconds exactly
 */
export function parseTime(
  value: string | number,
  zone = 'UTC',
  order?: DateOrder,
  unit?: TimeUnit,
): number | null {
  const micros = timeReader({ zone, order, unit })(value)
  return Number.isNaN(micros) ? null : micros
}

/** A reader for many times of one style; it answers NaN where there is no time. Made once, it is fast per value. */
export function timeReader(style: TimeStyle): (value: string | number) => number {
  const zone = style.zone === 'UTC' ? UTC_CLOCK : zoneClock(style.zone)
  return (value) => readTime(value, zone, style)
}
