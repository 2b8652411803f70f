/**
 * Clocks that are wrong, host by host. How often events come at each time from an alert is learned from the other hosts; the
 * offset of a host is the shift of that profile under which its own events are most likely (the likelihood of an inhomogeneous
 * Poisson process with a known shape). With no other host to learn from, events are expected close to their alerts.
 *
 * Incidents are drawn again with replacement to see how often the same offset comes out: that is the confidence.
 */
import { random } from '../../engine/random.ts'
import type { Rule } from '../../../preload/contract/labeling-rule.ts'
import type { HostClock } from '../../../preload/contract/clocks.ts'
import type { LabelIndex } from '../label-index.ts'
import { incidentsOf, type Incident } from './lags.ts'

/** Offsets tried, in seconds to either side. */
const REACH = 600
/** Fewer incidents on a host say too little. */
const FEWEST = 3
const DRAWS = 100
/** Of one host, at most. */
const MOST_INCIDENTS = 300
/** An offset this close to the best, in seconds, counts as the same. */
const SAME = 2
/** What is likeliest this close to the ends of the reach, in seconds, may lie beyond them. */
const EDGE = 20
/** Events a second that are always expected, so that no single event decides. */
const FLOOR = 0.002
/** A clock is called wrong when all but the outermost resamplings say so by so many seconds, and it is so much likelier (nats). */
const NOTABLE = { incidents: 8, seconds: 3, gain: 6 }

const SIZE = 4 * REACH + 1

/** Events per incident and second, smoothed over three seconds; index 0 is 2 × REACH before the alert. */
function profileOf(incidents: readonly Incident[]): Float64Array {
  const counts = new Float64Array(SIZE)
  for (const { lags } of incidents) for (const lag of lags) counts[lag + 2 * REACH]! += 1 / incidents.length
  return counts.map((own, i) => 0.8 * own + 0.1 * ((counts[i - 1] ?? own) + (counts[i + 1] ?? own)) + FLOOR)
}

/** What is expected where no other host tells. */
function closeToAlerts(): Float64Array {
  return Float64Array.from({ length: SIZE }, (_, i) => Math.exp(-Math.abs(i - 2 * REACH) / 8) / 4 + FLOOR)
}

/** Log-likelihood of one incident at every shift from -REACH to REACH seconds. */
function likelihoods({ lags }: Incident, logs: Float64Array, expected: Float64Array): Float64Array {
  const near = lags.filter((lag) => Math.abs(lag) <= REACH)
  // A burst of other work must not outshout everyone else: no incident counts for more events than are expected.
  const scale = Math.min(1, expected[REACH]! / Math.max(1, near.length))
  return Float64Array.from({ length: 2 * REACH + 1 }, (_, i) => {
    const shift = i - REACH
    let sum = 0
    for (const lag of near) sum += logs[lag - shift + 2 * REACH]!
    return sum * scale - expected[i]!
  })
}

/** Events expected within REACH of an alert at every shift. */
function expectedWithin(profile: Float64Array): Float64Array {
  const sums = new Float64Array(SIZE + 1)
  for (let i = 0; i < SIZE; i++) sums[i + 1] = sums[i]! + profile[i]!
  return Float64Array.from({ length: 2 * REACH + 1 }, (_, i) => {
    const first = REACH - (i - REACH)
    return sums[first + 2 * REACH + 1]! - sums[first]!
  })
}

function argmax(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

function sumOf(curves: readonly Float64Array[], pick: (i: number) => number): Float64Array {
  const sum = new Float64Array(2 * REACH + 1)
  for (let i = 0; i < curves.length; i++) {
    const curve = curves[pick(i)]!
    for (let k = 0; k < sum.length; k++) sum[k]! += curve[k]!
  }
  return sum
}

async function clockOf(
  host: string,
  own: readonly Incident[],
  others: readonly Incident[],
  breathe: Breath,
): Promise<HostClock> {
  const byOthers = others.length >= FEWEST
  const profile = byOthers ? profileOf(others) : closeToAlerts()
  const logs = profile.map(Math.log)
  const expected = expectedWithin(profile)
  const curves: Float64Array[] = []
  for (const incident of own) {
    curves.push(likelihoods(incident, logs, expected))
    await breathe()
  }
  const total = sumOf(curves, (i) => i)
  const best = argmax(total)
  const next = random(42)
  const drawn: number[] = []
  for (let draw = 0; draw < DRAWS; draw++) {
    drawn.push(argmax(sumOf(curves, () => Math.floor(next() * curves.length))))
    await breathe()
  }
  drawn.sort((a, b) => a - b)
  const confidence = drawn.filter((at) => Math.abs(at - best) <= SAME).length / DRAWS
  const gain = total[best]! - total[REACH]!
  const micros = (at: number): number => (at - REACH) * 1_000_000
  const low = drawn[Math.round(0.025 * (DRAWS - 1))]!
  const high = drawn[Math.round(0.975 * (DRAWS - 1))]!
  const far = low - REACH > NOTABLE.seconds || REACH - high > NOTABLE.seconds
  const inside = best > EDGE && best < 2 * REACH - EDGE
  return {
    host,
    incidents: own.length,
    offset: micros(best),
    low: micros(low),
    high: micros(high),
    confidence,
    gain,
    wrong: byOthers && own.length >= NOTABLE.incidents && far && inside && gain >= NOTABLE.gain,
    byOthers,
    curve: { from: micros(0), step: 5_000_000, values: thinned(total, best) },
  }
}

/** Every fifth value, the best kept, as nats below the best. */
function thinned(total: Float64Array, best: number): number[] {
  const found: number[] = []
  for (let i = 0; i < total.length; i += 5) {
    const part = total.subarray(i, i + 5)
    found.push(best >= i && best < i + 5 ? 0 : Math.max(...part) - total[best]!)
  }
  return found
}

/**
 * The clock of every host with enough incidents, the most wrong first. Nothing is corrected by this: a rule is, by a person.
 * An offset above 0 means that the host's clock is ahead of the alerts. It breathes, so that a face can answer in between.
 */
export async function hostClocks(index: LabelIndex, rule: Rule, signal?: AbortSignal): Promise<HostClock[]> {
  const breathe = breathing(signal)
  const byHost = Map.groupBy(incidentsOf(index, rule, 2 * REACH), ({ host }) => host)
  const kept = new Map([...byHost].map(([host, list]) => [host, atMost(list)]))
  const clocks: HostClock[] = []
  for (const [host, own] of kept) {
    if (own.length < FEWEST) continue
    const others = [...kept].flatMap(([other, list]) => (other === host ? [] : list))
    clocks.push(await clockOf(host, own, others, breathe))
  }
  return clocks.toSorted(
    (a, b) =>
      Number(b.wrong) - Number(a.wrong) ||
      b.confidence * Math.abs(b.offset) - a.confidence * Math.abs(a.offset),
  )
}

/** Evenly taken ones; more change nothing but the time it takes. */
function atMost(list: readonly Incident[]): Incident[] {
  const step = Math.max(1, list.length / MOST_INCIDENTS)
  return Array.from({ length: Math.floor(list.length / step) }, (_, i) => list[Math.floor(i * step)]!)
}

type Breath = () => Promise<void>

/** Lets others have their turn every so many milliseconds. */
function breathing(signal: AbortSignal | undefined): Breath {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 12) return
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    last = performance.now()
  }
}
