/** Values of Parquet and Arrow as the columns of a capture take them: exact, and nothing but text, numbers, booleans and objects. */

/** Integers beyond 2^53 become their digits; bytes hexadecimal digits; `undefined` stays away. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, plainValue)
  if (Symbol.iterator in value && !('toJSON' in value))
    return Array.from(value as Iterable<unknown>, plainValue)
  const plain = 'toJSON' in value ? (value as { toJSON(): unknown }).toJSON() : value
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return plainValue(plain)
  return Object.fromEntries(Object.entries(plain).map(([key, inner]) => [key, plainValue(inner)]))
}

const DIGITS = { s: 0, ms: 3, us: 6, ns: 9 }

/**
 * A count of seconds or parts of seconds since 1970 as ISO 8601, to its last digit.
 * @param utc the count is of UTC; else of a clock whose zone is not told, and the text names none
 */
export function epochText(count: bigint, unit: keyof typeof DIGITS, utc = true): string {
  const digits = DIGITS[unit]
  const per = 10n ** BigInt(digits)
  const part = ((count % per) + per) % per
  const seconds = (count - part) / per
  const date = new Date(Number(seconds) * 1000)
  // Beyond the calendar of JavaScript: the count itself, which no one reads as a time.
  if (Number.isNaN(date.getTime())) return String(count)
  const fraction = digits === 0 ? '' : `.${String(part).padStart(digits, '0')}`
  return `${date.toISOString().replace(/\.\d{3}Z$/, '')}${fraction}${utc ? 'Z' : ''}`
}

/** `unscaled / 10 ** scale`, written out. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits
  return unscaled < 0n ? `-${text}` : text
}
