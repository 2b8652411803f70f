/** How a value of a column reads as text, wherever a column is shown or compared as text. Missing is ''. */
import type { ColumnData } from './chunks.ts'

/** The texts for one type of column, from what {@link ColumnData} holds. */
export function cellText(type: Exclude<ColumnData['type'], 'text'>): (value: number) => string {
  if (type === 'boolean') return (value) => (value === 255 ? '' : value === 1 ? 'true' : 'false')
  return type === 'time' ? timeText : (value) => (Number.isNaN(value) ? '' : String(value))
}

/** Microseconds as `2026-09-15T12:00:00.000000Z`; '' for NaN, the bare number where no date has it. */
export function timeText(micros: number): string {
  if (Number.isNaN(micros)) return ''
  const millis = Math.floor(micros / 1000)
  const date = new Date(millis)
  if (Number.isNaN(date.getTime())) return String(micros)
  const rest = String(micros - millis * 1000).padStart(3, '0')
  return date.toISOString().replace('Z', `${rest}Z`)
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const INFINITE = /^([+-]?)inf(inity)?$/i

/** A decimal number or an infinity; NaN for any other text. */
export function numberOf(text: string): number {
  const trimmed = text.trim()
  if (DECIMAL.test(trimmed)) return Number(trimmed)
  const infinite = INFINITE.exec(trimmed)
  return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : NaN
}
