/** The distance of a row to the nearest of some rows (Euclidean). A row farther than the nearest so far is left early. */
import type { Rows } from '../../engine/types.ts'

export function nearestDistance(reference: Rows): (x: ArrayLike<number>, from: number) => number {
  const { rows, columns, data } = reference
  let hint = 0
  const squared = (x: ArrayLike<number>, from: number, row: number, limit: number) => {
    let sum = 0
    for (let j = 0, at = row * columns; j < columns && sum < limit; j++, at++) {
      const d = x[from + j]! - data[at]!
      sum += d * d
    }
    return sum
  }
  return (x, from) => {
    // Neighbors in a log are alike: the last row's nearest is a good first limit. The answer does not depend on it.
    let least = squared(x, from, hint, Infinity)
    for (let row = 0; row < rows; row++) {
      const d = squared(x, from, row, least)
      if (d < least) [least, hint] = [d, row]
    }
    return Math.sqrt(least)
  }
}
