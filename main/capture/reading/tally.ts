/**
 * Counts by value in bounded memory. While few different values come, every count is exact. Beyond that many, the smallest
 * are dropped as in the summary of Misra and Gries (Finding repeated elements, 1982; merged as in Agarwal et al., Mergeable
 * summaries, 2012): all counts are lowered by one amount, those at or below zero go. No value of more events than all these
 * amounts together can be missing at the end.
 */
export class Tally {
  readonly #most: number
  readonly #counts = new Map<string, number>()
  /** What counts may be too low by; values of at most so many events may be missing. */
  lowered = 0

  /** @param most different values kept */
  constructor(most: number) {
    this.#most = most
  }

  add(value: string, count: number): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count)
    if (this.#counts.size > 2 * this.#most) this.#lower()
  }

  has(value: string): boolean {
    return this.#counts.has(value)
  }

  get(value: string): number {
    return this.#counts.get(value) ?? 0
  }

  get size(): number {
    return this.#counts.size
  }

  /** The values of most events, equal ones by text. */
  top(limit: number): { value: string; count: number }[] {
    // Only what reaches the limit's count is sorted: millions of single values need no order.
    const least = largest(this.#counts, limit)
    return Array.from(this.#counts, ([value, count]) => ({ value, count }))
      .filter(({ count }) => count >= least)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, limit)
  }

  #lower(): void {
    const by = largest(this.#counts, this.#most + 1)
    this.lowered += by
    for (const [value, count] of this.#counts) {
      if (count > by) this.#counts.set(value, count - by)
      else this.#counts.delete(value)
    }
  }
}

/** The rank-th largest count; 0 where there are fewer. */
function largest(counts: ReadonlyMap<string, number>, rank: number): number {
  if (counts.size < rank) return 0
  const sorted = Float64Array.from(counts.values()).sort()
  return sorted[sorted.length - rank] ?? 0
}
