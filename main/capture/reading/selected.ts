/** Selected events in order of time. A capture in order of time is a run of numbers, which takes no memory until someone wants them listed. */
export class Selection {
  readonly length: number
  /** How many have a time; those without one are last. */
  readonly timed: number
  #events: Uint32Array | null
  /** Of a run. */
  readonly #first: number

  /** @param events numbers, oldest first */
  constructor(events: Uint32Array | null, timed: number, run = { first: 0, length: 0 }) {
    this.#events = events
    this.#first = run.first
    this.length = events?.length ?? run.length
    this.timed = timed
  }

  /** `length` events with times, numbered from `first` on in their order. */
  static run(first: number, length: number): Selection {
    return new Selection(null, length, { first, length })
  }

  /** The number of the event at a place; undefined where none is. */
  at(place: number): number {
    return this.#events ? this.#events[place]! : this.#first + place
  }

  /** Where a run begins; null when this is none. */
  get runsFrom(): number | null {
    return this.#events ? null : this.#first
  }

  get events(): Uint32Array {
    if (this.#events) return this.#events
    const events = new Uint32Array(this.length)
    for (let i = 0; i < events.length; i++) events[i] = this.#first + i
    // Not kept: whoever lists a whole case has the memory for it, but only for as long as it takes.
    return events
  }

  /** A stretch of it, of events with a time. */
  slice(start: number, end: number): Selection {
    return this.#events
      ? new Selection(this.#events.subarray(start, end), end - start)
      : Selection.run(this.#first + start, end - start)
  }
}

/** How many bytes are one, of bytes that are zero or one. Four at a time, as many times as the sums fit a byte. */
export function countOnes(bytes: Uint8Array): number {
  let count = 0
  const words = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0
  const view = new Uint32Array(bytes.buffer, words > 0 ? bytes.byteOffset : 0, words)
  for (let from = 0; from < words; from += 255) {
    const end = Math.min(words, from + 255)
    let sums = 0
    for (let i = from; i < end; i++) sums += view[i]!
    count += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24)
  }
  for (let i = words * 4; i < bytes.length; i++) count += bytes[i]!
  return count
}

/** Fewer than one in so many are looked for one by one. */
const RARE = 100

/** `base` plus the place of each byte that is one. */
export function placesOfOnes(bytes: Uint8Array, base: number): Uint32Array {
  const most = countOnes(bytes)
  const found = new Uint32Array(most + 1)
  if (most < bytes.length / RARE) {
    let at = -1
    for (let i = 0; i < most; i++) found[i] = base + (at = bytes.indexOf(1, at + 1))
    return found.subarray(0, most)
  }
  let count = 0
  for (let i = 0; i < bytes.length; i++) {
    // Without a branch for each event, which the processor would guess wrong.
    found[count] = base + i
    count += bytes[i]!
  }
  return found.subarray(0, most)
}

/** Binary search in order of time: the place of the first event at `limit` or later, among those that have a time. */
export function firstNotBefore(selection: Selection, time: Float64Array, limit: number): number {
  let low = 0
  let high = selection.timed
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[selection.at(middle)]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
