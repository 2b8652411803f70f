/**
 * One way to write each kind of number, in the window, the terminal and the report alike.
 *
 * An undefined value (null) is an en dash, never 0. A share that is not 0 or 1 is never rounded to 0.0 % or 100.0 %.
 * Spaces before units are no-break spaces. Nothing depends on the machine's locale or time zone.
 */

export const NONE = '–'
const SPACE = '\u00a0'

/** 0.7222 → `72.2 %`; 0.0001 → `< 0.1 %`; 0.9999 → `> 99.9 %`. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return NONE
  const least = 10 ** -digits
  const value = share * 100
  if (value > 0 && value < least / 2) return `<${SPACE}${least.toFixed(digits)}${SPACE}%`
  if (value < 100 && value > 100 - least / 2) return `>${SPACE}${(100 - least).toFixed(digits)}${SPACE}%`
  return `${value.toFixed(digits)}${SPACE}%`
}

/** 0.8314 → `0.831`; for areas, coefficients, entropies. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE
  const text = value.toFixed(digits)
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−')
}

/** 1234567 → `1,234,567`. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE
  const digits = Math.round(Math.abs(value)).toString()
  return `${value < 0 ? '−' : ''}${digits.replaceAll(/\B(?=(\d{3})+$)/g, ',')}`
}

/** `1 event`, `2,345 events`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)}${SPACE}${value === 1 ? singular : plural}`
}

/** 1536 → `1.5 KiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let size = value
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return `${unit === 0 ? count(size) : size.toFixed(1)}${SPACE}${units[unit] ?? ''}`
}

/** Microseconds since 1970 → `2024-11-04 18:04:11 UTC`, with a fraction where there is one. */
export function instant(micros: number | null | undefined): string {
  if (micros === null || micros === undefined || Number.isNaN(micros)) return NONE
  const date = new Date(Math.floor(micros / 1000))
  if (Number.isNaN(date.getTime())) return NONE
  const fraction = (((micros % 1_000_000) + 1_000_000) % 1_000_000).toString().padStart(6, '0')
  const tail = fraction === '000000' ? '' : `.${fraction.replace(/0+$/, '')}`
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${tail} UTC`
}

/** Microseconds → `10 min`, `1 h 30 min`, `2.5 s`. */
export function duration(micros: number): string {
  const seconds = micros / 1_000_000
  if (seconds < 60) return `${Number(seconds.toFixed(3))}${SPACE}s`
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [Math.round(seconds % 60), 's'],
  ]
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value}${SPACE}${unit}`)
    .join(' ')
}

/** The first 12 digits of a hash, for places where the whole does not fit. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12)
}

/** `a`, `a and b`, `a, b and c`; more than `most` are counted: `a, b and 5 more`. */
export function listing(names: readonly string[], most = 6): string {
  const shown =
    names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : [...names]
  const last = shown.pop()
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last ?? ''}`
}
