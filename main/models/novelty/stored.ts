/**
 * The expert for the unknown as named arrays, so that it is stored, hashed and loaded like any other weights.
 *
 * Mixture: `mixture.logWeights` [K], `mixture.means` [K, d], `mixture.factors` [K, d, d] or [K, d]. Nearest: `nearest.rows` [n, d].
 * Both: `tail.surprise` [m], `tail.logTail` [m], `tail.settings` [3] (mean excess, false alarms, bend); see calibrate.ts.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import type { NamedArray, Rows, Weights } from '../../engine/types.ts'
import type { Calibration } from './calibrate.ts'
import { type GaussianMixture, logDensity } from './mixture-density.ts'
import { nearestDistance } from './nearest.ts'

/** How strange a row is: higher is stranger. */
export type Surprise = (x: ArrayLike<number>, from: number) => number

const floats = (shape: number[], data: ArrayLike<number>): NamedArray => ({
  shape,
  data: Float32Array.from(data),
})

export function packMixture(mixture: GaussianMixture): Weights {
  const { components: k, columns: d, covariance, logWeights, means, factors } = mixture
  return {
    'mixture.logWeights': floats(
      [k],
      logWeights.map((weight) => Math.max(weight, -1e30)),
    ),
    'mixture.means': floats([k, d], means),
    'mixture.factors': floats(covariance === 'full' ? [k, d, d] : [k, d], factors),
  }
}

export function packNearest({ rows, columns, data }: Rows): Weights {
  return { 'nearest.rows': floats([rows, columns], data) }
}

export function packTail({ surprise, logTail, excess, falseAlarms, bend }: Calibration): Weights {
  return {
    'tail.surprise': floats([surprise.length], surprise),
    'tail.logTail': floats([logTail.length], logTail),
    'tail.settings': floats([3], [excess, falseAlarms, bend]),
  }
}

/**
 * @param columns of the rows that will be scored
 * @throws Problem `bad-novelty-model` when the arrays are no expert over so many columns
 */
export function unpackSurprise(weights: Weights, columns: number): Surprise {
  const means = weights['mixture.means']
  if (means) {
    const mixture = unpackMixture(weights, columns)
    const density = logDensity(mixture, new Float64Array(mixture.components))
    return (x, from) => -density(x, from)
  }
  const rows = weights['nearest.rows']
  demand(rows !== undefined && rows.shape[1] === columns && rows.data.length > 0, 'it knows no rows')
  return nearestDistance({ rows: rows!.shape[0]!, columns, data: rows!.data })
}

/** @throws Problem `bad-novelty-model` */
export function unpackMixture(weights: Weights, columns: number): GaussianMixture {
  const [components = 0, width = 0] = weights['mixture.means']!.shape
  const factors = weights['mixture.factors']
  const logWeights = weights['mixture.logWeights']
  demand(width === columns, `it was fitted on ${width} features, not ${columns}`)
  const full = factors?.shape.length === 3
  const expected = components * columns * (full ? columns : 1)
  demand(
    components > 0 && factors?.data.length === expected && logWeights?.data.length === components,
    'its arrays differ in length',
  )
  return {
    components,
    columns,
    covariance: full ? 'full' : 'diagonal',
    logWeights: Float64Array.from(logWeights!.data),
    means: Float64Array.from(weights['mixture.means']!.data),
    factors: Float64Array.from(factors!.data),
  }
}

/** @throws Problem `bad-novelty-model` */
export function unpackTail(weights: Weights): Calibration {
  const list = (name: string) => Float64Array.from(weights[`tail.${name}`]?.data ?? [])
  const [surprise, logTail, settings] = [list('surprise'), list('logTail'), list('settings')]
  const [excess = 0, falseAlarms = 0, bend = 0] = settings
  demand(surprise.length > 0 && surprise.length === logTail.length, 'its calibration is not whole')
  demand(excess > 0 && falseAlarms > 0 && falseAlarms < 1 && bend > 0, 'its calibration is not whole')
  return { surprise, logTail, excess, falseAlarms, bend }
}

function demand(holds: boolean, fault: string): void {
  if (holds) return
  throw new Problem('bad-novelty-model', `The stored expert for the unknown is damaged: ${fault}.`, {
    advice: 'Run the experiment again; verify tells whether the case was changed.',
  })
}
