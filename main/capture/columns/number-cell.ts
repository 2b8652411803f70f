/**
 * Numbers from bytes without making strings. Decimal digits are gathered into an exact integer and divided by an exact power
 * of ten, which rounds right (Clinger's fast path); what does not fit goes through JavaScript's own reader.
 *
 * A cell counts as a number only when nothing is lost by keeping it as one: leading zeros (`007`), a plus sign, hexadecimal, bare
 * exponents (`12e5` is more often an id; `1e-05` is a number) and integers beyond 2^53 stay text.
 */
export const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)
export const SAFE = Number.MAX_SAFE_INTEGER

/** Text, a whole number written as one, any other number, or `NaN`, which is a missing number. */
export const TEXT = 0
export const INTEGER = 1
export const NUMBER = 2
export const MISSING = 3

/** What the last call of {@link readNumber} met: one of the four above. A field, because this is hot. */
export const met = { kind: TEXT }

/**
 * Reads bytes[from, to), which is not empty, and says in `met` what it is.
 * @returns the number; NaN when it is none
 */
export function readNumber(bytes: Buffer, from: number, to: number): number {
  const negative = bytes[from] === 45
  const whole = negative ? from + 1 : from
  let at = whole
  let value = 0
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  const digits = at - whole
  if (digits > 1 && bytes[whole] === 48) return other(TEXT, Number.NaN)
  if (at === to) {
    if (digits === 0 || value > SAFE) return other(TEXT, Number.NaN)
    // Minus zero is a number, but no integer that would come back as it was.
    met.kind = negative && value === 0 ? NUMBER : INTEGER
    return negative ? -value : value
  }
  if (bytes[at] !== 46) return digits === 0 ? readWord(bytes, from, to) : readExponent(bytes, from, to, at)
  const point = at++
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  const places = at - point - 1
  if (at < to) return isExponent(bytes, at, to) ? readSlow(bytes, from, to) : other(TEXT, Number.NaN)
  if (places + digits === 0) return other(TEXT, Number.NaN)
  if (value > SAFE || places > 22) return readSlow(bytes, from, to)
  met.kind = NUMBER
  const size = value / POWERS[places]!
  return negative ? -size : size
}

/** The commonest cell at once: one to nine digits without leading zeros. @returns -1 for any other: ask {@link readNumber} */
export function shortInteger(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > 9 || from >= to) return -1
  let value = bytes[from]! - 48
  if (value === 0 && to - from > 1) return -1
  if (value < 0 || value > 9) return -1
  for (let at = from + 1; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function other(kind: number, value: number): number {
  met.kind = kind
  return value
}

/** `5e-06`: an exponent straight behind the digits, with its sign. */
function readExponent(bytes: Buffer, from: number, to: number, at: number): number {
  const signed = bytes[at + 1] === 43 || bytes[at + 1] === 45
  return signed && isExponent(bytes, at, to) ? readSlow(bytes, from, to) : other(TEXT, Number.NaN)
}

/** Through JavaScript's reader. Beyond what doubles hold it is text, so that infinity means infinity. */
function readSlow(bytes: Buffer, from: number, to: number): number {
  const value = Number(bytes.toString('latin1', from, to))
  return Number.isFinite(value) ? other(NUMBER, value) : other(TEXT, Number.NaN)
}

/** `e-05`, `E+10`, `e3`. */
function isExponent(bytes: Buffer, from: number, to: number): boolean {
  if ((bytes[from]! | 32) !== 101) return false
  const sign = bytes[from + 1]
  const digits = sign === 43 || sign === 45 ? from + 2 : from + 1
  if (digits >= to || to - digits > 3) return false
  for (let at = digits; at < to; at++) if (bytes[at]! < 48 || bytes[at]! > 57) return false
  return true
}

const WORDS = /^-?(?:infinity|inf)$/i

/** `Infinity`, `-inf`, `NaN`. */
function readWord(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from]! | 32
  if (to - from > 9 || (first !== 105 && first !== 110 && first !== 45)) return other(TEXT, Number.NaN)
  const text = bytes.toString('latin1', from, to)
  if (text === 'NaN' || text === 'nan') return other(MISSING, Number.NaN)
  return WORDS.test(text)
    ? other(NUMBER, text.startsWith('-') ? -Infinity : Infinity)
    : other(TEXT, Number.NaN)
}
