/**
 * Softmax and logistic loss: probabilities, losses, and the derivatives that a tree is grown on.
 *
 * First derivative p - y; second 2p(1 - p) for a class among several, p(1 - p) for two classes (both as in XGBoost).
 * Rounded to multiples of 2^-30, so that sums over up to 2^22 rows of weight 1 are exact in 64-bit floats and do not
 * depend on the order of rows, nor on the number of threads.
 */

/** Adding and taking it away rounds to a multiple of 2^-30. */
const ROUNDER = 1.5 * 2 ** 22

/** Margins beyond it change nothing any more, and would not fit a 64-bit float as a power of e. */
const FARTHEST = 500

/**
 * What margins are worth, before they are made to add up to 1: e to the power of the margin.
 * Costly, so each thread does it for the output whose tree it has just grown.
 */
export function powers(margins: Float64Array, into: Float64Array): void {
  for (let row = 0; row < margins.length; row++)
    into[row] = Math.exp(Math.max(-FARTHEST, Math.min(FARTHEST, margins[row]!)))
}

/** Powers of all rows, class after class: class k of row r at k * rows + r. Two classes have one: that of class 1. */
export interface Powers {
  rows: number
  /** Trees a round: classes, or 1 when there are two. */
  outputs: number
  data: Float64Array
}

/** Sum of a row's powers, into `sums`; with two classes that of class 0 is 1. @returns mean loss by label, weighted */
export function addUp(
  { rows, outputs, data }: Powers,
  sums: Float64Array,
  labels: Uint8Array,
  classWeights: readonly number[] | null,
): number {
  let loss = 0
  let weights = 0
  for (let row = 0; row < rows; row++) {
    let sum = outputs === 1 ? 1 : 0
    for (let at = row; at < data.length; at += rows) sum += data[at]!
    sums[row] = sum
    const label = labels[row]!
    const own = outputs > 1 ? data[label * rows + row]! : label === 1 ? data[row]! : 1
    const weight = classWeights?.[label] ?? 1
    loss += weight * Math.log(sum / own)
    weights += weight
  }
  return weights > 0 ? loss / weights : 0
}

/** Mean logistic loss of one class against the rest, from the powers of its output. */
export function lossApart(own: Float64Array, labels: Uint8Array, output: number): number {
  let loss = 0
  for (let row = 0; row < labels.length; row++) {
    const power = own[row]!
    loss += Math.log((1 + power) / (labels[row] === output ? power : 1))
  }
  return labels.length > 0 ? loss / labels.length : 0
}

/**
 * Both derivatives of one output, row after row, from its powers and the sums over all outputs; without sums the output
 * stands alone, its class against the rest.
 */
export function derivatives(
  own: Float64Array,
  sums: Float64Array | null,
  labels: Uint8Array,
  output: number,
  outputs: number,
  classWeights: readonly number[] | null,
  into: Float64Array,
): void {
  const positive = outputs === 1 && sums !== null ? 1 : output
  const factor = outputs === 1 || sums === null ? 1 : 2
  for (let row = 0; row < labels.length; row++) {
    const p = own[row]! / (sums === null ? 1 + own[row]! : sums[row]!)
    const label = labels[row]!
    const weight = classWeights === null ? 1 : (classWeights[label] ?? 1)
    const g = weight * (label === positive ? p - 1 : p)
    const h = weight * factor * p * (1 - p)
    into[2 * row] = g + ROUNDER - ROUNDER
    into[2 * row + 1] = h + ROUNDER - ROUNDER
  }
}
