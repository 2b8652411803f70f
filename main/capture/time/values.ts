/**
 * One time value to integer microseconds UTC, by an already decided style. Numbers without a given unit are told apart by
 * size: below 1e11 seconds (year 5138), below 1e14 milliseconds, below 1e17 microseconds, then FILETIME (100 ns since 1601)
 * around 1.3e17, else nanoseconds.
 */
import { isoMicros, LAST_MICROS, SECOND } from './iso.ts'
import { shapeMicros, type DateOrder } from './shapes.ts'
import { UTC_CLOCK, type ZoneClock } from './zones.ts'

export type TimeUnit = 's' | 'ms' | 'us' | 'ns'
/** How the times of one column are to be read. */
export interface TimeStyle {
  /** For times that name no zone: `UTC`, `+02:00`, `MDT`, `Europe/Berlin`. */
  zone: string
  /** For numbers; told by size where it is left out. */
  unit?: TimeUnit | undefined
  /** For `10/11/2024`; month first where it is left out. */
  order?: DateOrder | undefined
}

const PER_SECOND: Record<TimeUnit, number> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }
const FILETIME_EPOCH = 11_644_473_600 * SECOND
/** Characters of a time, spaces around it included; longer texts are none, and looking for a zone in them takes for ever. */
const LONGEST = 200
const NUMBER = /^([+-]?)(\d{1,25})(?:\.(\d*))?$/

/** One time by an already chosen clock; NaN when it is none. */
export function readTime(value: string | number, zone: ZoneClock, style: Omit<TimeStyle, 'zone'>): number {
  let micros: number
  if (typeof value === 'number') {
    micros = numberMicros(value, style.unit, zone)
  } else if (value.length > LONGEST) return Number.NaN
  else {
    micros = isoMicros(value, zone)
    if (Number.isNaN(micros)) micros = slowMicros(value.trim(), zone, style)
  }
  return Math.abs(micros) <= LAST_MICROS ? micros : Number.NaN
}

function slowMicros(text: string, zone: ZoneClock, style: Omit<TimeStyle, 'zone'>): number {
  if (text.length === 0 || text.length > 80) return Number.NaN
  const number = NUMBER.exec(text)
  if (number) return digitMicros(number[1] === '-', number[2]!, number[3] ?? '', style.unit, zone)
  const micros = isoMicros(text, zone)
  return Number.isNaN(micros) ? shapeMicros(text, zone, style.order ?? 'month-first') : micros
}

/** True for text or numbers that count from an epoch instead of naming a date. */
export function isEpoch(value: string | number): boolean {
  return typeof value === 'number' || (NUMBER.test(value.trim()) && !isCompact(value.trim()))
}

const isCompact = (digits: string): boolean =>
  digits.length === 14 &&
  /^(19|20)/.test(digits) &&
  !Number.isNaN(shapeMicros(digits, UTC_CLOCK, 'month-first'))

/** The unit that the size of a number speaks for. */
export function unitBySize(value: number): TimeUnit | 'filetime' {
  const size = Math.abs(value)
  if (size < 1e11) return 's'
  if (size < 1e14) return 'ms'
  if (size < 1e17) return 'us'
  return size > 1.1e17 && size < 1.6e17 ? 'filetime' : 'ns'
}

function numberMicros(value: number, unit: TimeUnit | undefined, zone: ZoneClock): number {
  if (!Number.isFinite(value)) return Number.NaN
  if (!unit && Number.isInteger(value) && isCompact(String(value))) {
    return shapeMicros(String(value), zone, 'month-first')
  }
  const by = unit ?? unitBySize(value)
  if (by === 'filetime') return Math.floor(value / 10) - FILETIME_EPOCH
  // Seconds as doubles hold about a quarter of a microsecond: rounding brings back the written digits.
  return by === 's' ? Math.round(value * SECOND) : Math.floor((value / PER_SECOND[by]) * SECOND)
}

/** Decimal digits, exactly: no double ever sees more digits than it can hold. */
function digitMicros(
  negative: boolean,
  whole: string,
  fraction: string,
  unit: TimeUnit | undefined,
  zone: ZoneClock,
): number {
  // prettier-ignore
  if (!unit && !negative && !fraction && isCompact(whole)) return shapeMicros(whole, zone, 'month-first')
  const by = unit ?? unitBySize(Number(whole))
  // Move the point so that the number counts microseconds (or tenths, for FILETIME), then cut.
  const shift = by === 'filetime' ? -1 : { s: 6, ms: 3, us: 0, ns: -3 }[by]
  const digits =
    shift >= 0 ? whole + fraction.slice(0, shift).padEnd(shift, '0') : whole.slice(0, shift) || '0'
  const micros = Number(digits) - (by === 'filetime' ? FILETIME_EPOCH : 0)
  return negative ? -micros : micros
}
