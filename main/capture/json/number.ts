/** Numbers of JSON from bytes, to the bit as `JSON.parse` reads them. */
import { POWERS, SAFE, shortInteger } from '../columns/number-cell.ts'

const MINUS = 45
const POINT = 46
const PLUS = 43

/** The number that bytes[from, to) are by JSON's grammar; NaN when they are none. */
export function jsonNumber(bytes: Buffer, from: number, to: number): number {
  const short = shortInteger(bytes, from, to)
  if (short >= 0) return short
  const negative = bytes[from] === MINUS
  const whole = negative ? from + 1 : from
  let at = digitsEnd(bytes, whole, to)
  if (at === whole || (at - whole > 1 && bytes[whole] === 48)) return Number.NaN
  let places = 0
  if (at < to && bytes[at] === POINT) {
    const end = digitsEnd(bytes, at + 1, to)
    places = end - at - 1
    if (places === 0) return Number.NaN
    at = end
  }
  if (at < to) return exponentFits(bytes, at, to) ? slow(bytes, from, to) : Number.NaN
  const size = exact(bytes, whole, to, places)
  if (Number.isNaN(size)) return slow(bytes, from, to)
  return negative ? -size : size
}

function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at]! >= 48 && bytes[at]! <= 57) at++
  return at
}

function exponentFits(bytes: Buffer, from: number, to: number): boolean {
  if ((bytes[from]! | 32) !== 101) return false
  const sign = bytes[from + 1]
  const digits = sign === PLUS || sign === MINUS ? from + 2 : from + 1
  return digits < to && digitsEnd(bytes, digits, to) === to
}

/** Digits as an integer over a power of ten, where both are exact; else NaN. */
function exact(bytes: Buffer, from: number, to: number, places: number): number {
  let value = 0
  for (let at = from; at < to; at++) if (bytes[at] !== POINT) value = value * 10 + bytes[at]! - 48
  return value <= SAFE && places <= 22 ? value / POWERS[places]! : Number.NaN
}

const slow = (bytes: Buffer, from: number, to: number): number => Number(bytes.toString('latin1', from, to))
