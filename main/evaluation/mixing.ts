/** What the gate of a joint system gave each expert: over all test rows, and over those of each class. */
import type { ExpertReport, WeightSpread } from '../../preload/contract/evaluation.ts'
import type { ScoredRows } from '../training/types.ts'
import { firstRanked } from './decide.ts'

/** How one expert of a joint system was used. */
export interface MixFacts extends WeightSpread {
  expert: string
}

export interface Mixing {
  all: MixFacts[]
  /** [class][expert]. */
  perClass: WeightSpread[][]
  /** Standard deviation of the probability of benign over the test rows: 0 when every row gets the same answer. */
  answerDeviation: number
}

/** Weights that hardly differ from row to row: the gate does not look at the row. */
const SAME = 0.01
/** Less than this part of an even share, and hardly ever first. */
const HARDLY = 0.1

export function mixingOf(scored: ScoredRows): Mixing {
  const first = firstRanked(scored)
  const rowsOf = (keep: (row: number) => boolean) =>
    Int32Array.from(scored.truth.keys()).filter((row) => keep(row))
  const spread = (rows: Int32Array) => scored.experts.map((_, e) => spreadOf(scored, first, rows, e))
  const all = spread(rowsOf(() => true))
  return {
    all: scored.experts.map((expert, e) => ({ expert, ...all[e]! })),
    perClass: Array.from({ length: scored.classes }, (_, c) =>
      spread(rowsOf((row) => scored.truth[row] === c)),
    ),
    answerDeviation: deviation(scored.rows, (row) => scored.probability[row * scored.classes]!),
  }
}

/** One expert's weight over the given rows; zeros where there are none. */
function spreadOf(
  { gate, experts }: ScoredRows,
  first: Uint8Array,
  rows: Int32Array,
  e: number,
): WeightSpread {
  if (rows.length === 0) return { mean: 0, deviation: 0, min: 0, max: 0, dominant: 0 }
  let [sum, min, max, dominant] = [0, Infinity, -Infinity, 0]
  const weight = (i: number) => gate[rows[i]! * experts.length + e]!
  for (let i = 0; i < rows.length; i++) {
    const value = weight(i)
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
    if (first[rows[i]!] === e) dominant++
  }
  return {
    mean: sum / rows.length,
    deviation: deviation(rows.length, weight),
    min,
    max,
    dominant: dominant / rows.length,
  }
}

function deviation(count: number, value: (i: number) => number): number {
  if (count === 0) return 0
  let sum = 0
  for (let i = 0; i < count; i++) sum += value(i)
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (value(i) - mean) ** 2
  return Math.sqrt(squares / count)
}

/** True when the gate of several experts gives every row the same weights. */
export function isFixed({ all }: Mixing): boolean {
  return all.length > 1 && all.every((expert) => expert.deviation < SAME)
}

/** True when the expert has next to no weight and is hardly ever first. */
export function isUnused(facts: MixFacts, experts: number): boolean {
  return experts > 1 && facts.mean * experts < HARDLY && facts.dominant < HARDLY / experts
}

/** What the contract shows of each expert. It has no answer of its own: the network is one. */
export function mixReports(mixing: Mixing): ExpertReport[] {
  const { all, answerDeviation } = mixing
  const same = all.length === 1 ? answerDeviation < SAME : isFixed(mixing)
  return all.map((facts) => ({
    expert: facts.expert,
    load: facts.dominant,
    meanGateWeight: facts.mean,
    outputMean: null,
    outputDeviation: null,
    rocAuc: null,
    health: same ? 'constant' : isUnused(facts, all.length) ? 'idle' : 'sound',
  }))
}
