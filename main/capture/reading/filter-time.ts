/**
 * Times in filters: ISO 8601 as far as it is given. `2024-10-24` is the whole day, `2024-10-24T21` the whole hour, and so
 * on; `>` means after that stretch, `<` before it, `:` in it. UTC where no offset stands.
 */
const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,6})\d*)?)?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const MINUTE = 60_000_000

/** First microsecond of the stretch, and the first after it; null when the text is no time. */
export function timeStretch(text: string): { start: number; end: number } | null {
  const found = ISO.exec(text.trim())
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const millis = Date.UTC(+year!, +month! - 1, +(day ?? 1), +(hour ?? 0), +(minute ?? 0), +(second ?? 0))
  const date = new Date(millis)
  // Date.UTC lets 31 April be 1 May; such a time is refused.
  if (date.getUTCMonth() !== +month! - 1 || (day && date.getUTCDate() !== +day)) return null
  if (+(hour ?? 0) > 23 || +(minute ?? 0) > 59 || +(second ?? 0) > 59) return null
  const start = millis * 1000 + Number((fraction ?? '').padEnd(6, '0')) - offset(zone) * MINUTE
  return { start, end: start + stretch(found, date) }
}

function stretch(parts: RegExpExecArray, date: Date): number {
  const [, , , day, hour, minute, second, fraction] = parts
  if (fraction) return 10 ** (6 - fraction.length)
  if (second) return 1_000_000
  if (minute) return MINUTE
  if (hour) return 60 * MINUTE
  if (day) return 1440 * MINUTE
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) * 1000 - date.getTime() * 1000
}

/** Minutes east of Greenwich. */
function offset(zone: string | undefined): number {
  if (!zone || /^z$/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}
