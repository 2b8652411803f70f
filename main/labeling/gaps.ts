/**
 * Holes in a capture: stretches without any event that are far longer than pauses usually are there. What an alert says of such
 * a time can neither be found nor ruled out: it is no data, never benign.
 */
import type { EventCore } from '../case/core.ts'
import { hostKey } from './entity.ts'

export interface Gap {
  /** The last event before it and the first behind it, microseconds. */
  from: number
  to: number
}

export interface Gaps {
  /** The gap of a host (of the whole capture when the host is unknown) that holds all of [from, to], or null. */
  around(host: string, from: number, to: number): Gap | null
  /** Every gap of the whole capture. */
  readonly all: readonly Gap[]
}

/** A gap is at least a minute long, and fifty times as long as all but one in twenty pauses. */
const LEAST = 60_000_000
const TIMES = 50

export function gapsIn(sorted: Float64Array): Gap[] {
  if (sorted.length < 3) return []
  const pauses = new Float64Array(sorted.length - 1)
  for (let i = 1; i < sorted.length; i++) pauses[i - 1] = sorted[i]! - sorted[i - 1]!
  const usual = pauses.slice().sort()[Math.floor(pauses.length * 0.95)]!
  const least = Math.max(LEAST, usual * TIMES)
  const found: Gap[] = []
  for (const [i, pause] of pauses.entries())
    if (pause >= least) found.push({ from: sorted[i]!, to: sorted[i + 1]! })
  return found
}

/** Looked for when they are first asked for, in one pass over the events. */
export function createGaps(core: EventCore): Gaps {
  let times: Map<string, Float64Array> | undefined
  const known = new Map<string, Gap[]>()
  const gapsOf = (host: string): Gap[] => {
    times ??= timesByHost(core)
    const found = known.get(host) ?? gapsIn(times.get(host) ?? new Float64Array())
    known.set(host, found)
    return found
  }
  return {
    get all() {
      return gapsOf('')
    },
    around(named, from, to) {
      times ??= timesByHost(core)
      const host = hostKey(named)
      const gaps = gapsOf(times.has(host) ? host : '')
      return gaps.find((gap) => gap.from < from && to < gap.to) ?? null
    },
  }
}

/** Sorted event times of every host; under '' those of all. */
function timesByHost({ time, host }: EventCore): Map<string, Float64Array> {
  const keys = host.values.map(hostKey)
  const names = [...new Set(['', ...keys])]
  const slot = Int32Array.from(keys, (key) => names.indexOf(key))
  const sizes = new Int32Array(names.length)
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i]!)) continue
    sizes[0]! += 1
    const of = slot[host.codes[i]!]!
    if (of > 0) sizes[of]! += 1
  }
  const lists = Array.from(sizes, (size) => new Float64Array(size))
  const filled = new Int32Array(names.length)
  for (let i = 0; i < time.length; i++) {
    const at = time[i]!
    if (Number.isNaN(at)) continue
    lists[0]![filled[0]!++] = at
    const of = slot[host.codes[i]!]!
    if (of > 0) lists[of]![filled[of]!++] = at
  }
  return new Map(names.map((name, i) => [name, ascending(lists[i]!)]))
}

function ascending(times: Float64Array): Float64Array {
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) return times.sort()
  return times
}
