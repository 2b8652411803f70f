/** How the time columns of an alert file are to be read, decided per column from a sample, with the reasons. */
import { checkZone, decideStyle, timeReader } from '../capture/time/times.ts'
import { TIMES, type TimeRole } from './field-names.ts'
import { fieldKey, type Fields } from './fields.ts'
import { writtenName } from './mapping.ts'

/** Integer microseconds of a time in the column of this name; null when it is none or 0, which means "all time". */
export type TimeReader = (column: string, text: string) => number | null

export interface TimeColumns {
  read: TimeReader
  zone: string
  zoneEvidence: string
  /** Times that say themselves where they stand from UTC, of all that can be read. */
  zoned: { agree: number; of: number }
}

const columns: readonly string[] = [...new Set(Object.values(TIMES).flat())]

/** Columns that say in their name that they are in UTC, whatever zone the user gives for the others. */
const isUtc = (column: string) => column.endsWith('(utc)')

/**
 * @param zone for times that name none, given by the user
 * @throws Problem `unknown-zone`
 */
export function decideTimes(sample: readonly Fields[], zone?: string): TimeColumns {
  checkZone(zone)
  const styles = columns
    .map((column) => {
      const texts = sample.flatMap((fields) => fields.get(column) ?? [])
      return { column, texts, style: decideStyle(texts, { zone: isUtc(column) ? undefined : zone }) }
    })
    .filter(({ texts, style }) => texts.length > 0 && style.readable > 0)
  const readers = new Map(styles.map(({ column, style }) => [column, timeReader(style)]))
  const otherwise = timeReader({ zone: zone ?? 'UTC' })
  return {
    read(column, text) {
      const micros = (readers.get(column) ?? otherwise)(text)
      return micros > 0 ? micros : null
    },
    zone: zone ?? styles[0]?.style.zone ?? 'UTC',
    zoned: {
      agree: styles.reduce(
        (sum, { column, style: { zoned } }) => sum + (isUtc(column) ? zoned.of : zoned.agree),
        0,
      ),
      of: styles.reduce((sum, { style }) => sum + style.zoned.of, 0),
    },
    zoneEvidence: evidence(
      styles.map(({ column, style }) => ({ column: writtenName(sample, column), text: style.evidence })),
    ),
  }
}

/** `_time: every time carries Z; firstTime, lastTime: …`, columns of one reason together. */
function evidence(reasons: { column: string; text: string }[]): string {
  const byText = new Map<string, string[]>()
  for (const { column, text } of reasons) byText.set(text, [...(byText.get(text) ?? []), column])
  const parts = [...byText].map(([text, names]) => `${names.join(', ')}: ${text}`)
  return parts.join('; ') || 'no time could be read'
}

/** Which role a time column plays; null for a column that holds no alert times. */
export function roleOf(column: string): TimeRole | null {
  const roles = Object.keys(TIMES) as TimeRole[]
  return roles.find((role) => (TIMES[role] as readonly string[]).includes(fieldKey(column))) ?? null
}
