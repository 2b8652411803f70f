/** What the gate of a joint system gave each expert: over all test rows, and over those of each class. */
import type { ExpertReport, WeightSpread } from '../../preload/contract/evaluation.ts'
import { spreadOf } from '../training/systems/spread.ts'
import type { ScoredRows } from '../training/types.ts'

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
  const { rows, gate, truth } = scored
  const all = spreadOf(gate, rows)
  const ofClass = (c: number) => Int32Array.from(truth.keys()).filter((row) => truth[row] === c)
  return {
    all: scored.experts.map((expert, e) => ({ expert, ...all[e]! })),
    perClass: Array.from({ length: scored.classes }, (_, c) => spreadOf(gate, rows, ofClass(c))),
    answerDeviation: deviation(rows, (row) => scored.probability[row * scored.classes]!),
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
