/**
 * Counts for every pair of window lengths at once. An event that a window catches from some length on is added once, at the
 * cell where that begins; sums along both sides then give every cell its count (a summed-area table, Crow 1984).
 *
 * For one event let S be the time since the nearest alert before it and U the time until the nearest alert after it; S2 and U2
 * the same for the nearest alert of another class on that side. A window (b before, a after) labels the event when a >= S or
 * b >= U; the nearer of the two that hold it decides. Windows of two classes hold it when a >= S2, or b >= U2, or a >= S and
 * b >= U and the two alerts differ in class. All are sums of products [b >= x][a >= y], hence single cells to add to.
 */

export interface GridCounts {
  /** Window lengths in microseconds, rising. */
  before: Float64Array
  after: Float64Array
  /** Of the cell (b, a) at b * after.length + a: events with a label. */
  labeled: Float64Array
  /** Events in windows of two or more classes. */
  conflicts: Float64Array
  /** Events whose nearest alert of all is of another class and does not hold them: a neighbor's events. */
  strays: Float64Array
  /** Events that are one or the other. */
  doubtful: Float64Array
  /** Alerts that hold at least one event. */
  matched: Float64Array
  /** Labeled events whose truth is known, and those of them that are labeled rightly. */
  known: Float64Array
  right: Float64Array
}

/** Where along the two axes an event comes in; the axis' length where it never does. */
export interface Entrance {
  since: number
  until: number
  sinceOther: number
  untilOther: number
}

/** What else decides how an event counts. */
export interface Standing {
  /** True when the alert before is at least as near as the one behind. */
  sinceIsNearer: boolean
  /** The two nearest alerts are of different classes. */
  differ: boolean
  /** Weights of the two alerts; 1, but for resampled ones. */
  sinceWeight: number
  untilWeight: number
  known: boolean
  sinceRight: boolean
  untilRight: boolean
}

const CHANNELS = ['labeled', 'conflicts', 'strays', 'doubtful', 'matched', 'known', 'right'] as const

export class Grid {
  readonly counts: GridCounts
  readonly #wide: number
  readonly #high: number

  constructor(before: Float64Array, after: Float64Array) {
    this.#wide = after.length
    this.#high = before.length
    const size = before.length * after.length
    const channels = CHANNELS.map((name) => [name, new Float64Array(size)] as const)
    this.counts = { before, after, ...Object.fromEntries(channels) } as unknown as GridCounts
  }

  /** Adds `amount` to every cell with before index >= b and after index >= a. */
  #add(channel: Float64Array, b: number, a: number, amount: number): void {
    if (b < this.#high && a < this.#wide) channel[b * this.#wide + a]! += amount
  }

  /** Counts events that come in alike. @param count how many */
  addEvents({ since, until, sinceOther, untilOther }: Entrance, how: Standing, count: number): void {
    const { labeled, conflicts, strays, doubtful, known, right } = this.counts
    const nearSince = how.sinceIsNearer
    // The farther side decides only where the nearer one does not hold the event.
    const [sw, uw] = [how.sinceWeight * count, how.untilWeight * count]
    this.#claim(labeled, since, until, nearSince, sw, uw)
    if (how.known) {
      this.#claim(known, since, until, nearSince, sw, uw)
      this.#claim(right, since, until, nearSince, how.sinceRight ? sw : 0, how.untilRight ? uw : 0)
    }
    const near = nearSince ? sw : uw
    for (const channel of [conflicts, doubtful]) {
      this.#add(channel, 0, sinceOther, near)
      this.#add(channel, untilOther, 0, near)
      if (how.differ) {
        this.#add(channel, until, since, near)
        this.#add(channel, untilOther, since, -near)
        this.#add(channel, until, sinceOther, -near)
      } else this.#add(channel, untilOther, sinceOther, -near)
    }
    if (!how.differ) return
    const far = nearSince ? uw : sw
    this.#only(strays, nearSince ? until : 0, nearSince ? 0 : since, until, since, far)
    this.#only(doubtful, nearSince ? until : 0, nearSince ? 0 : since, until, since, far)
    // What is a stray and in conflict too must not count twice as doubtful.
    const [b, a] = nearSince ? [untilOther, since] : [until, sinceOther]
    this.#only(doubtful, nearSince ? untilOther : 0, nearSince ? 0 : sinceOther, b, a, -near)
  }

  /** Counts an alert whose window holds an event from either length on. */
  addAlert(until: number, since: number, weight: number): void {
    this.#claim(this.counts.matched, since, until, true, weight, weight)
  }

  #claim(to: Float64Array, since: number, until: number, near: boolean, sw: number, uw: number): void {
    if (sw !== 0) this.#add(to, 0, since, sw)
    if (uw !== 0) this.#add(to, until, 0, uw)
    const far = near ? uw : sw
    if (far !== 0) this.#add(to, until, since, -far)
  }

  /** Adds at one corner and takes away from another: one side holds and the other does not yet. */
  #only(to: Float64Array, b: number, a: number, offB: number, offA: number, amount: number): void {
    if (amount === 0) return
    this.#add(to, b, a, amount)
    this.#add(to, offB, offA, -amount)
  }

  /** Sums along both axes; call once, when all is added. */
  finish(): GridCounts {
    const wide = this.#wide
    for (const name of CHANNELS) {
      const cells = this.counts[name]
      for (let i = 0; i < cells.length; i++) if (i % wide > 0) cells[i]! += cells[i - 1]!
      for (let i = wide; i < cells.length; i++) cells[i]! += cells[i - wide]!
    }
    return this.counts
  }
}
