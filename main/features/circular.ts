/**
 * Features that give the labeling rule's inputs away. Labels are made of users and times; a column that tells the user, or the
 * stretch of time, lets a model learn the rule again instead of the attack, whatever the column is called.
 *
 * Told by mutual information: the share of the uncertainty about the user (about the time, in 64 stretches with equally many
 * events) that knowing the column's value takes away, I(X; U) / H(U) (Theil's uncertainty coefficient). The column is seen as
 * the encoder would see it: its frequent values or 32 ranges, the rest, and missing. Chance makes such shares larger, by about
 * (|X| - 1)(|U| - 1) / 2N nats, which is taken away (Miller, 1955).
 */
import type { CaseFile } from '../case/case-file.ts'
import { loadCore, type EventCore } from '../case/evidence/core.ts'
import { numbersAt, stretches, textAt, eventTable } from './table.ts'
import type { Encoding } from './roles.ts'

export interface Circularity {
  /** Shares of 0 to 1. */
  user: number
  time: number
}

/** From these on a column is fenced off. */
export const USER_SHARE = 0.8
export const TIME_SHARE = 0.5

const SAMPLE = 20_000
/** From fewer events nothing is told: chance alone would fence columns off. */
const FEWEST = 500
const RANGES = 32
const STRETCHES = 64
/** A capture where nearly everything is one user's tells no one apart. */
const LEAST_BITS = 0.3

/** What each sampled event is called: whole numbers from 0. */
export type Codes = Int32Array

export function entropyOf(codes: Codes): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  let sum = 0
  for (const count of counts.values()) sum -= (count / codes.length) * Math.log2(count / codes.length)
  return sum
}

/** Share of the uncertainty about `inputs` that `feature` takes away, corrected for chance; 0 to 1. */
export function uncertaintyShare(feature: Codes, inputs: Codes): number {
  const uncertain = entropyOf(inputs)
  if (uncertain <= 0) return 0
  const width = Math.max(...inputs) + 1
  const joint = Int32Array.from(feature, (code, i) => code * width + inputs[i]!)
  const information = entropyOf(feature) + uncertain - entropyOf(joint)
  const kinds = (codes: Codes): number => new Set(codes).size
  const chance = ((kinds(feature) - 1) * (kinds(inputs) - 1)) / (2 * feature.length * Math.LN2)
  return Math.min(1, Math.max(0, (information - chance) / uncertain))
}

/** Ranges with equally many values; missing is a range of its own. */
export function rangesOf(values: Float64Array, ranges = RANGES): Codes {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const edges = [
    ...new Set(
      Array.from({ length: ranges - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / ranges)]),
    ),
  ]
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return 0
    return 1 + edges.filter((edge) => edge !== undefined && value >= edge).length
  })
}

/** The most frequent values apart, the rest together, missing apart. */
function frequent(codes: ArrayLike<number>, topValues: number): Codes {
  const counts = new Map<number, number>()
  for (let i = 0; i < codes.length; i++) counts.set(codes[i]!, (counts.get(codes[i]!) ?? 0) + 1)
  counts.delete(0)
  const top = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, topValues)
  const place = new Map(top.map(([code], i) => [code, i + 2]))
  return Int32Array.from(codes, (code) => (code === 0 ? 0 : (place.get(code) ?? 1)))
}

interface Sampled {
  events: Float64Array
  users: Codes
  times: Codes
  /** Of the users, in bits. */
  bits: number
}

function sampleOf(core: EventCore): Sampled {
  const step = Math.max(1, core.count / SAMPLE)
  const count = Math.floor(core.count / step)
  const events = Float64Array.from({ length: count }, (_, i) => Math.floor(i * step))
  const users = frequent(
    Array.from(events, (event) => core.user.codes[event]!),
    50,
  )
  const times = rangesOf(
    events.map((event) => core.time[event]!),
    STRETCHES,
  )
  return { events, users, times, bits: entropyOf(users) }
}

const samples = new WeakMap<CaseFile, { count: number; sample: Sampled; known: Map<string, Circularity> }>()

/** How much columns tell of users and times. Answers are kept while the case is open and nothing is imported. */
export function circularColumns(
  c: CaseFile,
  columns: readonly { column: string; encoding: Encoding }[],
  topValues: number,
): Map<string, Circularity> {
  if (columns.length === 0) return new Map()
  const core = loadCore(c)
  if (core.count < FEWEST) return new Map(columns.map(({ column }) => [column, { user: 0, time: 0 }]))
  const table = eventTable(c, core)
  let kept = samples.get(c)
  if (kept?.count !== core.count) kept = { count: core.count, sample: sampleOf(core), known: new Map() }
  samples.set(c, kept)
  const { sample, known } = kept
  const places = stretches(table, sample.events)
  const found = columns.map(({ column, encoding }): [string, Circularity] => {
    const key = `${encoding} ${topValues} ${column}`
    const answer = known.get(key) ?? tell(column, encoding)
    known.set(key, answer)
    return [column, answer]
  })
  return new Map(found)

  function tell(column: string, encoding: Encoding): Circularity {
    const rows = sample.events.length
    const codes =
      encoding === 'numeric'
        ? rangesOf(numbersAt(table, column, places, rows))
        : frequent(textAt(table, column, places, rows).codes, topValues)
    return {
      user: sample.bits < LEAST_BITS ? 0 : uncertaintyShare(codes, sample.users),
      time: uncertaintyShare(codes, sample.times),
    }
  }
}
