/**
 * Parts of a data set for out-of-fold scores. Events that stand or fall together stay together: an account's events of half an
 * hour, and all events that one alert labels go with the alert's own half hour. Were an alert's events on both sides, a model
 * would learn a false alert by heart and call it right.
 */
import { mixSeed } from '../../engine/random.ts'

const BLOCK_MICROS = 1_800_000_000

export interface FoldRows {
  /** Per row: time (microseconds) of its alert, or its own; NaN where it has none. */
  times: Float64Array
  /** Per row: a number for its account. */
  accounts: ArrayLike<number>
}

/** Fold of every row, 0 to folds - 1; rows of one account and half hour share one. */
export function foldsOf({ times, accounts }: FoldRows, folds: number, seed: number): Uint8Array {
  const known = new Map<string, number>()
  return Uint8Array.from(times, (time, row) => {
    // Without a time, stretches of rows take the place of stretches of time.
    const block = Number.isNaN(time) ? `row ${Math.floor(row / 500)}` : Math.floor(time / BLOCK_MICROS)
    const key = `${accounts[row] ?? 0} ${block}`
    let fold = known.get(key)
    if (fold === undefined) known.set(key, (fold = mixSeed(seed, 'fold', key) % folds))
    return fold
  })
}
