/**
 * Which of several engines is the fastest, by timings that what else the machine does can spoil: they are asked in the
 * order of their list, and one further down must win clearly. Else the same experiment would be computed by another
 * engine the next time, to other bits.
 */

/** Times as fast as one before it in the list that an engine must be to take its place. */
export const CLEARLY = 1.5

/** @param rate work a second; null where it was not timed, and then it is not taken */
export function fastest<T>(able: readonly T[], rate: (one: T) => number | null): T | null {
  let [best, its]: [T | null, number] = [null, 0]
  for (const one of able) {
    const mine = rate(one)
    if (mine === null || (best !== null && mine <= its * CLEARLY)) continue
    best = one
    its = mine
  }
  return best
}
