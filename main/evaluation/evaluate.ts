/**
 * From a finished training to the one document of numbers that window, terminal and report show.
 */
import type { Baseline, Evaluation, ProtocolResult, Regime } from '../../preload/contract/evaluation.ts'
import { BaselineKind } from '../../preload/contract/baselines.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { LossPoint } from '../../preload/contract/jobs.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { driftIn } from '../training/systems/drift.ts'
import type { ExperimentResult, ProtocolRows } from '../training/types.ts'
import type { Examination, TwinFacts } from './ailments/examination.ts'
import { examine } from './ailments/examine.ts'
import { learned } from './baselines/learned.ts'
import { bestSingleFeature } from './baselines/single-feature.ts'
import { withoutIdentifiers } from './baselines/without-identifiers.ts'
import { evaluateScores } from './from-scores.ts'
import { jointExtras } from './joint-extras.ts'
import { modelsHash, scoresHash, toStored } from './hashes.ts'
import { titleOf } from './protocols.ts'
import { findTwins } from './twins.ts'
import { answersOf } from './unknown.ts'
import { unseenRecall } from './unseen.ts'
import { judge } from './verdict.ts'

/**
 * All numbers of all protocols. `run` is left empty: the case gives the id when it stores the run.
 * @throws Problem `empty-test` when a protocol has no test rows
 */
export function evaluateExperiment(
  result: ExperimentResult,
  config: ExperimentConfig,
  losses: LossPoint[],
): Evaluation {
  return {
    run: '',
    classes: result.protocols[0] ? answersOf(result.protocols[0].scored, result.classes) : result.classes,
    protocols: result.protocols.map((protocol) => evaluateProtocol(result, protocol, config, losses)),
    weightsHash: modelsHash(result.models),
    scoresHash: scoresHash(result.protocols.map((protocol) => toStored(protocol.id, protocol.scored))),
  }
}

function evaluateProtocol(
  result: ExperimentResult,
  protocol: ProtocolRows,
  config: ExperimentConfig,
  losses: LossPoint[],
): ProtocolResult {
  const { classes } = result
  if (protocol.scored.rows === 0) {
    throw new Problem('empty-test', `Protocol ${protocol.id} has no test events.`, {
      advice: 'Raise the test share of the split, or label more events.',
    })
  }
  const regimes = regimesOf(result, protocol)
  const scores = evaluateScores(protocol.scored, classes, config.model, regimes.train.perClass)
  const single = bestSingleFeature({ ...result.dataset, train: protocol.train, test: protocol.test }, classes)
  const metrics = scores.part.strategies.find((s) => s.strategy === scores.part.chosen)!.metrics
  const without = withoutIdentifiers(protocol.ablation, protocol.scored, classes, config.model)
  const twins = twinFacts(result, protocol, scores.decision.predicted)
  const examination: Examination = {
    classes,
    metrics,
    train: regimes.train,
    test: regimes.test,
    experts: scores.facts,
    mixing: scores.mixing,
    load: scores.load,
    losses: losses.filter((point) => point.regime === protocol.trained.regime),
    twins,
    singleFeature: single,
    withoutIdentifiers: without,
    expertTraining: expertTraining(config.model),
    drift: driftIn(protocol.trained.networks),
  }
  const health = examine(examination)
  const baselines = inOrder([
    ...scores.part.baselines,
    single,
    ...learned(protocol.rivalScores, protocol.scored.truth, classes),
    without,
  ])
  return {
    id: protocol.id,
    title: titleOf(protocol.id, config),
    ...regimes,
    ...scores.part,
    ...jointExtras(scores.part, protocol.trained.networks),
    baselines,
    ...health,
    twins: twins.twins,
    ...judge(metrics, baselines, health.ailments),
  }
}

/** Those that there are, in the order of the contract. */
function inOrder(baselines: (Baseline | null)[]): Baseline[] {
  return BaselineKind.options
    .flatMap((kind) => baselines.filter((baseline) => baseline?.kind === kind))
    .filter((b) => b !== null)
}

function twinFacts(result: ExperimentResult, protocol: ProtocolRows, predicted: Uint8Array): TwinFacts {
  const flags = findTwins(result.dataset.matrix, protocol.train, protocol.test)
  const recall = unseenRecall(protocol.scored.truth, predicted, flags, result.classes.length)
  return { twins: flags.reduce((sum, flag) => sum + flag, 0), rows: flags.length, ...recall }
}

type RegimeOf = ReturnType<typeof Regime.parse>

function regimesOf(
  result: ExperimentResult,
  protocol: ProtocolRows,
): { train: RegimeOf; validation: RegimeOf; test: RegimeOf } {
  const regime = (kind: RegimeOf['kind'], rows: Int32Array): RegimeOf => {
    const perClass = result.classes.map(() => 0)
    for (const row of rows) {
      const label = result.dataset.labels[row]!
      perClass[label] = (perClass[label] ?? 0) + 1
    }
    return { kind, rows: rows.length, perClass }
  }
  const { regime: kind } = protocol.trained
  return {
    train: regime(kind, protocol.train),
    validation: regime(kind, protocol.validation),
    test: regime(protocol.testKind, protocol.test),
  }
}

/** How a panel's experts were trained; trees always learn their class against the rest. */
function expertTraining(model: ExperimentConfig['model']) {
  if (model.system !== 'S1') return null
  return model.learner === 'trees' ? 'one-vs-rest' : model.experts
}
