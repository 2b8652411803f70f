/**
 * A Gaussian mixture as a density over feature rows.
 *
 * log p(x) = log Σₖ exp(log wₖ + log det Fₖ − d/2 log 2π − ½ |Fₖ (x − μₖ)|²), with Fₖ the inverse of the Cholesky factor of
 * the covariance: a lower triangle when the covariance is full, one number a feature when it is diagonal. The greatest
 * term is taken out before powers are taken, so that no row is too far for a finite number.
 */
export type Covariance = 'full' | 'diagonal'

export interface GaussianMixture {
  components: number
  columns: number
  covariance: Covariance
  /** log wₖ */
  logWeights: Float64Array
  /** components × columns */
  means: Float64Array
  /** components × columns² (row-major lower triangles), or components × columns. */
  factors: Float64Array
}

const LOG_TWO_PI = Math.log(2 * Math.PI)

/** Adds x − μ, whitened, up: |F (x − μ)|². `centered` is room for one row. */
function distance(
  mixture: GaussianMixture,
  k: number,
  x: ArrayLike<number>,
  from: number,
  centered: Float64Array,
): number {
  const { columns, covariance, means, factors } = mixture
  let total = 0
  if (covariance === 'diagonal') {
    for (let j = 0, at = k * columns; j < columns; j++, at++) {
      const z = (x[from + j]! - means[at]!) * factors[at]!
      total += z * z
    }
    return total
  }
  for (let j = 0; j < columns; j++) centered[j] = x[from + j]! - means[k * columns + j]!
  for (let i = 0, at = k * columns * columns; i < columns; i++, at += columns) {
    let z = 0
    for (let j = 0; j <= i; j++) z += factors[at + j]! * centered[j]!
    total += z * z
  }
  return total
}

/** log wₖ + log det Fₖ − d/2 log 2π, per component. */
export function constants(mixture: GaussianMixture): Float64Array {
  const { components, columns, covariance, factors, logWeights } = mixture
  const stride = covariance === 'full' ? columns * columns : columns
  const step = covariance === 'full' ? columns + 1 : 1
  return Float64Array.from({ length: components }, (_, k) => {
    let sum = logWeights[k]! - (columns / 2) * LOG_TWO_PI
    for (let j = 0; j < columns; j++) sum += Math.log(factors[k * stride + j * step]!)
    return sum
  })
}

/**
 * A function that gives log p of one row, and leaves each component's share of it in `shares`.
 * @param shares room for one number a component
 */
export function logDensity(
  mixture: GaussianMixture,
  shares: Float64Array,
): (x: ArrayLike<number>, from: number) => number {
  const heads = constants(mixture)
  const centered = new Float64Array(mixture.columns)
  return (x, from) => {
    let most = -Infinity
    for (let k = 0; k < mixture.components; k++) {
      const term = heads[k]! - distance(mixture, k, x, from, centered) / 2
      shares[k] = term
      if (term > most) most = term
    }
    let sum = 0
    for (let k = 0; k < mixture.components; k++) {
      const power = Math.exp(shares[k]! - most)
      shares[k] = power
      sum += power
    }
    for (let k = 0; k < mixture.components; k++) shares[k]! /= sum
    return most + Math.log(sum)
  }
}

/** Free numbers: weights, means and covariances. */
export function parameters({ components, columns, covariance }: GaussianMixture): number {
  const spread = covariance === 'full' ? (columns * (columns + 1)) / 2 : columns
  return components - 1 + components * (columns + spread)
}
