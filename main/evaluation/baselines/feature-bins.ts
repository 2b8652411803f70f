/**
 * The features that a single-feature rule may look at, and the bin a row falls into.
 *
 * One-hot columns `EventID=4624`, `EventID=4688`, ... are one categorical feature with a bin per column and one more for
 * rows where none is set. Any other column is numeric, cut at quantiles of training rows into 32 bins at most.
 */
import type { FeatureMatrix } from '../../features/matrix.ts'

export const MAX_BINS = 32

export interface Feature {
  name: string
  /** Matrix columns: all one-hot columns of a categorical feature, or the one numeric column. */
  columns: number[]
  /** Ascending cuts of a numeric feature; null for a categorical one. Bin = number of cuts at or below the value. */
  cuts: Float32Array | null
  bins: number
}

/**
 * Lists the features of a matrix, with cuts from the given rows.
 * @param rows row indexes from which quantiles are taken
 */
export function listFeatures(matrix: FeatureMatrix, rows: Int32Array): Feature[] {
  const categorical = new Map<string, Feature>()
  const features: Feature[] = []
  matrix.names.forEach((name, column) => {
    const equals = name.indexOf('=')
    if (equals < 0) {
      features.push(numericFeature(matrix, rows, name, column))
      return
    }
    const prefix = name.slice(0, equals)
    const known = categorical.get(prefix)
    if (known) {
      known.columns.push(column)
      known.bins++
      return
    }
    const feature: Feature = { name: prefix, columns: [column], cuts: null, bins: 2 }
    categorical.set(prefix, feature)
    features.push(feature)
  })
  return features
}

/** The bin of each of the given rows, 0 to feature.bins - 1. */
export function binRows(matrix: FeatureMatrix, feature: Feature, rows: Int32Array): Uint16Array {
  const bins = new Uint16Array(rows.length)
  if (feature.cuts === null) {
    bins.fill(feature.columns.length)
    feature.columns.forEach((column, hot) => {
      for (let i = 0; i < rows.length; i++) {
        if (matrix.data[rows[i]! * matrix.columns + column]! > 0.5) bins[i] = hot
      }
    })
    return bins
  }
  const column = feature.columns[0]!
  for (let i = 0; i < rows.length; i++) {
    bins[i] = rank(feature.cuts, matrix.data[rows[i]! * matrix.columns + column]!)
  }
  return bins
}

/** Number of cuts at or below the value, by halving. */
function rank(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

function numericFeature(matrix: FeatureMatrix, rows: Int32Array, name: string, column: number): Feature {
  const values = Float32Array.from(rows, (row) => matrix.data[row * matrix.columns + column]!).sort()
  const cuts = new Set<number>()
  for (let q = 1; q < MAX_BINS; q++) {
    const cut = values[Math.floor((q * values.length) / MAX_BINS)]
    if (cut !== undefined && cut > values[0]!) cuts.add(cut)
  }
  return { name, columns: [column], cuts: Float32Array.from(cuts), bins: cuts.size + 1 }
}
