/** When the hosts of a case had events: one pass over the core, whose result is kept with it. */
import type { CaseSummary } from '../../../preload/contract/case.ts'
import type { Codes } from './coded.ts'
import type { EventCore } from './core.ts'
import { rises } from './rising.ts'

/** Slices of the sparklines. */
export const SLICES = 96
/** Hosts shown; those with the most events. */
const MOST_HOSTS = 200

/** What each host of a core did over time; a core never changes, and the header asks again after everything that a person does. */
const overviews = new WeakMap<EventCore, Overview>()
interface Overview {
  first: number | null
  last: number | null
  hosts: CaseSummary['hosts']
}

export function overviewOf(core: EventCore): Overview {
  let overview = overviews.get(core)
  if (!overview) {
    const [first, last] = span(core.time)
    overviews.set(core, (overview = { first, last, hosts: hostSpans(core, first, last) }))
  }
  return overview
}

function span(time: Float64Array): [number, number] | [null, null] {
  if (time.length > 0 && rises(time)) return [time[0]!, time.at(-1)!]
  let first = Infinity
  let last = -Infinity
  for (let i = 0; i < time.length; i++) {
    const at = time[i]!
    if (at < first) first = at
    if (at > last) last = at
  }
  return first <= last ? [first, last] : [null, null]
}

/** The slice of a time; null outside the span and for NaN. */
export function slicer(first: number | null, last: number | null): (time: number) => number | null {
  return (time) => {
    if (first === null || last === null || !(time >= first && time <= last)) return null
    return Math.min(SLICES - 1, Math.floor(((time - first) / (last - first + 1)) * SLICES))
  }
}

/**
 * The first microsecond of each slice, and one behind the last: most events lie in the slice of the event before them, which two
 * comparisons tell without a division.
 */
function borders(first: number, last: number): Float64Array {
  const slice = slicer(first, last)
  const found = new Float64Array(SLICES + 1).fill(last + 1)
  for (let k = 0; k < SLICES; k++) {
    let low = first
    let high = last + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (slice(middle)! < k) low = middle + 1
      else high = middle
    }
    found[k] = low
  }
  return found
}

/** Events without a host count under ''. Only hosts of which an event has a time are told of. */
function hostSpans(core: EventCore, from: number | null, to: number | null): CaseSummary['hosts'] {
  if (from === null || to === null) return []
  const { values } = core.host
  const tallies: HostTallies = {
    counts: new Uint32Array(values.length * SLICES),
    untimed: new Uint32Array(values.length),
    first: new Float64Array(values.length).fill(Infinity),
    last: new Float64Array(values.length).fill(-Infinity),
  }
  const tell = rises(core.time) ? tellInOrder : tellHosts
  tell(core, borders(from, to), tallies)
  return values
    .map((host, code) => {
      const counts = Array.from(tallies.counts.subarray(code * SLICES, (code + 1) * SLICES))
      const events = counts.reduce((sum, count) => sum + count, tallies.untimed[code]!)
      return { host, events, first: tallies.first[code]!, last: tallies.last[code]!, counts }
    })
    .filter(({ first }) => Number.isFinite(first))
    .toSorted((a, b) => b.events - a.events || (a.host < b.host ? -1 : 1))
    .slice(0, MOST_HOSTS)
}

/** By code of the host. */
interface HostTallies {
  /** Of each slice, host by host. */
  counts: Uint32Array
  untimed: Uint32Array
  first: Float64Array
  last: Float64Array
}

function tellHosts({ count, time, host: { codes } }: EventCore, edges: Float64Array, to: HostTallies): void {
  let slice = 0
  let [start, end] = [edges[0]!, edges[1]!]
  for (let i = 0; i < count; i++) {
    const code = codes[i]!
    const at = time[i]!
    if (at !== at) {
      to.untimed[code]!++
      continue
    }
    if (at < start || at >= end) {
      slice = sliceAt(edges, at)
      start = edges[slice]!
      end = edges[slice + 1]!
    }
    to.counts[code * SLICES + slice]!++
    if (at < to.first[code]!) to.first[code] = at
    if (at > to.last[code]!) to.last[code] = at
  }
}

/** The same where events stand in order of time: the events of a slice are a run, whose hosts are counted without a look at the time. */
function tellInOrder({ count, time, host }: EventCore, edges: Float64Array, to: HostTallies): void {
  let start = 0
  for (let slice = 0; slice < SLICES; slice++) {
    const end = Math.min(count, firstAt(time, edges[slice + 1]!))
    const codes = host.codes.subarray(start, end)
    const counts = countCodes(codes, to.first.length)
    for (let code = 0; code < counts.length; code++) {
      if (counts[code] === 0) continue
      to.counts[code * SLICES + slice] = counts[code]!
      if (to.first[code] === Infinity) to.first[code] = time[start + codes.indexOf(code)]!
      to.last[code] = time[start + codes.lastIndexOf(code)]!
    }
    start = end
  }
}

function countCodes(codes: Codes, values: number): Uint32Array {
  const counts = new Uint32Array(values)
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++
  return counts
}

/** How many of the rising times are before `limit`. */
function firstAt(time: Float64Array, limit: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** The slice whose borders hold `at`. */
function sliceAt(edges: Float64Array, at: number): number {
  let low = 0
  let high = SLICES - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (edges[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}
