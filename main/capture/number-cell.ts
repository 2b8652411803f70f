/**
 * Numbers from bytes without making strings. Decimal digits are gathered into an exact integer and divided by an exact power
 * of ten, which rounds right (Clinger's fast path); what does not fit goes through JavaScript's own reader.
 *
 * A cell counts as a number only when nothing is lost by keeping it as one: leading zeros (`007`), a plus sign, hexadecimal, bare
 * exponents (`12e5` is more often an id; `1e-05` is a number) and integers beyond 2^53 stay text.
 */
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)
const SAFE = Number.MAX_SAFE_INTEGER

/** What the last call of {@link readNumber} met. */
export const cell = { integer: false, number: false, missing: false }

/**
 * Reads bytes[from, to). Sets `cell`: `number` (and `integer` when it is a whole number written as one), or `missing` for
 * `NaN`, or neither when it is text.
 * @returns the number; NaN when it is none
 */
export function readNumber(bytes: Buffer, from: number, to: number): number {
  cell.integer = false
  cell.number = false
  cell.missing = false
  let at = from
  const negative = bytes[at] === 45
  if (negative) at++
  const first = bytes[at]! - 48
  if (at >= to) return Number.NaN
  if (!(first >= 0 && first <= 9) && first !== -2) return readWord(bytes, from, to)
  const whole = at
  let value = 0
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  if (first === 0 && at - whole > 1) return Number.NaN
  if (at === to) {
    // Minus zero is a number, but no integer that would come back as it was.
    if (value > SAFE) return Number.NaN
    cell.number = true
    cell.integer = !(negative && value === 0)
    return negative ? -value : value
  }
  return readFraction(bytes, from, to, { at, value, negative })
}

function readFraction(
  bytes: Buffer,
  from: number,
  to: number,
  state: { at: number; value: number; negative: boolean },
): number {
  // prettier-ignore
  let { at, value } = state
  if (bytes[at] !== 46) {
    const signed = bytes[at + 1] === 43 || bytes[at + 1] === 45
    if (!signed || !isExponent(bytes, at, to)) return Number.NaN
    cell.number = true
    return finite(Number(bytes.toString('latin1', from, to)))
  }
  const point = at++
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  const places = at - point - 1
  if (places === 0 && point === from + (state.negative ? 1 : 0)) return Number.NaN
  if (at < to && !isExponent(bytes, at, to)) return Number.NaN
  cell.number = true
  if (at === to && value <= SAFE && places <= 22) {
    const size = value / POWERS[places]!
    return state.negative ? -size : size
  }
  return finite(Number(bytes.toString('latin1', from, to)))
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

/** An exponent beyond what doubles hold is text, so that infinity means infinity. */
function finite(value: number): number {
  if (Number.isFinite(value)) return value
  cell.number = false
  return Number.NaN
}

const WORDS = /^-?(?:infinity|inf)$/i

/** `Infinity`, `-inf`, `NaN`. */
function readWord(bytes: Buffer, from: number, to: number): number {
  if (to - from > 9) return Number.NaN
  const text = bytes.toString('latin1', from, to)
  if (text === 'NaN' || text === 'nan') cell.missing = true
  else if (WORDS.test(text)) {
    cell.number = true
    return text.startsWith('-') ? -Infinity : Infinity
  }
  return Number.NaN
}
