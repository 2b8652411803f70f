/**
 * Questions to the stored scores of a run, answered on demand: metrics at any threshold, the events of a confusion
 * cell, and who spoke for an event.
 *
 * Rankings do not depend on the threshold, so they are computed once per scores object and kept with it; hold on to the
 * object (as the services do while a run is looked at) and a slider's move costs one pass over the rows.
 */
import type { Metrics, Strategy } from '../../preload/contract/evaluation.ts'
import type { StoredScores } from '../case/results/runs.ts'
import { classScores, decide } from './decide.ts'
import type { Decision } from './decide.ts'
import { fromStored } from './from-scores.ts'
import { measure, rankAll } from './metrics.ts'
import type { Rankings } from './metrics.ts'
import { answersOf } from './unknown.ts'

export interface AtThreshold {
  metrics: Metrics
  meanActive: number
  silent: number
  /** Share of rows on which each expert speaks at this threshold. */
  load: number[]
}

const rankingsOf = new WeakMap<StoredScores, Rankings>()

/** Threshold gating at any threshold (0 to 1). */
export function atThreshold(stored: StoredScores, classes: string[], threshold: number): AtThreshold {
  const scored = fromStored(stored)
  const decision = decide(scored, 'threshold', threshold)
  const answers = answersOf(scored, classes)
  let rankings = rankingsOf.get(stored)
  if (!rankings) {
    rankings = rankAll(scored.truth, classScores(scored), answers.length)
    rankingsOf.set(stored, rankings)
  }
  return {
    metrics: measure(scored.truth, decision.predicted, rankings, answers, scored.classes),
    meanActive: decision.meanActive,
    silent: decision.silent,
    load: activeShares(decision, scored.rows, scored.experts.length),
  }
}

/** Global event ids of one confusion cell: how many there are, and the first `limit` of them. */
export function cellEvents(
  stored: StoredScores,
  gating: { strategy: Strategy; parameter: number },
  cell: { truth: number; predicted: number },
  limit: number,
): { total: number; events: number[] } {
  const { predicted } = decide(fromStored(stored), gating.strategy, gating.parameter)
  const events: number[] = []
  let total = 0
  for (let row = 0; row < predicted.length; row++) {
    if (stored.truth[row] !== cell.truth || predicted[row] !== cell.predicted) continue
    if (total++ < limit) events.push(stored.events[row]!)
  }
  return { total, events }
}

function activeShares(decision: Decision, rows: number, experts: number): number[] {
  const counts = Array.from({ length: experts }, () => 0)
  decision.active.forEach((active, i) => {
    const expert = i % experts
    counts[expert] = counts[expert]! + active
  })
  return counts.map((count) => (rows === 0 ? 0 : count / rows))
}
