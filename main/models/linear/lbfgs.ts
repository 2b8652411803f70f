/**
 * L-BFGS (Liu and Nocedal, 1989): finds the least value of a smooth function from its slope, remembering the last few steps.
 *
 * The direction is the two-loop recursion over MEMORY pairs. The step starts at 1 and is halved until the value falls as
 * much as Armijo asks; pairs with no positive curvature are not remembered. For convex functions that is enough.
 */
import { setImmediate } from 'node:timers/promises'

const MEMORY = 10
const ARMIJO = 1e-4
const MOST_HALVINGS = 30

/** Writes the slope at `at`. @returns the value */
export type Slope = (at: Float64Array, slope: Float64Array) => number

export interface Descent {
  at: Float64Array
  value: number
  rounds: number
  /** Greatest part of the slope, in absolute value. */
  steepest: number
  /** Whether it ended because nothing was left to gain, and not because of `rounds`. */
  settled: boolean
}

export interface DescentSettings {
  rounds: number
  /** Ends when no part of the slope is greater. */
  tolerance: number
  onRound?: ((round: number, value: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** @throws the signal's reason when aborted */
export async function descend(
  start: Float64Array,
  slopeOf: Slope,
  settings: DescentSettings,
): Promise<Descent> {
  let at: Float64Array = start.slice()
  let slope: Float64Array = new Float64Array(at.length)
  let value = slopeOf(at, slope)
  const pairs: Pair[] = []
  let round = 0
  let stuck = false
  while (round < settings.rounds && steepness(slope) > settings.tolerance && !stuck) {
    await setImmediate()
    settings.signal?.throwIfAborted()
    const direction = directionOf(slope, pairs)
    const next = search(at, value, slope, direction, slopeOf, pairs.length === 0)
    if (next === null) {
      stuck = pairs.length === 0
      pairs.length = 0
      continue
    }
    remember(pairs, at, slope, next.at, next.slope)
    ;({ at, slope, value } = next)
    settings.onRound?.(++round, value)
  }
  const steepest = steepness(slope)
  return { at, value, rounds: round, steepest, settled: stuck || steepest <= settings.tolerance }
}

interface Pair {
  /** The step, the change of the slope along it, and 1 over their product. */
  step: Float64Array
  change: Float64Array
  rho: number
}

function directionOf(slope: Float64Array, pairs: Pair[]): Float64Array {
  const q = slope.slice()
  const alphas = pairs.map(() => 0)
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, rho } = pairs[i]!
    alphas[i] = rho * dot(step, q)
    add(q, change, -alphas[i]!)
  }
  const last = pairs.at(-1)
  const scale = last ? 1 / (last.rho * dot(last.change, last.change)) : 1
  for (let i = 0; i < q.length; i++) q[i]! *= scale
  pairs.forEach(({ step, change, rho }, i) => add(q, step, alphas[i]! - rho * dot(change, q)))
  for (let i = 0; i < q.length; i++) q[i] = -q[i]!
  return q
}

/** null when no step along the direction gains anything. */
function search(
  at: Float64Array,
  value: number,
  slope: Float64Array,
  direction: Float64Array,
  slopeOf: Slope,
  first: boolean,
): { at: Float64Array; slope: Float64Array; value: number } | null {
  const along = dot(slope, direction)
  if (!(along < 0)) return null
  let size = first ? Math.min(1, 1 / Math.sqrt(dot(slope, slope))) : 1
  for (let halving = 0; halving < MOST_HALVINGS; halving++, size /= 2) {
    const next = at.slice()
    add(next, direction, size)
    const nextSlope = new Float64Array(at.length)
    const nextValue = slopeOf(next, nextSlope)
    if (nextValue <= value + ARMIJO * size * along && nextValue < value)
      return { at: next, slope: nextSlope, value: nextValue }
  }
  return null
}

function remember(
  pairs: Pair[],
  at: Float64Array,
  slope: Float64Array,
  next: Float64Array,
  nextSlope: Float64Array,
): void {
  const step = next.map((value, i) => value - at[i]!)
  const change = nextSlope.map((value, i) => value - slope[i]!)
  const product = dot(step, change)
  if (!(product > 1e-12 * dot(change, change))) return
  pairs.push({ step, change, rho: 1 / product })
  if (pairs.length > MEMORY) pairs.shift()
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function add(into: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * other[i]!
}

function steepness(slope: Float64Array): number {
  return slope.reduce((most, part) => Math.max(most, Math.abs(part)), 0)
}
