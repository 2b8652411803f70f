/** Seeded draws that the practice world is made of: choices by weight, spread-out sizes, times within a day. */
import { mixSeed, random } from '../engine/random.ts'

export interface Draw {
  /** Uniform in [0, 1). */
  unit(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform integer, both ends included. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Picks by weight; weights need not sum to 1. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T
  /** A positive integer around a median, log-normal: most within a factor of e^spread. */
  size(median: number, spread: number): number
}

/** A stream of draws of its own for each purpose, so that changing one part leaves the others as they were. */
export function drawing(seed: number, ...purpose: (string | number)[]): Draw {
  const unit = random(mixSeed(seed, 'practice', ...purpose))
  // Sum of uniforms instead of a logarithm of one: only additions, so the same bytes come out on every machine.
  const bell = () => unit() + unit() + unit() + unit() + unit() + unit() - 3
  return {
    unit,
    between: (low, high) => low + unit() * (high - low),
    whole: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    chance: (probability) => unit() < probability,
    pick: (items) => items[Math.floor(unit() * items.length)]!,
    weighted(items) {
      let left = unit() * items.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, item] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items.at(-1)![1]
    },
    size: (median, spread) => Math.max(1, Math.round(median * Math.exp(bell() * 1.4 * spread))),
  }
}
