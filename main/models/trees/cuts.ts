/**
 * Where the values of one feature are cut into bins.
 *
 * Up to 255 different values, each is a bin of its own. Above, bins are closed one after another so that each holds about
 * as many rows as are left for each of the bins that are left; a value that is very common gets a bin for itself, and
 * the others still share the rest. Bin 255 is for what is missing: NaN and infinities.
 */

/** Bins for values; with the one for what is missing there are 256. */
export const VALUE_BINS = 255
export const MISSING = 255

/** The finite ones of the values, ascending. Reorders nothing of what is given. */
export function sortedFinite(values: Float32Array): Float32Array {
  return values.filter((value) => Number.isFinite(value)).sort()
}

/**
 * Cuts between bins: the bin of a value is the number of cuts at or below it.
 * @param sorted finite values, ascending
 * @returns ascending, at most VALUE_BINS - 1; each is the least value of the bin above it
 */
export function cutsOf(sorted: Float32Array): Float32Array {
  const starts = startsOf(sorted)
  if (starts.length <= VALUE_BINS) return Float32Array.from(starts.slice(1), (start) => sorted[start]!)
  const cuts: number[] = []
  let held = 0
  let left = sorted.length
  starts.forEach((start, i) => {
    const count = (starts[i + 1] ?? sorted.length) - start
    const bins = VALUE_BINS - cuts.length
    // A value that alone fills a bin does not join the bin before it.
    const full = held >= left / bins || (held > 0 && count >= left / bins)
    if (full && bins > 1) {
      cuts.push(sorted[start]!)
      left -= held
      held = 0
    }
    held += count
  })
  return Float32Array.from(cuts)
}

/** Number of cuts at or below the value, by halving. */
export function binOf(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Where each different value begins. */
function startsOf(sorted: Float32Array): number[] {
  const starts: number[] = []
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) starts.push(i)
  return starts
}
