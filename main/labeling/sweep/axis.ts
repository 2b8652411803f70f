/** The window lengths that a sweep tries: even steps on a logarithmic scale, rounded to lengths that people would write. */

const second = 1_000_000
/** From 1 s to a day. */
const SHORTEST = second
const LONGEST = 86_400 * second
/** With more steps than this, round lengths would fall together. */
const FEW = 64

/** From so many seconds on, lengths are whole multiples of so many. */
const ROUND = [
  [21_600, 1800],
  [3600, 300],
  [600, 60],
  [120, 15],
  [20, 5],
  [10, 1],
  [0, 0.1],
] as const

/** A length as a person would set it; whole microseconds. */
function plain(micros: number): number {
  const seconds = micros / second
  const [, unit] = ROUND.find(([from]) => seconds >= from)!
  return Math.round(Math.round(seconds / unit) * unit * second)
}

/**
 * Window lengths from 0 on, rising, all different.
 * @param steps how many, 2 or more
 * @param include lengths that must be among them, microseconds
 */
export function windowAxis(
  steps: number,
  include: readonly number[] = [],
  longest: number = LONGEST,
): Float64Array {
  const ratio = (longest / SHORTEST) ** (1 / Math.max(1, steps - 2))
  const exact = Array.from({ length: steps - 1 }, (_, i) => SHORTEST * ratio ** i)
  const spread = exact.map((length) => (steps > FEW ? Math.round(length) : plain(length)))
  const wanted = [...new Set([0, ...spread])]
  // A length that must be there takes the place of its nearest neighbor, so that the number of steps stays.
  for (const length of include) {
    if (!wanted.includes(length)) wanted[nearestOf(wanted, length)] = length
  }
  return Float64Array.from(new Set(wanted)).sort()
}

/** Place of the nearest to a length, but for the 0 at the front. */
function nearestOf(lengths: readonly number[], length: number): number {
  let best = 1
  for (let i = 2; i < lengths.length; i++)
    if (Math.abs(lengths[i]! - length) < Math.abs(lengths[best]! - length)) best = i
  return best
}

/** Even steps between two lengths, both included. */
export function evenAxis(from: number, to: number, steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, i) => Math.round(from + ((to - from) * i) / (steps - 1)))
}

/** First index whose length is `distance` or more; the axis' length when there is none. */
export function binOf(axis: Float64Array, distance: number): number {
  let low = 0
  let high = axis.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (axis[middle]! < distance) low = middle + 1
    else high = middle
  }
  return low
}
