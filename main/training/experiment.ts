/**
 * A whole experiment: prepare, train the regimes that the protocols need, score the tests. Nothing is written to the
 * case here; the job that asked for it stores the result in one transaction.
 */
import type { CaseFile } from '../case/case-file.ts'
import type { StoredModel } from '../case/runs.ts'
import { openEngine } from '../engine/choose.ts'
import type { Engine } from '../engine/types.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { experimentKey } from './checkpoints.ts'
import { networkSize } from './network-size.ts'
import { prepare, type Prepared } from './prepare.ts'
import { protocolPlan } from './protocols.ts'
import { scoreRows } from './score.ts'
import { scoreTreeBaseline, trainTreeBaseline, TREES } from './trees.ts'
import { trainSystem } from './systems/index.ts'
import type { SystemJob } from './systems/system.ts'
import type { ExperimentResult, ProtocolRows, RegimeName, TrainContext, TrainedRegime } from './types.ts'

/** Shares of the progress bar. */
const prepareShare = 0.1
const scoreShare = 0.05
/** Of a regime's training. */
const treeShare = 0.2

/**
 * Trains and scores what the config asks for. Same case, config, seed and engine give the same weights and scores.
 * @throws Problem for a label set or config that cannot be trained on; the signal's reason when aborted.
 */
export async function trainExperiment(
  c: CaseFile,
  config: ExperimentConfig,
  ctx: TrainContext,
): Promise<ExperimentResult> {
  const prepared = await prepare(c, config, {
    signal: ctx.signal,
    progress: (report) => ctx.progress({ ...report, fraction: report.fraction * prepareShare }),
  })
  const engine = await openEngine(config.engine, networkSize(config.model))
  try {
    ctx.checkpoints?.open(experimentKey(config, prepared, engine.name))
    const trained = await trainAll(engine, config, prepared, ctx)
    const protocols = await scoreAll(engine, config, prepared, trained, ctx)
    const { dataset, matrix, encoder, features, labelSet } = prepared
    return {
      classes: dataset.classes,
      labelSet,
      dataset: { matrix, labels: dataset.labels, events: dataset.events },
      encoder,
      features,
      protocols,
      losses: [...trained.values()].flatMap((regime) => regime.losses),
      engine: engine.name,
      engineTrouble: engine.trouble ?? null,
      models: [...trained.values()].flatMap(storedModels),
    }
  } finally {
    await engine.dispose()
  }
}

async function trainAll(
  engine: Engine,
  config: ExperimentConfig,
  prepared: Prepared,
  ctx: TrainContext,
): Promise<Map<RegimeName, TrainedRegime>> {
  const { dataset, matrix, lists } = prepared
  const needed = new Set(protocolsOf(config).map((id) => protocolPlan[id].regime))
  const work = [...needed].map((name) => lists.regimes[name].train.length)
  const total = work.reduce((sum, rows) => sum + rows, 0)
  const trained = new Map<RegimeName, TrainedRegime>()
  let done = 0
  for (const regime of needed) {
    const rows = lists.regimes[regime]
    const [start, width] = [done / total, rows.train.length / total]
    const job: SystemJob = {
      engine,
      regime,
      matrix,
      rows,
      labels: dataset.labels,
      classes: dataset.classes,
      model: config.model,
      seed: config.seed,
      signal: ctx.signal,
      checkpoints: ctx.checkpoints,
      report: regimeReport(ctx, engine, regime, rows.train.length, start, width * (1 - treeShare)),
    }
    const { networks, losses } = await trainSystem(job)
    const report = regimeReport(
      ctx,
      engine,
      regime,
      rows.train.length,
      start + width * (1 - treeShare),
      width * treeShare,
    )
    const trees = await trainTreeBaseline({
      regime,
      matrix,
      dataset,
      rows,
      seed: config.seed,
      signal: ctx.signal,
      report: (fraction) => report('growing trees to compare with', fraction, []),
    })
    const { train: trainRows, validation: validationRows } = rows
    trained.set(regime, { regime, networks, losses, trees, trainRows, validationRows })
    done += rows.train.length
  }
  return trained
}

function regimeReport(
  ctx: TrainContext,
  engine: Engine,
  regime: RegimeName,
  rows: number,
  start: number,
  width: number,
): SystemJob['report'] {
  return (step, fraction, losses) =>
    ctx.progress({
      step: `${step} (${regime})${aside(ctx, engine)}`,
      fraction: prepareShare + (1 - prepareShare - scoreShare) * (start + width * fraction),
      counts: { rows },
      ...(losses.length > 0 && { losses }),
    })
}

/** What a person who watches must know: that it did not begin at the beginning, and what went wrong on the way. */
function aside({ checkpoints }: TrainContext, engine: Engine): string {
  const resumed = checkpoints?.resumedAt ? `, resumed at ${checkpoints.resumedAt}` : ''
  const troubles = [checkpoints?.trouble, engine.trouble].filter((trouble) => typeof trouble === 'string')
  return [resumed, ...troubles].join('. ')
}

async function scoreAll(
  engine: Engine,
  config: ExperimentConfig,
  prepared: Prepared,
  trained: Map<RegimeName, TrainedRegime>,
  ctx: TrainContext,
): Promise<ProtocolRows[]> {
  const protocols: ProtocolRows[] = []
  const ids = protocolsOf(config)
  for (const [order, id] of ids.entries()) {
    const plan = protocolPlan[id]
    const regime = trained.get(plan.regime)
    if (!regime) continue
    ctx.progress({ step: `scoring ${id}`, fraction: 1 - scoreShare * (1 - order / ids.length) })
    const test = prepared.lists.tests[plan.test]
    const scored = await scoreRows(engine, config.model.system, prepared, regime, test, ctx.signal)
    const treeScores =
      regime.trees && (await scoreTreeBaseline(regime.trees, prepared.matrix, test, ctx.signal))
    const { trainRows: train, validationRows: validation } = regime
    protocols.push({ id, train, validation, test, trained: regime, scored, treeScores, testKind: plan.test })
  }
  return protocols
}

/** Each protocol once, in the order E1, E2, E3. */
function protocolsOf(config: ExperimentConfig) {
  return [...new Set(config.protocols)].sort()
}

function storedModels({ regime, networks, trees }: TrainedRegime): StoredModel[] {
  return [
    ...networks.map((network) => ({ regime, ...network })),
    ...(trees ? [{ regime, name: TREES, ...trees }] : []),
  ]
}
