/**
 * Everything in a protocol's result that follows from its stored scores: what a report shows and `verify` computes again.
 * Only the best single feature and the twins need the feature matrix itself.
 */
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { StoredScores } from '../case/results/runs.ts'
import type { ScoredRows } from '../training/types.ts'
import { isConstant } from './ailments/constant-expert.ts'
import { isIdle } from './ailments/idle-expert.ts'
import { alwaysAlert, alwaysBenign } from './baselines/constant.ts'
import { gateAlone } from './baselines/gate-alone.ts'
import { prCurve, rocCurve } from './curves.ts'
import { chosenStrategy, classScores, decide, parameterOf, strategiesOf } from './decide.ts'
import type { Decision } from './decide.ts'
import { evenness } from './entropy.ts'
import { hypothesesOf } from './hypotheses.ts'
import { measure, rankAll } from './metrics.ts'
import { mixingOf, mixReports, type Mixing } from './mixing.ts'
import { expertFacts, gateLoad, meanGateWeights, toReport } from './panel.ts'
import type { ExpertFacts } from './panel.ts'
import { sweepThresholds } from './sweep.ts'
import { answersOf } from './unknown.ts'

type Model = ExperimentConfig['model']

export type FromScores = Pick<
  ProtocolResult,
  'chosen' | 'strategies' | 'baselines' | 'experts' | 'gate' | 'roc' | 'pr'
>

/** The result, and what the ailments need beside it. */
export interface ScoreEvaluation {
  part: FromScores
  /** Of the chosen strategy. */
  decision: Decision
  /** Of a panel, one per class; none for a joint system. */
  facts: ExpertFacts[]
  /** Of a joint system; null for a panel. */
  mixing: Mixing | null
  load: number[]
}

/**
 * @param classes index 0 benign; in a panel expert e is the expert of class e
 * @param trainCounts training rows per class, which decide what always-alert says
 */
export function evaluateScores(
  scored: ScoredRows,
  classes: string[],
  model: Model,
  trainCounts: number[],
): ScoreEvaluation {
  const answers = answersOf(scored, classes)
  const rankings = rankAll(scored.truth, classScores(scored), answers.length)
  const ways = strategiesOf(scored.form)
  const decisions = ways.map((strategy) => decide(scored, strategy, parameterOf(strategy, model)))
  const strategies = ways.map((strategy, i) => {
    const { predicted, meanActive, silent } = decisions[i]!
    const metrics = measure(scored.truth, predicted, rankings, answers, scored.classes)
    return { strategy, parameter: parameterOf(strategy, model), metrics, meanActive, silent }
  })
  const chosen = chosenStrategy(model)
  const decision = decisions[ways.indexOf(chosen)]!
  const load = gateLoad(scored)
  const constants = [alwaysBenign(scored.truth, classes), alwaysAlert(scored.truth, classes, trainCounts)]
  const own =
    scored.form === 'joint'
      ? jointParts(scored, classes, load)
      : panelParts(scored, classes, model, { decision, load })
  const part: FromScores = {
    chosen,
    strategies,
    baselines: [...constants, ...own.baselines],
    experts: own.experts,
    gate: own.gate,
    roc: rocCurve(rankings.attack),
    pr: prCurve(rankings.attack),
  }
  return { part, decision, facts: own.facts, mixing: own.mixing, load }
}

type Parts = Pick<FromScores, 'baselines' | 'experts' | 'gate'> & Pick<ScoreEvaluation, 'facts' | 'mixing'>

function panelParts(
  scored: ScoredRows,
  classes: string[],
  model: Model,
  { decision, load }: Pick<ScoreEvaluation, 'decision' | 'load'>,
): Parts {
  const facts = expertFacts(scored, decision, classes)
  const chosen = chosenStrategy(model)
  return {
    facts: facts.slice(0, classes.length),
    mixing: null,
    baselines: [gateAlone(scored, scored.truth, classes, chosen, parameterOf(chosen, model))],
    experts: facts.map((f) => toReport(f, isConstant(f) ? 'constant' : isIdle(f) ? 'idle' : 'sound')),
    gate: {
      meanWeight: meanGateWeights(scored, classes.length),
      loadEntropy: evenness(load.slice(0, classes.length)),
      sweep: sweepThresholds(scored, classes.length),
    },
  }
}

function jointParts(scored: ScoredRows, classes: string[], load: number[]): Parts {
  const mixing = mixingOf(scored)
  const { all, perClass } = mixing
  const spread = {
    all: all.map(({ mean, deviation, min, max, dominant }) => ({ mean, deviation, min, max, dominant })),
    perClass,
  }
  const hypotheses = hypothesesOf(scored, classes)
  return {
    facts: [],
    mixing,
    baselines: [],
    experts: mixReports(mixing),
    gate: {
      meanWeight: perClass.map((line) => line.map(({ mean }) => mean)),
      loadEntropy: evenness(load),
      spread,
      ...(hypotheses.length > 0 && { hypotheses }),
      sweep: [],
    },
  }
}

/** Stored scores in the shape in which training gives them. */
export function fromStored(stored: StoredScores): ScoredRows {
  const { classes, form, experts, truth, events, gate, probability } = stored
  return { rows: truth.length, classes, form, experts, truth, events, gate, probability }
}

/** The result that follows from stored scores alone. */
export function evaluateStored(
  stored: StoredScores,
  classes: string[],
  model: Model,
  trainCounts: number[],
): FromScores {
  return evaluateScores(fromStored(stored), classes, model, trainCounts).part
}
