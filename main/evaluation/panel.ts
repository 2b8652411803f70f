/** What the gate and each expert of a panel did on the test rows: facts for the reports and for the ailments. */
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ScoredRows } from '../training/types.ts'
import { firstRanked } from './decide.ts'
import type { Decision } from './decide.ts'
import { rankScores, rocAuc } from './ranking.ts'
import { answersOf } from './unknown.ts'

/** Facts about one expert, over test rows; shares are of rows, 0 to 1. */
export interface ExpertFacts {
  expert: string
  load: number
  meanGateWeight: number
  outputMean: number
  outputDeviation: number
  rocAuc: number | null
  /** Share of rows on which it speaks under the chosen gating. */
  activeShare: number
  /** Share of rows that are of its class. */
  classShare: number
  /** Rows of its class. */
  support: number
  /** Share of rows of its class, and of the other rows, to which it says yes (above one half); null without such rows. */
  yesInside: number | null
  yesOutside: number | null
}

/** Rows for which the gate ranks each expert first. */
export function gateLoad(scored: ScoredRows): number[] {
  const load = Array.from(scored.experts, () => 0)
  for (const expert of firstRanked(scored)) load[expert] = load[expert]! + 1
  return load
}

/** meanWeight[class][expert] over rows of that class; 0 where a class has no rows. */
export function meanGateWeights(scored: ScoredRows, classes: number): ProtocolResult['gate']['meanWeight'] {
  const { rows } = scored
  const experts = scored.experts.length
  const sums = Array.from({ length: classes }, () => Array.from({ length: experts }, () => 0))
  const counts = Array.from({ length: classes }, () => 0)
  for (let row = 0; row < rows; row++) {
    const c = scored.truth[row]!
    const line = sums[c]!
    counts[c] = counts[c]! + 1
    for (let e = 0; e < experts; e++) line[e] = line[e]! + scored.gate[row * experts + e]!
  }
  return sums.map((line, c) => line.map((sum) => (counts[c] === 0 ? 0 : sum / counts[c]!)))
}

/** One entry per expert, in order. */
export function expertFacts(scored: ScoredRows, decision: Decision, classes: string[]): ExpertFacts[] {
  const load = gateLoad(scored)
  return answersOf(scored, classes).map((expert, e) => {
    const column = tally(scored, decision, e)
    const per = (count: number) => (scored.rows === 0 ? 0 : count / scored.rows)
    const ranked = rankScores(
      scored.rows,
      (row) => scored.probability[row * scored.experts.length + e]!,
      (row) => isOf(scored, row, e),
    )
    return {
      expert,
      load: per(load[e]!),
      meanGateWeight: per(column.gate),
      ...spread(scored, e),
      rocAuc: rocAuc(ranked),
      activeShare: per(column.active),
      classShare: per(column.inside),
      support: column.inside,
      yesInside: column.inside === 0 ? null : column.yesInside / column.inside,
      yesOutside: column.inside === scored.rows ? null : column.yesOutside / (scored.rows - column.inside),
    }
  })
}

/** The part of the facts that the contract shows. */
export function toReport(
  facts: ExpertFacts,
  health: ProtocolResult['experts'][number]['health'],
): ProtocolResult['experts'][number] {
  const { expert, load, meanGateWeight, outputMean, outputDeviation } = facts
  return { expert, load, meanGateWeight, outputMean, outputDeviation, rocAuc: facts.rocAuc, health }
}

/** Whether a row is of an expert's class; any attack is of the one for the unknown. */
function isOf({ truth, classes }: ScoredRows, row: number, expert: number): boolean {
  return expert < classes ? truth[row] === expert : truth[row] !== 0
}

function tally(scored: ScoredRows, decision: Decision, e: number) {
  const sums = { gate: 0, active: 0, inside: 0, yesInside: 0, yesOutside: 0 }
  for (let row = 0; row < scored.rows; row++) {
    const cell = row * scored.experts.length + e
    const yes = scored.probability[cell]! > 0.5 ? 1 : 0
    sums.gate += scored.gate[cell]!
    sums.active += decision.active[cell]!
    if (isOf(scored, row, e)) {
      sums.inside++
      sums.yesInside += yes
    } else sums.yesOutside += yes
  }
  return sums
}

/** Mean and standard deviation of an expert's probability, in two passes. */
function spread(scored: ScoredRows, e: number): { outputMean: number; outputDeviation: number } {
  const { rows, probability } = scored
  const experts = scored.experts.length
  if (rows === 0) return { outputMean: 0, outputDeviation: 0 }
  let sum = 0
  for (let row = 0; row < rows; row++) sum += probability[row * experts + e]!
  const mean = sum / rows
  let squares = 0
  for (let row = 0; row < rows; row++) squares += (probability[row * experts + e]! - mean) ** 2
  return { outputMean: mean, outputDeviation: Math.sqrt(squares / rows) }
}
