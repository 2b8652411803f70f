/**
 * Everything in a protocol's result that follows from its stored scores: what a report shows and `verify` computes again.
 * Only the best single feature and the twins need the feature matrix itself.
 */
import type { Baseline, ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { StoredScores } from '../case/runs.ts'
import type { ScoredRows } from '../training/types.ts'
import { isConstant } from './ailments/constant-expert.ts'
import { isIdle } from './ailments/idle-expert.ts'
import { alwaysAlert, alwaysBenign } from './baselines/constant.ts'
import { gateAlone } from './baselines/gate-alone.ts'
import { prCurve, rocCurve } from './curves.ts'
import { classScores, decide, parameterOf, STRATEGIES } from './decide.ts'
import type { Decision } from './decide.ts'
import { evenness } from './entropy.ts'
import { measure, rankAll } from './metrics.ts'
import { expertFacts, gateLoad, meanGateWeights, toReport } from './panel.ts'
import type { ExpertFacts } from './panel.ts'
import { sweepThresholds } from './sweep.ts'

export type FromScores = Pick<
  ProtocolResult,
  'chosen' | 'strategies' | 'baselines' | 'experts' | 'gate' | 'roc' | 'pr'
>

/** The result, and what the ailments need beside it. */
export interface ScoreEvaluation {
  part: FromScores
  /** Of the chosen strategy. */
  decision: Decision
  facts: ExpertFacts[]
  load: number[]
}

/**
 * @param classes index 0 benign; expert e is the expert of class e
 * @param trainCounts training rows per class, which decide what always-alert says
 */
export function evaluateScores(
  scored: ScoredRows,
  classes: string[],
  model: ExperimentConfig['model'],
  trainCounts: number[],
): ScoreEvaluation {
  const rankings = rankAll(scored.truth, classScores(scored), classes.length)
  const decisions = STRATEGIES.map((strategy) => decide(scored, strategy, parameterOf(strategy, model)))
  const strategies = STRATEGIES.map((strategy, i) => {
    const { predicted, meanActive, silent } = decisions[i]!
    const metrics = measure(scored.truth, predicted, rankings, classes)
    return { strategy, parameter: parameterOf(strategy, model), metrics, meanActive, silent }
  })
  const decision = decisions[STRATEGIES.indexOf(model.gating)]!
  const facts = expertFacts(scored, decision, classes)
  const load = gateLoad(scored)
  const part: FromScores = {
    chosen: model.gating,
    strategies,
    baselines: scoreBaselines(scored, classes, model, trainCounts),
    experts: facts.map((f) => toReport(f, isConstant(f) ? 'constant' : isIdle(f) ? 'idle' : 'sound')),
    gate: gateReport(scored, classes.length, load),
    roc: rocCurve(rankings.attack),
    pr: prCurve(rankings.attack),
  }
  return { part, decision, facts, load }
}

/** Stored scores in the shape in which training gives them. */
export function fromStored(stored: StoredScores): ScoredRows {
  const { classes, truth, events, gate, probability } = stored
  return { rows: truth.length, experts: classes, truth, events, gate, probability }
}

/** The result that follows from stored scores alone. */
export function evaluateStored(
  stored: StoredScores,
  classes: string[],
  model: ExperimentConfig['model'],
  trainCounts: number[],
): FromScores {
  return evaluateScores(fromStored(stored), classes, model, trainCounts).part
}

function scoreBaselines(
  scored: ScoredRows,
  classes: string[],
  model: ExperimentConfig['model'],
  trainCounts: number[],
): Baseline[] {
  const parameter = parameterOf(model.gating, model)
  return [
    alwaysBenign(scored.truth, classes),
    alwaysAlert(scored.truth, classes, trainCounts),
    gateAlone(scored, scored.truth, classes, model.gating, parameter),
  ]
}

function gateReport(scored: ScoredRows, classes: number, load: number[]): ProtocolResult['gate'] {
  return {
    meanWeight: meanGateWeights(scored, classes),
    loadEntropy: evenness(load),
    sweep: sweepThresholds(scored, classes),
  }
}
