/**
 * How busy an entity was just before an event: its events in the closed window [t - seconds, t], the event itself
 * included. Counted over every event of the case that has a time, whether it is trained on or not, and over nothing
 * later than t. Times are sorted once per entity; each rate is then two binary searches.
 */
import type { Codes } from '../case/evidence/coded.ts'
import type { EventCore } from '../case/evidence/core.ts'

export type RateEntity = 'host' | 'user'

/** Sorted times per entity code. Events without entity share code 0. */
export interface EntityTimes {
  codes: Codes
  times: Float64Array[]
}

export function entityTimes(core: EventCore, entity: RateEntity): EntityTimes {
  const { codes, values } = core[entity]
  const counts = new Uint32Array(values.length)
  for (let i = 0; i < core.count; i++)
    if (!Number.isNaN(core.time[i] ?? Number.NaN)) counts[codes[i] ?? 0] = (counts[codes[i] ?? 0] ?? 0) + 1
  const times = Array.from(counts, (count) => new Float64Array(count))
  const filled = new Uint32Array(values.length)
  for (let i = 0; i < core.count; i++) {
    const time = core.time[i] ?? Number.NaN
    if (Number.isNaN(time)) continue
    const code = codes[i] ?? 0
    const place = filled[code] ?? 0
    const list = times[code]
    if (list) list[place] = time
    filled[code] = place + 1
  }
  for (const list of times) list.sort()
  return { codes, times }
}

/** Number of events of the same entity in [t - seconds, t] per event; NaN for an event without time. */
export function trailingCounts(
  core: EventCore,
  entities: EntityTimes,
  seconds: number,
  events: Float64Array,
): Float64Array {
  const width = Math.round(seconds * 1e6)
  return events.map((event) => {
    const time = core.time[event] ?? Number.NaN
    const list = entities.times[entities.codes[event] ?? 0]
    if (Number.isNaN(time) || !list) return Number.NaN
    return firstAbove(list, time) - firstAbove(list, time - width - 1)
  })
}

/** Index of the first element greater than `value` (times are whole microseconds, so `> v - 1` means `>= v`). */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
