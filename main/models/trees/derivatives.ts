/**
 * Softmax and logistic loss: probabilities, losses, and the derivatives that a tree is grown on.
 *
 * First derivative p - y; second 2p(1 - p) for a class among several, p(1 - p) for two classes (both as in XGBoost).
 * Rounded to multiples of 2^-30, so that sums over up to 2^22 rows of weight 1 are exact in 64-bit floats and do not
 * depend on the order of rows, nor on the number of threads.
 */

/** Adding and taking it away rounds to a multiple of 2^-30. */
const ROUNDER = 1.5 * 2 ** 22

/** Margins of all rows, class after class: class k of row r at k * rows + r. Two classes have one margin: that of class 1. */
export interface Margins {
  rows: number
  /** Trees a round: classes, or 1 when there are two. */
  outputs: number
  data: Float64Array
}

/** Turns margins into probabilities of the same layout. @returns mean loss by label, weighted */
export function probabilities(
  margins: Margins,
  into: Float64Array,
  labels: Uint8Array,
  classWeights: readonly number[] | null,
): number {
  return margins.outputs === 1
    ? logistic(margins, into, labels, classWeights)
    : softmax(margins, into, labels, classWeights)
}

function logistic(
  { rows, data }: Margins,
  into: Float64Array,
  labels: Uint8Array,
  classWeights: readonly number[] | null,
): number {
  let loss = 0
  let weights = 0
  for (let row = 0; row < rows; row++) {
    const margin = data[row]!
    const label = labels[row]!
    const weight = classWeights?.[label] ?? 1
    into[row] = 1 / (1 + Math.exp(-margin))
    const towards = label === 1 ? margin : -margin
    loss += weight * (towards > 0 ? Math.log1p(Math.exp(-towards)) : Math.log1p(Math.exp(towards)) - towards)
    weights += weight
  }
  return weights > 0 ? loss / weights : 0
}

function softmax(
  { rows, outputs, data }: Margins,
  into: Float64Array,
  labels: Uint8Array,
  classWeights: readonly number[] | null,
): number {
  let loss = 0
  let weights = 0
  for (let row = 0; row < rows; row++) {
    let most = -Infinity
    for (let at = row; at < rows * outputs; at += rows) if (data[at]! > most) most = data[at]!
    let sum = 0
    for (let at = row; at < rows * outputs; at += rows) sum += into[at] = Math.exp(data[at]! - most)
    for (let at = row; at < rows * outputs; at += rows) into[at]! /= sum
    const label = labels[row]!
    const weight = classWeights?.[label] ?? 1
    loss += weight * (Math.log(sum) + most - data[label * rows + row]!)
    weights += weight
  }
  return weights > 0 ? loss / weights : 0
}

/** Both derivatives of one output, row after row, from its probabilities. */
export function derivatives(
  probability: Float64Array,
  labels: Uint8Array,
  output: number,
  outputs: number,
  classWeights: readonly number[] | null,
  into: Float64Array,
): void {
  const own = outputs === 1 ? 1 : output
  const factor = outputs === 1 ? 1 : 2
  for (let row = 0; row < labels.length; row++) {
    const p = probability[row]!
    const label = labels[row]!
    const weight = classWeights === null ? 1 : (classWeights[label] ?? 1)
    const g = weight * (label === own ? p - 1 : p)
    const h = weight * factor * p * (1 - p)
    into[2 * row] = g + ROUNDER - ROUNDER
    into[2 * row + 1] = h + ROUNDER - ROUNDER
  }
}
