/** Fits categories on training rows: which values get a column of their own. */
import type { Coded } from '../case/evidence/columns.ts'
import { entropy, type Candidate, type Print, type RowMarks } from './candidates.ts'
import { missingCandidate, type CategoricalColumn, type Fit, type Place } from './fit.ts'

/** The most frequent values become a 0/1 column each, the others share one, missing values have one if notable. */
export function fitCategorical(
  name: string,
  data: Coded,
  how: { topValues: number; hides: boolean },
  marks: RowMarks,
): Fit {
  const rows = data.codes.length
  const counts = tally(data, marks)
  const frequent = frequentCodes(data.values, counts, rows, how.topValues)
  const slots = new Map<string, Place>(frequent.map((code) => [data.values[code] ?? '', -1]))
  const candidates = frequent.map((code): Candidate => {
    const value = data.values[code] ?? ''
    return {
      name: `${name}=${shorten(value)}`,
      score: entropy((counts.rows[code] ?? 0) / rows),
      print: [counts.a[code] ?? 0, counts.b[code] ?? 0],
      keep: (at) => void slots.set(value, at),
      cut: () => void slots.delete(value),
    }
  })
  const places = { otherAt: -1, missingAt: -1 }
  candidates.push(...otherCandidate(name, counts, frequent, rows, (at) => (places.otherAt = at)))
  const missing = (row: number) => data.codes[row] === 0
  candidates.push(...missingCandidate(name, rows, missing, marks, (at) => (places.missingAt = at)))
  const finish = (): CategoricalColumn | null => {
    const at = [...slots.values()]
    const kept = places.otherAt >= 0 || places.missingAt >= 0 || at.some((place) => place >= 0)
    if (!kept) return null
    return { kind: 'categorical', column: name, hides: how.hides, values: [...slots.keys()], at, ...places }
  }
  return { candidates, notes: [], finish }
}

/** Everything that is present and not among the frequent values. */
function otherCandidate(
  name: string,
  counts: Counts,
  frequent: number[],
  all: number,
  keep: (at: Place) => void,
): Candidate[] {
  const outside = new Set([0, ...frequent])
  const print: Print = [0, 0]
  let rows = 0
  for (let code = 0; code < counts.rows.length; code++) {
    if (outside.has(code)) continue
    rows += counts.rows[code] ?? 0
    print[0] += counts.a[code] ?? 0
    print[1] += counts.b[code] ?? 0
  }
  return rows === 0 ? [] : [{ name: `${name}=other`, score: entropy(rows / all), print, keep }]
}

/** Rows and sums of marks per code. */
interface Counts {
  rows: Float64Array
  a: Float64Array
  b: Float64Array
}

function tally(data: Coded, marks: RowMarks): Counts {
  const size = data.values.length
  const counts: Counts = {
    rows: new Float64Array(size),
    a: new Float64Array(size),
    b: new Float64Array(size),
  }
  for (let row = 0; row < data.codes.length; row++) {
    const code = data.codes[row] ?? 0
    counts.rows[code] = (counts.rows[code] ?? 0) + 1
    counts.a[code] = (counts.a[code] ?? 0) + (marks.a[row] ?? 0)
    counts.b[code] = (counts.b[code] ?? 0) + (marks.b[row] ?? 0)
  }
  return counts
}

/** Codes of the values worth a column: frequent first, ties by text, none that only a handful of rows have. */
function frequentCodes(values: string[], counts: Counts, rows: number, topValues: number): number[] {
  const least = Math.max(2, rows * 0.0005)
  const codes: number[] = []
  for (let code = 1; code < values.length; code++) if ((counts.rows[code] ?? 0) >= least) codes.push(code)
  const text = (code: number) => values[code] ?? ''
  codes.sort((x, y) => (counts.rows[y] ?? 0) - (counts.rows[x] ?? 0) || (text(x) < text(y) ? -1 : 1))
  return codes.slice(0, topValues)
}

function shorten(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
