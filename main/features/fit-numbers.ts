/** Fits numbers, rates and the time of day on training rows: means and deviations after a logarithm. */
import type { Candidate, Print, RowMarks } from './candidates.ts'
import {
  missingCandidate,
  type Fit,
  type NumericColumn,
  type RateColumn,
  type TimeOfDay,
  type Place,
} from './fit.ts'

/** Numbers are kept before any 0/1 column; rates and time of day before those. */
const alwaysFirst = 3

/** log1p that keeps the sign: odd, monotone, finite for finite values. */
export function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value))
}

/** Mean, deviation and largest magnitude of the finite values; NaN is missing, infinite values are left out. */
export function moments(values: Float64Array) {
  let count = 0
  let infinite = 0
  let [mean, squares, limit] = [0, 0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    if (!Number.isFinite(value)) infinite++
    else {
      const delta = value - mean
      mean += delta / ++count
      squares += delta * (value - mean)
      limit = Math.max(limit, Math.abs(value))
    }
  }
  return { mean, deviation: count > 0 ? Math.sqrt(squares / count) : 0, limit, count, infinite }
}

/** A standardized number, with an indicator for missing values where they are notable. */
export function fitNumeric(name: string, values: Float64Array, marks: RowMarks, plain = false): Fit {
  const { mean, deviation, limit, count, infinite } = moments(plain ? values : values.map(signedLog))
  const column: NumericColumn = {
    kind: 'numeric',
    column: name,
    at: -1,
    ...(plain && { plain }),
    mean,
    deviation,
    limit,
    missingAt: -1,
  }
  const candidates: Candidate[] = []
  if (deviation > 1e-9) {
    const score = 2 + (count + infinite) / values.length
    candidates.push({
      name: plain ? name : `log1p(${name})`,
      score,
      print: numberPrint(values, marks),
      keep: (at) => (column.at = at),
    })
  }
  const missing = (row: number) => Number.isNaN(values[row] ?? Number.NaN)
  candidates.push(...missingCandidate(name, values.length, missing, marks, (at) => (column.missingAt = at)))
  const notes = infinite > 0 ? [`${name}: ${infinite} infinite values count as its largest finite one.`] : []
  return { candidates, notes, finish: () => (column.at < 0 && column.missingAt < 0 ? null : column) }
}

/** Equal columns give equal sums, to the last bit; missing counts as a value of its own. */
function numberPrint(values: Float64Array, marks: RowMarks): Print {
  const print: Print = [0, 0]
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN
    const weight = Number.isFinite(value) ? value + Math.PI : Number.isNaN(value) ? Math.E : Math.sign(value)
    print[0] += weight * (marks.a[row] ?? 0)
    print[1] += weight * (marks.b[row] ?? 0)
  }
  return print
}

/** Rates are fitted like numbers; they are never missing for an event that has a time. */
export function fitRate(entity: 'host' | 'user', seconds: number, values: Float64Array): Fit {
  const { mean, deviation } = moments(values.map(Math.log1p))
  const column: RateColumn = { kind: 'rate', entity, seconds, at: -1, mean, deviation }
  const name = `rate ${seconds} s per ${entity}`
  const candidates: Candidate[] =
    deviation > 1e-9 ? [{ name, score: alwaysFirst, print: null, keep: (at) => (column.at = at) }] : []
  return { candidates, notes: [], finish: () => (column.at < 0 ? null : column) }
}

/** Sine and cosine of the UTC time of day; nothing to fit. */
export function fitTimeOfDay(): Fit {
  const column: TimeOfDay = { kind: 'time-of-day', sineAt: -1, cosineAt: -1 }
  const candidate = (name: string, keep: (at: Place) => void): Candidate => ({
    name: `time of day ${name}`,
    score: alwaysFirst,
    print: null,
    keep,
  })
  const candidates = [
    candidate('sine', (at) => (column.sineAt = at)),
    candidate('cosine', (at) => (column.cosineAt = at)),
  ]
  return { candidates, notes: [], finish: () => (column.sineAt < 0 && column.cosineAt < 0 ? null : column) }
}
