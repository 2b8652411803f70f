/**
 * The regimes: how many rows of each class a training or a test sees.
 *
 * Imbalanced: benign rows and malicious rows in a given proportion (published: 72.2 % benign), by leaving out rows of
 * whichever side is too many; among the malicious, classes keep their proportions. Balanced: every class cut to the
 * smallest. Realistic: every benign row, a tenth of the malicious. Everything is drawn without replacement, from the
 * seed alone; lists go in and come out as ascending row indexes. Class 0 is benign.
 */
import { mixSeed, permutation } from '../engine/random.ts'

/** `count` of the rows, drawn without replacement; ascending. All of them when there are not more. */
export function draw(rows: Int32Array, count: number, seed: number): Int32Array {
  if (count >= rows.length) return rows.slice()
  const order = permutation(rows.length, seed).subarray(0, Math.max(0, count))
  return order.map((place) => rows[place] ?? 0).sort()
}

/** The rows of each class, by class index, in the order given. */
export function rowsByClass(rows: Int32Array, labels: Uint8Array, classes: number): Int32Array[] {
  const lists = Array.from({ length: classes }, (): number[] => [])
  for (const row of rows) lists[labels[row] ?? 0]?.push(row)
  return lists.map((list) => Int32Array.from(list))
}

/**
 * Shares `total` out in proportion to `counts` by largest remainders (ties: lower index first), never more than a
 * count, and at least `least` of each count that has that many (which may exceed `total`).
 */
export function apportion(counts: number[], total: number, least = 0): number[] {
  const floor = counts.map((count) => Math.min(count, least))
  const sum = counts.reduce((all, count) => all + count, 0)
  if (sum <= total) return [...counts]
  const exact = counts.map((count) => (count * total) / sum)
  const shares = exact.map((share, i) => Math.max(Math.floor(share), floor[i] ?? 0))
  const order = exact.map((share, i) => ({ i, rest: share - Math.floor(share) }))
  order.sort((a, b) => b.rest - a.rest || a.i - b.i)
  let left = total - shares.reduce((all, share) => all + share, 0)
  for (const { i } of order)
    if (left > 0 && (shares[i] ?? 0) < (counts[i] ?? 0)) {
      shares[i] = (shares[i] ?? 0) + 1
      left--
    }
  return lowered(shares, floor, -left)
}

/** Takes back what the floors cost, from the largest shares, so that the sum is right where it can be. */
function lowered(shares: number[], floor: number[], over: number): number[] {
  for (let left = over; left > 0;) {
    const spare = shares.map((share, i) => share - (floor[i] ?? 0))
    const most = Math.max(...spare)
    if (most <= 0) break
    const at = spare.indexOf(most)
    const taken = Math.min(left, Math.max(1, Math.floor(most / 2)))
    shares[at] = (shares[at] ?? 0) - taken
    left -= taken
  }
  return shares
}

/** The given number of rows of each class, drawn by seed and joined; ascending. */
export function drawPerClass(lists: Int32Array[], counts: number[], seed: number): Int32Array {
  const drawn = lists.map((list, k) => draw(list, counts[k] ?? 0, mixSeed(seed, k)))
  return joined(drawn)
}

/** All rows of all lists, ascending. */
export function joined(lists: Int32Array[]): Int32Array {
  const rows = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    rows.set(list, at)
    at += list.length
  }
  return rows.sort()
}

/** Benign share as wanted, or the rows as they are when `share` is null or one side is empty. */
export function imbalanced(lists: Int32Array[], share: number | null, seed: number): Int32Array {
  const counts = lists.map((list) => list.length)
  const benign = counts[0] ?? 0
  const attacks = counts.slice(1)
  const malicious = attacks.reduce((all, count) => all + count, 0)
  if (share === null || benign === 0 || malicious === 0) return joined(lists)
  const benignWanted = Math.max(1, Math.round((malicious * share) / (1 - share)))
  if (benignWanted <= benign) return drawPerClass(lists, [benignWanted, ...attacks], seed)
  const maliciousWanted = Math.max(1, Math.round((benign * (1 - share)) / share))
  return drawPerClass(lists, [benign, ...apportion(attacks, maliciousWanted, 1)], seed)
}

/** Every class that has rows, cut to the smallest such class. */
export function balanced(lists: Int32Array[], seed: number): Int32Array {
  const present = lists.map((list) => list.length).filter((count) => count > 0)
  const smallest = present.length > 0 ? Math.min(...present) : 0
  return drawPerClass(
    lists,
    lists.map((list) => Math.min(list.length, smallest)),
    seed,
  )
}

/** All benign rows and `keep` of each malicious class (rounded), at least one of each class that has any. */
export function realistic(lists: Int32Array[], keep: number, seed: number): Int32Array {
  const counts = lists.map(({ length }, k) =>
    k === 0 ? length : Math.min(length, Math.max(1, Math.round(length * keep))),
  )
  return drawPerClass(lists, counts, seed)
}
