/** Numbers as intervals, closed or open at each end: what comparisons and times in filters come to. */
import type { Operator } from './filter-tree.ts'

export interface Interval {
  low: number
  high: number
  /** Whether the ends themselves belong to it. */
  withLow: boolean
  withHigh: boolean
}

export function inside(interval: Interval, value: number): boolean {
  const { low, high, withLow, withHigh } = interval
  return (value > low || (withLow && value === low)) && (value < high || (withHigh && value === high))
}

/** Whether some value between `min` and `max` may be inside: if not, a chunk need not be read. */
export function overlaps({ low, high, withLow, withHigh }: Interval, min: number, max: number): boolean {
  return (max > low || (withLow && max === low)) && (min < high || (withHigh && min === high))
}

/** Whether every value between `min` and `max` is inside. */
export function covers(interval: Interval, min: number, max: number): boolean {
  return inside(interval, min) && inside(interval, max)
}

/** The same values as an interval with both its ends, so that a loop compares once at each end. */
export function closed({ low, high, withLow, withHigh }: Interval): { low: number; high: number } {
  return { low: withLow ? low : nextAbove(low), high: withHigh ? high : -nextAbove(-high) }
}

/** The smallest double above; NaN, which nothing reaches, above infinity. */
function nextAbove(value: number): number {
  if (value === Infinity) return NaN
  if (value === 0) return Number.MIN_VALUE
  const bits = new BigInt64Array(1)
  const double = new Float64Array(bits.buffer)
  double[0] = value
  bits[0]! += value > 0 ? 1n : -1n
  return double[0]
}

/** The values that stand in relation `op` to the stretch from `start` to `end` (a point when they are the same). */
export function compared(op: Operator, start: number, end: number, withEnd: boolean): Interval {
  switch (op) {
    case '>':
      return { low: end, withLow: !withEnd, high: Infinity, withHigh: true }
    case '>=':
      return { low: start, withLow: true, high: Infinity, withHigh: true }
    case '<':
      return { low: -Infinity, withLow: true, high: start, withHigh: false }
    case '<=':
      return { low: -Infinity, withLow: true, high: end, withHigh: withEnd }
    case ':':
    case '=':
    case '!=':
      return { low: start, withLow: true, high: end, withHigh: withEnd }
  }
}
