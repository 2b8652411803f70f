/**
 * Fits a Gaussian mixture by expectation and maximization (Dempster, Laird and Rubin, 1977).
 *
 * Expectation: each row's share in each component. Maximization: weights, means and covariances from those shares; a ridge
 * is added to every variance, so that repeated or constant values give narrow components and not infinite ones. Starts from
 * k-means; ends when the mean log-likelihood gains less than `tolerance`. Nothing is random but the start, which has a seed.
 */
import { cholesky, invertLower } from './cholesky.ts'
import type { WeightedRows } from './distinct-rows.ts'
import { kMeans } from './k-means.ts'
import { type Covariance, type GaussianMixture, logDensity } from './mixture-density.ts'

/** Shares below it change no sum that a 64-bit float could tell. */
const NOTHING = 1e-14

export interface FitSettings {
  components: number
  covariance: Covariance
  /** Added to every variance. */
  ridge: number
  seed: number
  /** At most so many rounds. */
  rounds?: number
  tolerance?: number
  /** After each round, with the mean log-likelihood of the mixture before it. */
  onRound?(logLikelihood: number): void
}

/** @returns a mixture with at most the wanted number of components: fewer where there are fewer different rows */
export function fitMixture(x: WeightedRows, settings: FitSettings): GaussianMixture {
  const { rounds = 100, tolerance = 1e-3 } = settings
  const clusters = kMeans(x, settings.components, settings.seed)
  const shares = new Float64Array(x.rows * clusters.count)
  clusters.of.forEach((k, row) => (shares[row * clusters.count + k] = 1))
  let mixture = maximize(x, shares, clusters.count, settings)
  let before = -Infinity
  for (let round = 0; round < rounds; round++) {
    const likelihood = expect(x, mixture, shares)
    settings.onRound?.(likelihood)
    if (likelihood - before < tolerance) break
    before = likelihood
    mixture = maximize(x, shares, clusters.count, settings)
  }
  return mixture
}

/** Mean log-likelihood of weighted rows. */
export function meanLogLikelihood(x: WeightedRows, mixture: GaussianMixture): number {
  return expect(x, mixture, null)
}

/** Writes every row's shares. @returns mean log-likelihood */
function expect(x: WeightedRows, mixture: GaussianMixture, shares: Float64Array | null): number {
  const { components } = mixture
  const own = new Float64Array(components)
  const density = logDensity(mixture, own)
  let [sum, mass] = [0, 0]
  for (let row = 0; row < x.rows; row++) {
    const weight = x.weights[row]!
    sum += weight * density(x.data, row * x.columns)
    mass += weight
    shares?.set(own, row * components)
  }
  return mass > 0 ? sum / mass : 0
}

function maximize(
  x: WeightedRows,
  shares: Float64Array,
  components: number,
  { covariance, ridge }: FitSettings,
): GaussianMixture {
  const { columns } = x
  const logWeights = new Float64Array(components)
  const means = new Float64Array(components * columns)
  const stride = covariance === 'full' ? columns * columns : columns
  const factors = new Float64Array(components * stride)
  const mass = x.weights.reduce((sum, weight) => sum + weight, 0)
  for (let k = 0; k < components; k++) {
    const weights = columnOf(x, shares, components, k)
    const own = weights.reduce((sum, weight) => sum + weight, 0)
    // A component that lost all its rows stays, with a weight that no row notices.
    logWeights[k] = Math.log(Math.max(own / mass, Number.MIN_VALUE))
    const mean = means.subarray(k * columns, (k + 1) * columns)
    average(x, weights, own, mean)
    const spread = factors.subarray(k * stride, (k + 1) * stride)
    if (covariance === 'diagonal') variances(x, weights, own, mean, ridge, spread)
    else spread.set(triangle(x, weights, own, mean, ridge))
  }
  return { components, columns, covariance, logWeights, means, factors }
}

/** Each row's weight in one component; what is next to nothing is nothing. */
function columnOf(x: WeightedRows, shares: Float64Array, components: number, k: number): Float64Array {
  return x.weights.map((weight, row) => {
    const share = shares[row * components + k]!
    return share > NOTHING ? share * weight : 0
  })
}

function average({ columns, data }: WeightedRows, weights: Float64Array, mass: number, into: Float64Array) {
  weights.forEach((weight, row) => {
    if (weight > 0) for (let j = 0; j < columns; j++) into[j]! += weight * data[row * columns + j]!
  })
  if (mass > 0) for (let j = 0; j < columns; j++) into[j]! /= mass
}

/** One over the deviation of each feature. */
function variances(
  { columns, data }: WeightedRows,
  weights: Float64Array,
  mass: number,
  mean: Float64Array,
  ridge: number,
  into: Float64Array,
): void {
  weights.forEach((weight, row) => {
    if (weight > 0)
      for (let j = 0; j < columns; j++) into[j]! += weight * (data[row * columns + j]! - mean[j]!) ** 2
  })
  for (let j = 0; j < columns; j++) into[j] = 1 / Math.sqrt((mass > 0 ? into[j]! / mass : 1) + ridge)
}

/** The inverse Cholesky factor of the covariance. */
function triangle(
  { columns, data }: WeightedRows,
  weights: Float64Array,
  mass: number,
  mean: Float64Array,
  ridge: number,
): Float64Array {
  const sums = new Float64Array(columns * columns)
  const centered = new Float64Array(columns)
  weights.forEach((weight, row) => {
    if (weight === 0) return
    for (let j = 0; j < columns; j++) centered[j] = data[row * columns + j]! - mean[j]!
    for (let i = 0; i < columns; i++) {
      const part = weight * centered[i]!
      if (part !== 0) for (let j = 0; j <= i; j++) sums[i * columns + j]! += part * centered[j]!
    }
  })
  const scale = mass > 0 ? 1 / mass : 0
  // Rounding may leave a matrix a little short of positive definite; a wider ridge always mends that.
  for (let extra = mass > 0 ? ridge : 1; ; extra = extra * 10 + 1e-12) {
    const matrix = sums.map((sum) => sum * scale)
    for (let j = 0; j < columns; j++) matrix[j * columns + j]! += extra
    if (cholesky(matrix, columns)) return invertLower(matrix, columns)
  }
}
