/**
 * Selected events in order of time. A capture in order of time is a run of numbers, which takes no memory until someone wants them
 * listed; many events of a run are marked.
 */
import { Marks } from './marks.ts'

export class Selection {
  readonly length: number
  /** How many have a time; those without one are last. */
  readonly timed: number
  #events: Uint32Array | null
  /** Of a run. */
  readonly #first: number
  readonly marks: Marks | null

  /** @param events numbers, oldest first; null: a run, or marked ones */
  constructor(
    events: Uint32Array | null,
    timed: number,
    run: { first: number; length: number } | Marks = { first: 0, length: 0 },
  ) {
    this.#events = events
    this.#first = run.first
    this.marks = events === null && run instanceof Marks ? run : null
    this.length = events?.length ?? run.length
    this.timed = timed
  }

  /** `length` events with times, numbered from `first` on in their order. */
  static run(first: number, length: number): Selection {
    return new Selection(null, length, { first, length })
  }

  /** Events of a run, each with its time. */
  static marked(marks: Marks): Selection {
    return new Selection(null, marks.length, marks)
  }

  /** The number of the event at a place; undefined where none is. */
  at(place: number): number {
    if (this.marks) return this.marks.at(place)!
    return this.#events ? this.#events[place]! : this.#first + place
  }

  /** Where a run begins; null when this is none. */
  get runsFrom(): number | null {
    return this.#events || this.marks ? null : this.#first
  }

  get events(): Uint32Array {
    if (this.#events) return this.#events
    if (this.marks) return (this.#events = this.marks.list())
    const events = new Uint32Array(this.length)
    for (let i = 0; i < events.length; i++) events[i] = this.#first + i
    // Not kept: whoever lists a whole case has the memory for it, but only for as long as it takes.
    return events
  }

  /** A stretch of it, of events with a time. */
  slice(start: number, end: number): Selection {
    return this.runsFrom === null
      ? new Selection(this.events.subarray(start, end), end - start)
      : Selection.run(this.#first + start, end - start)
  }
}

/** Binary search in order of time: the place of the first event at `limit` or later, among those that have a time. */
export function firstNotBefore(selection: Selection, time: Float64Array, limit: number): number {
  const { marks } = selection
  if (marks)
    return marks.before(halved(marks.first, marks.first + marks.span, (event) => time[event]! < limit))
  return halved(0, selection.timed, (place) => time[selection.at(place)]! < limit)
}

/** The first number from `low` on that is not `below`, or `high`. */
function halved(low: number, high: number, below: (at: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (below(middle)) low = middle + 1
    else high = middle
  }
  return low
}
