/**
 * How many components: the number whose mixture gives held-out benign rows the highest mean log-likelihood.
 *
 * Held-out rows already make a mixture pay for what it learned by heart, so no penalty for its size is taken off (that of the
 * Bayesian information criterion stands in for rows that one does not have). Of equal ones the smaller wins.
 */
import { mixSeed } from '../../engine/random.ts'
import type { WeightedRows } from './distinct-rows.ts'
import { fitMixture, meanLogLikelihood } from './expectation-maximization.ts'
import type { Covariance, GaussianMixture } from './mixture-density.ts'
import type { NoveltySettings } from './settings.ts'

/** With more features a full covariance has more numbers than most benign rows can settle. */
const FULL_COLUMNS = 16
/** Sizes in a row that do worse than the best, after which no larger one is tried. */
const PATIENCE = 2

export interface Candidate {
  components: number
  /** Mean log-likelihood of the rows it was fitted on, and of held-out ones, nats. */
  fitted: number
  heldOut: number
}

export interface Choice {
  mixture: GaussianMixture
  tried: Candidate[]
}

/**
 * @param breathe called between fits; may throw to stop
 */
export async function chooseMixture(
  x: WeightedRows,
  heldOut: WeightedRows,
  settings: NoveltySettings,
  seed: number,
  breathe: (fraction: number) => Promise<void>,
): Promise<Choice> {
  const covariance: Covariance =
    settings.covariance === 'auto' ? (x.columns <= FULL_COLUMNS ? 'full' : 'diagonal') : settings.covariance
  const numbers = [...new Set(settings.components)].sort((a, b) => a - b)
  const tried: Candidate[] = []
  let worse = 0
  let best: { mixture: GaussianMixture; heldOut: number } | null = null
  for (const [i, components] of numbers.entries()) {
    await breathe(i / numbers.length)
    const own = mixSeed(seed, 'mixture', components)
    const mixture = fitMixture(x, { components, covariance, ridge: settings.ridge, seed: own })
    const likelihood = meanLogLikelihood(heldOut, mixture)
    tried.push({ components: mixture.components, fitted: meanLogLikelihood(x, mixture), heldOut: likelihood })
    if (best === null || likelihood > best.heldOut) {
      best = { mixture, heldOut: likelihood }
      worse = 0
    } else if (++worse === PATIENCE) break
    // Fewer different rows than components: a larger number gives the same again.
    if (mixture.components < components) break
  }
  if (best === null) throw new Error('there was no number of components to try')
  return { mixture: best.mixture, tried }
}
