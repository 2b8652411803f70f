/** How the gate's weights are spread over rows, expert by expert. */
import type { WeightSpread } from '../../../preload/contract/evaluation.ts'

/**
 * @param gate rows x E, row-major
 * @param rows how many there are
 * @param chosen row numbers to look at; all when left out
 * @returns one entry per expert; zeros where there is no row
 */
export function spreadOf(gate: Float32Array, rows: number, chosen?: Int32Array): WeightSpread[] {
  const experts = rows === 0 ? 0 : gate.length / rows
  const places = chosen ?? Int32Array.from({ length: rows }, (_, row) => row)
  return Array.from({ length: experts }, (_, e) => oneSpread(gate, experts, places, e))
}

function oneSpread(gate: Float32Array, experts: number, places: Int32Array, e: number): WeightSpread {
  if (places.length === 0) return { mean: 0, deviation: 0, min: 0, max: 0, dominant: 0 }
  let [sum, min, max, dominant] = [0, Infinity, -Infinity, 0]
  for (const row of places) {
    const value = gate[row * experts + e]!
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
    if (isFirst(gate, experts, row, e)) dominant++
  }
  const mean = sum / places.length
  let squares = 0
  for (const row of places) squares += (gate[row * experts + e]! - mean) ** 2
  const deviation = Math.sqrt(squares / places.length)
  return { mean, deviation, min, max, dominant: dominant / places.length }
}

/** The largest weight of the row is this expert's; of equal ones the first counts. */
function isFirst(gate: Float32Array, experts: number, row: number, e: number): boolean {
  const own = gate[row * experts + e]!
  for (let other = 0; other < experts; other++) {
    const weight = gate[row * experts + other]!
    if (weight > own || (weight === own && other < e)) return false
  }
  return true
}
