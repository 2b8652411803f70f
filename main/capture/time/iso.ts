/**
 * The hot path of time reading: `2016-08-28T16:02:17.123456Z` and its kin, from characters to microseconds without a Date,
 * a regular expression or an allocation. Days are counted by Howard Hinnant's civil-calendar formula.
 */
import { ABBREVIATIONS, offsetMinutes, type ZoneClock } from './zones.ts'

export const SECOND = 1_000_000
/** Doubles hold microseconds exactly from here back to 1684 and on to 2255; times beyond count as unreadable. */
export const LAST_MICROS = Number.MAX_SAFE_INTEGER
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Microseconds since 1970 of a calendar date and time as if it were UTC; NaN when there is no such date or time. */
export function civilMicros(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  micros: number,
): number {
  // prettier-ignore
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= MONTH_DAYS[month - 1]!)) return Number.NaN
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0)))
    return Number.NaN
  // 24:00 is the end of a day and :60 a leap second; both mean the moment after.
  if (!(hour <= 24 && minute <= 59 && second <= 60)) return Number.NaN
  if (hour === 24 && (minute > 0 || second > 0 || micros > 0)) return Number.NaN
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const days = era * 146_097 + dayOfEra - 719_468
  return ((days * 24 + hour) * 3600 + minute * 60 + second) * SECOND + micros
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/**
 * Microseconds UTC of `YYYY-MM-DD`, `YYYY-MM-DD[T ]hh:mm[:ss[.fraction]]` (also with slashes), followed by nothing, `Z`, an
 * offset or a zone abbreviation; NaN for anything else. Fractions beyond microseconds are cut off, not rounded.
 * @param zone read for times that name no zone of their own
 */
export function isoMicros(text: string, zone: ZoneClock): number {
  const separator = text.charCodeAt(4)
  if ((separator !== 45 && separator !== 47) || text.charCodeAt(7) !== separator) return Number.NaN
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  if (text.length === 10) return inZone(civilMicros(year, month, day, 0, 0, 0, 0), zone)
  const gap = text.charCodeAt(10)
  if ((gap !== 84 && gap !== 32 && gap !== 116) || text.charCodeAt(13) !== 58) return Number.NaN
  const hour = two(text, 11)
  const minute = two(text, 14)
  let second = 0
  let at = 16
  if (text.charCodeAt(16) === 58) {
    second = two(text, 17)
    at = 19
  }
  let micros = 0
  const point = text.charCodeAt(at)
  if (point === 46 || point === 44) {
    let unit = 100_000
    for (at++; at < text.length; at++) {
      const digit = text.charCodeAt(at) - 48
      if (digit < 0 || digit > 9) break
      micros += digit * unit
      unit = unit > 1 ? unit / 10 : 0
    }
  }
  return withSuffix(civilMicros(year, month, day, hour, minute, second, micros), text, at, zone)
}

const inZone = (local: number, zone: ZoneClock): number => local - zone.offsetOf(local)

/** Applies what stands behind the clock time: nothing, `Z`, an offset, an abbreviation; NaN for anything else. */
function withSuffix(local: number, text: string, at: number, zone: ZoneClock): number {
  if (Number.isNaN(local)) return local
  if (at === text.length) return inZone(local, zone)
  if (at === text.length - 1 && (text.charCodeAt(at) | 32) === 122) return local
  const minutes = suffixMinutes(text.slice(at))
  return minutes === undefined ? Number.NaN : local - minutes * 60 * SECOND
}

/** Minutes east of UTC for ` MDT`, `+02:00`, ` (UTC)`, `+02:00[Europe/Berlin]`; undefined when it is no zone. */
export function suffixMinutes(suffix: string): number | undefined {
  const name = suffix
    .replace(/\[[^\]]*\]$/, '')
    .replaceAll(/[()\s]/g, '')
    .toUpperCase()
  return ABBREVIATIONS.get(name) ?? offsetMinutes(name)
}
