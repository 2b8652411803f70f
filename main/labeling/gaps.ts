/**
 * Holes in a capture: stretches without any event that are far longer than pauses usually are there. What an alert says of such
 * a time can neither be found nor ruled out: it is no data, never benign. What is long is said in case/silences.ts.
 */
import type { EventCore } from '../case/evidence/core.ts'
import { longPauses, type Pause } from '../case/evidence/silences.ts'
import { hostKey } from './entity.ts'
import { atOnce, type Steps } from './steps.ts'

export interface Gaps {
  /** The gaps of a host, or of the whole capture when the host is unknown, in order of time. */
  of(host: string): readonly Pause[]
  /** Every gap of the whole capture. */
  readonly all: readonly Pause[]
  /** Looks for the gaps of the whole capture, so that nobody has to wait for them later. */
  prepare(): Steps<void>
}

/** Events between two chances for others to be heard. */
const BLOCK = 1 << 18

/** Looked for when they are first asked for, in one pass over the events. */
export function createGaps(core: EventCore): Gaps {
  let times: Map<string, Float64Array> | undefined
  const known = new Map<string, Pause[]>()
  const timesOf = (): Map<string, Float64Array> => (times ??= atOnce(timesByHost(core)))
  const gapsOf = (host: string): Pause[] => {
    const found = known.get(host) ?? longPauses(timesOf().get(host) ?? new Float64Array()).pauses
    known.set(host, found)
    return found
  }
  return {
    get all() {
      return gapsOf('')
    },
    *prepare() {
      times ??= yield* timesByHost(core)
      for (const host of times.keys()) {
        yield
        gapsOf(host)
      }
    },
    of(named) {
      const host = hostKey(named)
      return gapsOf(timesOf().has(host) ? host : '')
    },
  }
}

/**
 * The gap that holds all of [from, to], or null. Gaps lie one behind the other: only the last that begins before `from` can.
 * @param gaps in order of time
 */
export function gapAround(gaps: readonly Pause[], from: number, to: number): Pause | null {
  let low = 0
  let high = gaps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (gaps[middle]!.from < from) low = middle + 1
    else high = middle
  }
  const gap = gaps[low - 1]
  return gap && to < gap.to ? gap : null
}

/** Sorted event times of every host; under '' those of all. */
function* timesByHost({ time, host }: EventCore): Steps<Map<string, Float64Array>> {
  const keys = host.values.map(hostKey)
  const names = [...new Set(['', ...keys])]
  const places = new Map(names.map((name, i) => [name, i]))
  const slot = Int32Array.from(keys, (key) => places.get(key)!)
  const sizes = new Int32Array(names.length)
  const { codes } = host
  for (let i = 0; i < time.length; i++) if (!Number.isNaN(time[i]!)) sizes[slot[codes[i]!]!]! += 1
  const all = new Float64Array(sizes.reduce((sum, size) => sum + size, 0))
  // Events without a host are only among all.
  const lists = Array.from(sizes, (size, i) => new Float64Array(i === 0 ? 0 : size))
  const filled = new Int32Array(names.length)
  let count = 0
  for (let begin = 0; begin < time.length; begin += BLOCK) {
    yield
    for (let i = begin; i < Math.min(time.length, begin + BLOCK); i++) {
      const at = time[i]!
      if (Number.isNaN(at)) continue
      all[count++] = at
      const of = slot[codes[i]!]!
      if (of > 0) lists[of]![filled[of]!++] = at
    }
  }
  return new Map(names.map((name, i) => [name, ascending(i === 0 ? all : lists[i]!)]))
}

function ascending(times: Float64Array): Float64Array {
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) return times.sort()
  return times
}
