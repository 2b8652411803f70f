/**
 * A table as the trainer sees it: one byte a cell, column after column, in memory that threads can share.
 *
 * A feature with more than two values, or with missing ones, has a column of bins of its own. A feature with just two
 * values (a one-hot column, a flag) is only remembered where it has the rarer one; features that never have their
 * rarer value on the same row share a column, each with a bin of its own there (bin 0: none of them). All one-hot columns
 * of one field so become one column, as in LightGBM's exclusive feature bundling (Ke et al., 2017), without conflicts.
 * Constant features are left out.
 */
import type { Rows } from '../../engine/types.ts'
import { binOf, cutsOf, MISSING, sortedFinite } from './cuts.ts'

/** Rows that are looked at to place cuts; more do not move them much. */
const CUT_ROWS = 65_536
/** Columns of flags that a flag is tried in before it gets a new one. */
const TRIED = 64

export interface Feature {
  /** Column of the table of rows. */
  source: number
  /** Column of bins. */
  column: number
  /** Bin b is below cut b. For a flag: one cut, between its two values. */
  cuts: Float32Array
  /** For a flag: its bin, and whether that is the higher of its two values. */
  flag: { bin: number; high: boolean } | null
  hasMissing: boolean
}

/** Plain data, and so can be posted to a thread; `bins` is shared, not copied. */
export interface Binned {
  rows: number
  columns: number
  /** Bin of row r in column c at c * rows + r. */
  bins: Uint8Array
  /** Where each column's bins begin in a histogram, and, last, how many there are in all. */
  starts: Int32Array
  features: Feature[]
}

interface Draft {
  bins: Uint8Array
  /** Highest bin + 1. */
  width: number
  features: Feature[]
}

/** Cuts every feature of the table into bins. */
export function binTable(x: Rows): Binned {
  const ranges: Draft[] = []
  const flags: Draft[] = []
  for (let source = 0; source < x.columns; source++) {
    const values = columnOf(x, source)
    const kind = kindOf(values)
    if (kind === 'range') ranges.push(rangeColumn(values, source))
    else if (kind !== 'constant') addFlag(flags, values, source, kind)
  }
  return assemble(x.rows, [...ranges, ...flags])
}

function columnOf({ rows, columns, data }: Rows, column: number): Float32Array {
  const values = new Float32Array(rows)
  for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]!
  return values
}

/** The two values of a flag, ascending; or that it has one value only, or more, or missing ones. */
function kindOf(values: Float32Array): 'constant' | 'range' | [number, number] {
  const different = new Set<number>()
  for (const value of values) {
    different.add(Number.isFinite(value) ? value : NaN)
    if (different.size > 2) return 'range'
  }
  const [low, high] = [...different].sort((a, b) => a - b)
  if (low === undefined || high === undefined) return 'constant'
  return different.has(NaN) ? 'range' : [low, high]
}

function rangeColumn(values: Float32Array, source: number): Draft {
  const stride = Math.ceil(values.length / CUT_ROWS)
  const looked = stride > 1 ? values.filter((_, row) => row % stride === 0) : values
  const cuts = cutsOf(sortedFinite(looked))
  const bins = new Uint8Array(values.length)
  let hasMissing = false
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (Number.isFinite(value)) bins[row] = binOf(cuts, value)
    else {
      bins[row] = MISSING
      hasMissing = true
    }
  }
  const feature: Feature = { source, column: 0, cuts, flag: null, hasMissing }
  return { bins, width: hasMissing ? MISSING + 1 : cuts.length + 1, features: [feature] }
}

/** Into the first column where no row of this flag's rarer value is taken. */
function addFlag(drafts: Draft[], values: Float32Array, source: number, [low, high]: [number, number]): void {
  const highs = values.reduce((sum, value) => sum + (value === high ? 1 : 0), 0)
  const rarer = highs * 2 <= values.length ? high : low
  const rows: number[] = []
  values.forEach((value, row) => void (value === rarer && rows.push(row)))
  let draft = drafts
    .slice(-TRIED)
    .find(({ bins, width }) => width < MISSING && rows.every((row) => bins[row] === 0))
  if (!draft) {
    draft = { bins: new Uint8Array(values.length), width: 1, features: [] }
    drafts.push(draft)
  }
  const bin = draft.width++
  for (const row of rows) draft.bins[row] = bin
  const flag = { bin, high: rarer === high }
  draft.features.push({ source, column: 0, cuts: Float32Array.of(high), flag, hasMissing: false })
}

function assemble(rows: number, drafts: Draft[]): Binned {
  const bins = new Uint8Array(new SharedArrayBuffer(rows * drafts.length))
  const starts = new Int32Array(drafts.length + 1)
  const features: Feature[] = []
  drafts.forEach((draft, column) => {
    bins.set(draft.bins, column * rows)
    starts[column + 1] = starts[column]! + draft.width
    features.push(...draft.features.map((feature) => ({ ...feature, column })))
  })
  features.sort((a, b) => a.source - b.source)
  return { rows, columns: drafts.length, bins, starts, features }
}
