/**
 * What a column's values say about its part: how many there are, how many differ, and what they look like.
 *
 * Taken over all captures of the case, from at most 50,000 evenly spaced rows a source. Sources never change once they
 * are imported, so profiles are kept while the case is open.
 */
import type { CaseFile } from '../case/case-file.ts'
import { numberOf } from '../case/evidence/cell-text.ts'
import { columnIn } from '../case/evidence/column-names.ts'
import { readNumbers, readText } from '../case/evidence/columns.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { ColumnType, Source } from '../../preload/contract/evidence.ts'

export interface Profile {
  column: string
  types: ColumnType[]
  /** Rows looked at, and how many of them had a value. */
  rows: number
  present: number
  distinct: number
  /** The most frequent values, at most 4,096, frequent first, ties by text. */
  top: { value: string; count: number }[]
  /** Shares of the present rows, 0 to 1. */
  numeric: number
  integer: number
  /** Share of steps from one row to the next that go up by any amount: 1 for a counter. */
  rising: number
  meanLength: number
  time: number
  guid: number
  address: number
  sid: number
}

const sampleRows = 50_000
const mostDistinct = 30_000
const topKept = 4096
const looks = {
  time: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\d{1,2}[/.-](\d{1,2}|[A-Za-z]{3,9})[/.-]\d{2,4}[ T]\d\d:\d\d/,
  guid: /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$|^[0-9a-f]{32,128}$/i,
  address: /^(\d{1,3}\.){3}\d{1,3}$|^(?=.*::|(.*:){7})[0-9a-f:]{2,39}(%\w+)?$/i,
  sid: /^S-1-\d+(-\d+)*$/,
}
type Look = keyof typeof looks
const lookNames = Object.keys(looks) as Look[]

const kept = new WeakMap<CaseFile, Map<string, Profile>>()

/** Profiles of every column of every capture of the case, in order of first appearance. */
export function profileColumns(c: CaseFile): Profile[] {
  const captures = listSources(c).filter((source) => source.kind === 'capture')
  const places = columnPlaces(captures)
  const known = kept.get(c) ?? new Map<string, Profile>()
  kept.set(c, known)
  const total = captures.reduce((sum, source) => sum + source.rows, 0)
  return [...places].map(([column, sources]) => {
    const key = `${sources.map((source) => source.id).join(',')}/${total}/${column}`
    const profile = known.get(key) ?? profileOf(c, column, sources, captures)
    known.set(key, profile)
    return profile
  })
}

/** Every column under the name that it has first, with the captures that have it, whatever they call it. */
function columnPlaces(captures: Source[]): Map<string, Source[]> {
  const places = new Map<string, Source[]>()
  for (const source of captures) {
    const read = new Set<string>()
    for (const [column, sources] of places) {
      const name = columnIn(source, column)
      if (name === null) continue
      sources.push(source)
      read.add(name)
    }
    for (const { name } of source.columns) if (!read.has(name)) places.set(name, [source])
  }
  return places
}

interface Tally {
  counts: Map<string, number>
  rows: number
  present: number
  rises: number
  steps: number
}

function profileOf(c: CaseFile, column: string, sources: Source[], captures: Source[]): Profile {
  const tally: Tally = { counts: new Map(), rows: 0, present: 0, rises: 0, steps: 0 }
  const types = new Set<ColumnType>()
  for (const source of captures) {
    const rows = Math.min(source.accepted, sampleRows)
    tally.rows += rows
    const name = columnIn(source, column)
    const type = source.columns.find((one) => one.name === name)?.type
    if (!name || !type || !sources.includes(source) || rows === 0) continue
    types.add(type)
    if (type === 'number' || type === 'integer') tallyNumbers(readNumbers(c, source.id, name), tally)
    else tallyText(readText(c, source.id, name), tally)
  }
  return summarize(column, [...types], tally)
}

function add(tally: Tally, value: string, count: number): void {
  tally.present += count
  const before = tally.counts.get(value)
  if (before !== undefined || tally.counts.size < mostDistinct) tally.counts.set(value, (before ?? 0) + count)
}

function tallyNumbers(data: Float64Array, tally: Tally): void {
  const step = Math.max(1, data.length / sampleRows)
  const counts = new Map<number, number>()
  let last = Number.NaN
  for (let at = 0; at < data.length; at += step) {
    const value = data[Math.floor(at)] ?? Number.NaN
    if (Number.isNaN(value)) continue
    counts.set(value, (counts.get(value) ?? 0) + 1)
    if (!Number.isNaN(last)) tally.steps++
    if (value > last) tally.rises++
    last = value
  }
  for (const [value, count] of counts) add(tally, String(value), count)
}

function tallyText(data: { codes: Uint32Array; values: string[] }, tally: Tally): void {
  const step = Math.max(1, data.codes.length / sampleRows)
  const counts = new Uint32Array(data.values.length)
  for (let at = 0; at < data.codes.length; at += step) {
    const code = data.codes[Math.floor(at)] ?? 0
    counts[code] = (counts[code] ?? 0) + 1
  }
  for (let code = 1; code < counts.length; code++) {
    const count = counts[code] ?? 0
    if (count > 0) add(tally, data.values[code] ?? '', count)
  }
  textSteps(data, step, tally)
}

/** Counters often arrive as text; their steps are counted from the numbers that the texts spell. */
function textSteps(data: { codes: Uint32Array; values: string[] }, step: number, tally: Tally): void {
  const numbers = Float64Array.from(data.values, numberOf)
  let last = Number.NaN
  for (let at = 0; at < data.codes.length; at += step) {
    const value = numbers[data.codes[Math.floor(at)] ?? 0] ?? Number.NaN
    if (Number.isNaN(value)) continue
    if (!Number.isNaN(last)) tally.steps++
    if (value > last) tally.rises++
    last = value
  }
}

function summarize(column: string, types: ColumnType[], tally: Tally): Profile {
  const shares: Record<Look | 'numeric' | 'integer' | 'length', number> = {
    time: 0,
    guid: 0,
    address: 0,
    sid: 0,
    numeric: 0,
    integer: 0,
    length: 0,
  }
  let told = 0
  for (const [value, count] of tally.counts) {
    told += count
    shares.length += count * value.length
    const number = numberOf(value)
    if (Number.isInteger(number)) shares.integer += count
    if (!Number.isNaN(number)) shares.numeric += count
    else for (const look of lookNames) if (looks[look].test(value)) shares[look] += count
  }
  const of = (count: number) => (told === 0 ? 0 : count / told)
  const top = [...tally.counts].map(([value, count]) => ({ value, count }))
  top.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return {
    column,
    types,
    rows: tally.rows,
    present: tally.present,
    distinct: tally.counts.size,
    top: top.slice(0, topKept),
    numeric: of(shares.numeric),
    integer: of(shares.integer),
    meanLength: of(shares.length),
    rising: tally.steps === 0 ? 0 : tally.rises / tally.steps,
    time: of(shares.time),
    guid: of(shares.guid),
    address: of(shares.address),
    sid: of(shares.sid),
  }
}

/** Share of the present rows that the k most frequent values cover, 0 to 1. */
export function coverage(profile: Profile, k: number): number {
  if (profile.present === 0) return 0
  return profile.top.slice(0, k).reduce((sum, one) => sum + one.count, 0) / profile.present
}
