/**
 * Where a mixture starts: k-means (Lloyd), started by k-means++ (Arthur and Vassilvitskii, 2007) from a seed.
 * Rows may carry weights. Fewer different rows than centers give fewer centers.
 */
import { random } from '../../engine/random.ts'
import type { WeightedRows } from './distinct-rows.ts'

const ROUNDS = 20

export interface Clusters {
  count: number
  /** Cluster of each row. */
  of: Int32Array
}

export function kMeans(x: WeightedRows, wanted: number, seed: number): Clusters {
  const centers = firstCenters(x, wanted, seed)
  const count = centers.length / x.columns
  const of = new Int32Array(x.rows)
  for (let round = 0; round < ROUNDS; round++) if (!assign(x, centers, count, of, round)) break
  return { count, of }
}

/** Each further center is a row drawn in proportion to its weight and squared distance from the nearest center. */
function firstCenters(x: WeightedRows, wanted: number, seed: number): Float64Array {
  const next = random(seed)
  const nearest = new Float64Array(x.rows).fill(1)
  const centers: number[] = []
  for (let k = 0; k < wanted; k++) {
    const row = drawRow(x.weights, nearest, next())
    if (row < 0) break
    if (k === 0) nearest.fill(Infinity)
    const from = row * x.columns
    centers.push(...x.data.subarray(from, from + x.columns))
    for (let other = 0; other < x.rows; other++)
      nearest[other] = Math.min(nearest[other]!, squared(x, other, x.data, from))
  }
  return Float64Array.from(centers)
}

function drawRow(weights: Float64Array, nearest: Float64Array, share: number): number {
  let total = 0
  for (let row = 0; row < weights.length; row++) total += weights[row]! * nearest[row]!
  if (!(total > 0)) return -1
  let left = share * total
  let last = -1
  for (let row = 0; row < weights.length; row++) {
    const part = weights[row]! * nearest[row]!
    if (part === 0) continue
    last = row
    left -= part
    if (left < 0) break
  }
  return last
}

function squared({ columns, data }: WeightedRows, row: number, center: ArrayLike<number>, from: number) {
  let sum = 0
  for (let j = 0; j < columns; j++) sum += (data[row * columns + j]! - center[from + j]!) ** 2
  return sum
}

/** One round of Lloyd. @returns whether any row changed its cluster */
function assign(
  x: WeightedRows,
  centers: Float64Array,
  count: number,
  of: Int32Array,
  round: number,
): boolean {
  const { columns, rows, data, weights } = x
  let changed = round === 0
  for (let row = 0; row < rows; row++) {
    let best = 0
    let least = Infinity
    for (let k = 0; k < count; k++) {
      const d = squared(x, row, centers, k * columns)
      if (d < least) [best, least] = [k, d]
    }
    changed ||= best !== of[row]
    of[row] = best
  }
  const mass = new Float64Array(count)
  const sums = new Float64Array(count * columns)
  for (let row = 0; row < rows; row++) {
    const k = of[row]!
    mass[k]! += weights[row]!
    for (let j = 0; j < columns; j++) sums[k * columns + j]! += weights[row]! * data[row * columns + j]!
  }
  for (let k = 0; k < count; k++)
    if (mass[k]! > 0)
      for (let j = 0; j < columns; j++) centers[k * columns + j] = sums[k * columns + j]! / mass[k]!
  return changed
}
