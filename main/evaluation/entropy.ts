/** How evenly counts are spread, and how far two spreads are apart. */

/** Shannon entropy of counts in nats; 0 when all lie in one place or there is none. */
export function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return 0
  let nats = 0
  for (const count of counts) if (count > 0) nats -= (count / total) * Math.log(count / total)
  return Math.max(0, nats)
}

/** Entropy divided by its largest possible value, log of the number of places: 1 even, 0 all in one. */
export function evenness(counts: readonly number[]): number {
  return counts.length < 2 ? 0 : entropy(counts) / Math.log(counts.length)
}

/** Total variation distance of two spreads, 0 (equal shares) to 1 (nothing in common). */
export function totalVariation(a: readonly number[], b: readonly number[]): number {
  const p = shares(a)
  const q = shares(b)
  return p.reduce((sum, share, i) => sum + Math.abs(share - (q[i] ?? 0)), 0) / 2
}

/** Counts as shares of their total; all 0 when there is none. */
export function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total === 0 ? 0 : count / total))
}
