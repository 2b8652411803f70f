/**
 * What fitting a column gives: a plain-JSON description for the encoder, and the candidate feature columns it can fill.
 */
import { entropy, type Candidate, type Print, type RowMarks } from './candidates.ts'

/** Places in the matrix; -1 where there is none. */
export type Place = number

export interface NumericColumn {
  kind: 'numeric'
  column: string
  at: Place
  /** Standardized as it is, without the logarithm. */
  plain?: true
  /** Of sign(v) log(1 + |v|), or of v where plain, over the training rows that have a finite value. */
  mean: number
  deviation: number
  /** Largest such magnitude seen; infinite values take it. */
  limit: number
  missingAt: Place
}
export interface CategoricalColumn {
  kind: 'categorical'
  column: string
  /** Account names inside its values are hidden. */
  hides: boolean
  /** Frequent values and their places; a value at -1 equals another feature and is written nowhere. */
  values: string[]
  at: Place[]
  /** Where any other present value goes. */
  otherAt: Place
  missingAt: Place
}
export interface RateColumn {
  kind: 'rate'
  entity: 'host' | 'user'
  seconds: number
  at: Place
  mean: number
  deviation: number
}
export interface TimeOfDay {
  kind: 'time-of-day'
  sineAt: Place
  cosineAt: Place
}
export type EncodedColumn = NumericColumn | CategoricalColumn | RateColumn | TimeOfDay

export interface Fit {
  candidates: Candidate[]
  notes: string[]
  /** The description, once the candidates have been kept or cut; null when none was kept. */
  finish(): EncodedColumn | null
}

/** Share of missing (or present) values from which a missing column is worth its width. */
const notableShare = 0.01

/** The missing indicator, when missing values are neither rare nor nearly all. */
export function missingCandidate(
  name: string,
  rows: number,
  missing: (row: number) => boolean,
  marks: RowMarks,
  keep: (at: Place) => void,
): Candidate[] {
  const print: Print = [0, 0]
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (!missing(row)) continue
    count++
    print[0] += marks.a[row] ?? 0
    print[1] += marks.b[row] ?? 0
  }
  const share = count / rows
  if (share < notableShare || share > 1 - notableShare) return []
  return [{ name: `${name} missing`, score: entropy(share), print, keep }]
}
