/** Instants (integer microseconds UTC) as text in any zone, exact to the microsecond. */

const formats = new Map<string, Intl.DateTimeFormat | null>()

/** The formatter of a zone, made once; null where the zone is not known to this machine. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
  } catch {
    // Not an IANA name or an offset: the caller falls back to UTC.
  }
  formats.set(zone, made)
  return made
}

export function isZone(zone: string): boolean {
  return formatOf(zone) !== null
}

export type Precision = 'auto' | 'us' | 'ms' | 's' | 'minute' | 'day'

/** Digits after the second: none when it is whole, three for whole milliseconds, else six. */
function fraction(micros: number, precision: Precision): string {
  const part = ((micros % 1e6) + 1e6) % 1e6
  if (precision === 's' || (precision === 'auto' && part === 0)) return ''
  const digits = String(part).padStart(6, '0')
  return `.${precision === 'ms' || (precision === 'auto' && part % 1000 === 0) ? digits.slice(0, 3) : digits}`
}

/** `2026-11-21 20:51:10.123` in the zone; UTC where the zone is unknown. */
export function timeText(micros: number, zone: string, precision: Precision = 'auto'): string {
  const date = new Date(Math.floor(micros / 1000))
  if (Number.isNaN(date.getTime())) return 'out of range'
  const format = zone === 'UTC' ? null : formatOf(zone)
  const seconds = format ? joined(format, date) : date.toISOString().slice(0, 19).replace('T', ' ')
  if (precision === 'day') return seconds.slice(0, 10)
  if (precision === 'minute') return seconds.slice(0, 16)
  return seconds + fraction(micros, precision)
}

function partsOf(format: Intl.DateTimeFormat, date: Date): Record<string, string> {
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]))
}

function joined(format: Intl.DateTimeFormat, date: Date): string {
  const p = partsOf(format, date)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`
}

/** The zone's distance from UTC at an instant: `UTC`, `+02:00`. */
export function offsetText(micros: number, zone: string): string {
  const format = formatOf(zone)
  if (zone === 'UTC' || !format) return 'UTC'
  return (partsOf(format, new Date(micros / 1000)).timeZoneName ?? 'UTC')
    .replace(/^GMT(?=.)/, '')
    .replace('GMT', 'UTC')
}

/** Reads `2026-11-21 20:51:10.5` as wall time of a zone (an instant, or null). Text with an offset or Z counts as it says. */
export function parseTimeText(text: string, zone: string): number | null {
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(
      text.trim(),
    )
  if (!match) return null
  const [, day, minute = '00:00', second = '00', part = '', offset] = match
  const wall = Date.parse(`${day}T${minute}:${second}Z`)
  if (Number.isNaN(wall)) return null
  const micros = wall * 1000 + Number(part.padEnd(6, '0'))
  const shift = offset ? offsetMinutes(offset) : zoneMinutes(micros, zone)
  return micros - shift * 60e6
}

function offsetMinutes(offset: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(offset)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

/** The zone's offset for a wall time, tried twice so that it is right next to a clock change. */
function zoneMinutes(wallMicros: number, zone: string): number {
  const first = offsetMinutes(offsetText(wallMicros, zone))
  return offsetMinutes(offsetText(wallMicros - first * 60e6, zone))
}
