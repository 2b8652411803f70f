/**
 * Times that are numbers since 1970, from bytes without making strings: the hot path of captures whose clock is an epoch, such as
 * `1642999416.123456`. It reads only what it can read exactly; everything else is left to values.ts, whose answers
 * it must give (a property test compares the two).
 */
import type { TimeUnit } from './values.ts'

/** Digits that a double always holds. */
const MOST_DIGITS = 15
/** Digits of a fraction that still count microseconds, and what a whole unit is in them. */
const PLACES = { s: 6, ms: 3, us: 0 }
const MICROS = { s: 1_000_000, ms: 1000, us: 1 }

/**
 * @param unit told by size where it is left out
 * @returns microseconds since 1970, fractions cut off; NaN when it takes the long way to tell
 */
export function epochMicros(bytes: Uint8Array, from: number, to: number, unit: TimeUnit | undefined): number {
  let at = from
  let value = 0
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  const digits = at - from
  // Fourteen digits may be a date written without separators.
  if (digits === 0 || digits > MOST_DIGITS || (digits === 14 && !unit)) return Number.NaN
  const by = unit ?? (value < 1e11 ? 's' : value < 1e14 ? 'ms' : 'us')
  if (by === 'ns') return Number.NaN
  let micros = value * MICROS[by]
  if (at < to) {
    if (bytes[at] !== 46) return Number.NaN
    let worth = MICROS[by]
    const last = at + 1 + PLACES[by]
    for (at++; at < to; at++) {
      const digit = bytes[at]! - 48
      if (digit < 0 || digit > 9) return Number.NaN
      if (at >= last) continue
      worth /= 10
      micros += digit * worth
    }
  }
  return micros <= Number.MAX_SAFE_INTEGER ? micros : Number.NaN
}
