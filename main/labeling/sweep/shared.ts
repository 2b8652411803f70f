/**
 * Events that carry several entities with alerts: what each entity says of them is merged before they are counted, since such
 * an event is labeled once, by the nearest alert over all of its accounts.
 */
import { binOf } from './axis.ts'
import type { Tally } from './tally.ts'

/** An event between two neighboring alerts of one entity. Times are -Infinity or Infinity, alerts -1, where there is none. */
export interface Sides {
  time: number
  last: number
  lastOther: number
  next: number
  nextOther: number
  lastAlert: number
  nextAlert: number
}

/** The nearest alert of one side, and the distance of the nearest of another class. */
interface Nearest {
  distance: number
  alert: number
  other: number
}

interface Note {
  event: number
  since: Nearest
  until: Nearest
}

export class SharedSides {
  /** Per event: its slot, or -1; null when no event has several entities. */
  readonly slots: Int32Array | null
  readonly #classOf: Int32Array
  readonly #notes: Note[] = []

  constructor(slots: Int32Array | null, classOf: Int32Array) {
    this.slots = slots
    this.#classOf = classOf
  }

  note(event: number, { time, last, lastOther, next, nextOther, lastAlert, nextAlert }: Sides): void {
    const slot = this.slots![event]!
    const since = { distance: time - last, alert: lastAlert, other: time - lastOther }
    const until = { distance: next - time, alert: nextAlert, other: nextOther - time }
    const known = this.#notes[slot]
    if (!known) this.#notes[slot] = { event, since, until }
    else {
      known.since = this.#merged(known.since, since)
      known.until = this.#merged(known.until, until)
    }
  }

  #merged(a: Nearest, b: Nearest): Nearest {
    if (a.alert < 0) return b
    if (b.alert < 0) return a
    const aFirst = a.distance < b.distance || (a.distance === b.distance && a.alert < b.alert)
    const [near, far] = aFirst ? [a, b] : [b, a]
    const same = this.#classOf[near.alert] === this.#classOf[far.alert]
    return { ...near, other: Math.min(near.other, same ? far.other : far.distance) }
  }

  /** Counts what was noted. */
  tally({ grid, before, after, classOf, weights, truth }: Tally): void {
    for (const note of this.#notes) {
      if (!note) continue
      const { event, since, until } = note
      const code = truth?.events[event] ?? -1
      const right = (alert: number): boolean => code > 0 && alert >= 0 && truth?.alerts[alert] === code
      const weight = (alert: number): number => (alert < 0 ? 0 : (weights?.[alert] ?? 1))
      grid.addEvents(
        {
          since: binOf(after, since.distance),
          until: binOf(before, until.distance),
          sinceOther: binOf(after, since.other),
          untilOther: binOf(before, until.other),
        },
        {
          sinceIsNearer: since.distance <= until.distance,
          differ: since.alert >= 0 && until.alert >= 0 && classOf[since.alert] !== classOf[until.alert],
          sinceWeight: weight(since.alert),
          untilWeight: weight(until.alert),
          known: code >= 0,
          sinceRight: right(since.alert),
          untilRight: right(until.alert),
        },
        1,
      )
    }
  }
}
