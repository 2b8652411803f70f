/** Task: train the panel of a config, evaluate every protocol, store the run whole or not at all. */
import type { Ailment, Baseline, Evaluation, Metrics } from '../../../preload/contract/evaluation.ts'
import type { ExperimentConfig, RunSummary } from '../../../preload/contract/experiment.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { canonicalJson, sha256 } from '../../case/hash.ts'
import { type RunDraft, saveRun } from '../../case/results/runs.ts'
import { transact } from '../../case/storage-problem.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import { evaluateExperiment } from '../../evaluation/evaluate.ts'
import { toStored } from '../../evaluation/hashes.ts'
import { Checkpoints } from '../../training/checkpoints.ts'
import { trainExperiment } from '../../training/experiment.ts'
import { decideSplit } from '../../training/sides.ts'
import type { ExperimentResult } from '../../training/types.ts'
import type { TaskOf } from '../messages.ts'
import { part, type TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

/** One protocol in short, as `tribunal run --json` prints it. */
export interface ProtocolAnswer {
  /** Of the strategy that the config chose. */
  metrics: Metrics
  baselines: Baseline[]
  ailments: Ailment[]
  verdict: string
  holds: boolean
}
export interface ExperimentAnswer {
  run: string
  labelSet: string
  engine: string
  seconds: number
  weightsHash: string
  scoresHash: string
  configHash: string
  classes: string[]
  protocols: Record<string, ProtocolAnswer>
  /** Where it went on from a checkpoint; null when it began at the beginning. */
  resumedAt: string | null
  warnings: string[]
}

export function runExperiment(
  task: TaskOf<'experiment'>,
  casePath: string,
  context: TaskContext,
): Promise<ExperimentAnswer> {
  return withCase(casePath, (c) => experiment(c, task, context))
}

async function experiment(
  c: CaseFile,
  { config: asked, fresh }: TaskOf<'experiment'>,
  context: TaskContext,
): Promise<ExperimentAnswer> {
  const config = { ...asked, split: decideSplit(c, asked.split) }
  const checkpoints = new Checkpoints(c, { fresh })
  const result = await trainExperiment(c, config, { ...part(context, 0, 0.9), checkpoints })
  context.signal.throwIfAborted()
  context.progress({ step: 'evaluating', fraction: 0.9 })
  const evaluation = evaluateExperiment(result, config, result.losses)
  context.signal.throwIfAborted()
  context.progress({ step: 'storing the run', fraction: 0.98 })
  const run: RunDraft = {
    summary: summarize(result, config, evaluation, checkpoints.told().seconds),
    config,
    losses: result.losses,
    featureNames: result.dataset.matrix.names,
    encoder: result.encoder,
    evaluation,
    models: result.models,
    scores: result.protocols.map(({ id, scored }) => toStored(id, scored)),
  }
  const summary = transact(c, () => {
    checkpoints.drop()
    return saveRun(c, run)
  })
  return answer(summary, evaluation, checkpoints)
}

function summarize(
  result: ExperimentResult,
  config: ExperimentConfig,
  evaluation: Evaluation,
  seconds: number,
): Omit<RunSummary, 'id' | 'createdAt'> {
  return {
    name: config.name,
    labelSet: result.labelSet,
    seconds,
    engine: result.engine,
    engineTrouble: result.engineTrouble ?? null,
    seed: config.seed,
    configHash: sha256(canonicalJson(config)),
    weightsHash: evaluation.weightsHash,
    scoresHash: evaluation.scoresHash,
    classes: result.classes,
    features: result.dataset.matrix.columns,
    protocols: evaluation.protocols.map((protocol) => ({
      id: protocol.id,
      macroF1: chosenMetrics(protocol).macro.f1,
      ailments: protocol.ailments.length,
    })),
  }
}

/** The run in short, from its evaluation. */
function answer(
  summary: RunSummary,
  evaluation: Evaluation,
  { resumedAt, trouble }: Checkpoints,
): ExperimentAnswer {
  const { id, labelSet, engine, engineTrouble, seconds, weightsHash, scoresHash, configHash, classes } =
    summary
  const protocols = evaluation.protocols.map((protocol) => {
    const { baselines, ailments, verdict, holds } = protocol
    return [protocol.id, { metrics: chosenMetrics(protocol), baselines, ailments, verdict, holds }] as const
  })
  return {
    run: id,
    labelSet,
    engine,
    seconds,
    weightsHash,
    scoresHash,
    configHash,
    classes,
    protocols: Object.fromEntries(protocols),
    resumedAt,
    warnings: [trouble, engineTrouble].filter((warning) => typeof warning === 'string'),
  }
}
