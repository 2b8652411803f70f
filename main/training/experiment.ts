/**
 * A whole experiment: prepare, train the regimes that the protocols need, score the tests. Nothing is written to the
 * case here; the job that asked for it stores the result in one transaction.
 */
import type { CaseFile } from '../case/case-file.ts'
import type { StoredModel } from '../case/results/runs.ts'
import { openEngine } from '../engine/choice/choose.ts'
import type { Engine } from '../engine/types.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { identifiersOf, storeAblation, storeScores, withoutColumns, type LeftOut } from './ablation.ts'
import { experimentKey } from './checkpoints.ts'
import { networkSize } from './network-size.ts'
import { prepare, type Prepared } from './prepare.ts'
import { protocolPlan } from './protocols.ts'
import { scoreRivals, trainRivals } from './rivals/index.ts'
import { scoreRows } from './score.ts'
import { trainSystem } from './systems/index.ts'
import type { Network, SystemJob } from './systems/system.ts'
import type { ExperimentResult, ProtocolRows, RegimeName, TrainContext, TrainedRegime } from './types.ts'

/** Shares of the progress bar. */
const prepareShare = 0.1
const scoreShare = 0.05
/** Of a regime's training. */
const rivalShare = 0.2

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
    ctx.checkpoints?.open(experimentKey(config, prepared, engine.name), engine)
    const trained = await trainAll(engine, config, prepared, ctx)
    const protocols = await scoreAll(engine, config, prepared, trained, ctx)
    const { dataset, matrix, encoder, features, labelSet } = prepared
    const told = ctx.checkpoints?.told()
    return {
      classes: dataset.classes,
      labelSet,
      dataset: { matrix, labels: dataset.labels, events: dataset.events },
      encoder,
      features,
      protocols,
      losses: [...trained.values()].flatMap((regime) => regime.losses),
      engine: told?.engine ?? engine.name,
      engineTrouble: told?.trouble ?? engine.trouble ?? null,
      models: [...trained.values()].flatMap((regime) => storedModels(regime, protocols)),
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
  const { lists } = prepared
  const leftOut = identifiersOf(prepared.encoder, prepared.features)
  const needed = new Set(protocolsOf(config).map((id) => protocolPlan[id].regime))
  const work = [...needed].map((name) => lists.regimes[name].train.length)
  const total = work.reduce((sum, rows) => sum + rows, 0)
  const trained = new Map<RegimeName, TrainedRegime>()
  let done = 0
  for (const regime of needed) {
    const rows = lists.regimes[regime]
    const [start, width] = [done / total, rows.train.length / total]
    const part = (from: number, share: number) =>
      regimeReport(ctx, engine, regime, rows.train.length, start + width * from, width * share)
    trained.set(regime, await trainOne(engine, config, prepared, ctx, { regime, leftOut, part }))
    done += rows.train.length
  }
  return trained
}

interface One {
  regime: RegimeName
  leftOut: LeftOut | null
  /** A reporter for a part of the regime's work. */
  part: (from: number, share: number) => SystemJob['report']
}

/** The system, where there are identifiers the system without them, and the rivals. */
async function trainOne(
  engine: Engine,
  config: ExperimentConfig,
  prepared: Prepared,
  ctx: TrainContext,
  { regime, leftOut, part }: One,
): Promise<TrainedRegime> {
  const { dataset, matrix, lists } = prepared
  const rows = lists.regimes[regime]
  const { seed, model } = config
  const { labels, classes } = dataset
  const own = (1 - rivalShare) / (leftOut ? 2 : 1)
  const common = { engine, regime, rows, labels, classes, model, seed, signal: ctx.signal }
  const job: SystemJob = { ...common, matrix, checkpoints: ctx.checkpoints, report: part(0, own) }
  const { networks, losses } = await trainSystem(job)
  const ablation = leftOut && {
    ...leftOut,
    networks: await trainWithout(
      {
        ...common,
        matrix,
        checkpoints: ctx.checkpoints?.under('without identifiers'),
        report: part(own, own),
      },
      leftOut,
    ),
  }
  const report = part(1 - rivalShare, rivalShare)
  const rivals = await trainRivals(
    config.baselines,
    { engine, regime, matrix, dataset, rows, seed, signal: ctx.signal },
    (step, fraction) => report(step, fraction, []),
  )
  const { train: trainRows, validation: validationRows } = rows
  return { regime, networks, losses, rivals, ablation, trainRows, validationRows }
}

/** The same training on the other columns; its losses are not kept. */
async function trainWithout(job: SystemJob, { places }: LeftOut): Promise<Network[]> {
  const matrix = withoutColumns(job.matrix, places)
  const report: SystemJob['report'] = (step, fraction) =>
    job.report(`without identifiers: ${step}`, fraction, [])
  return (await trainSystem({ ...job, matrix, report })).networks
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
  const troubles = [checkpoints?.trouble, checkpoints?.told().trouble ?? engine.trouble].filter(
    (trouble) => typeof trouble === 'string',
  )
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
    const { dataset, matrix } = prepared
    const rivalScores = await scoreRivals(regime.rivals, matrix, test, dataset.classes.length, ctx.signal)
    const ablation = regime.ablation && {
      columns: regime.ablation.columns,
      scores: await scoreRows(
        engine,
        config.model.system,
        { dataset, matrix: withoutColumns(matrix, regime.ablation.places) },
        regime.ablation,
        test,
        ctx.signal,
      ),
    }
    const { trainRows: train, validationRows: validation } = regime
    const rows = { train, validation, test, testKind: plan.test }
    protocols.push({ id, ...rows, trained: regime, scored, rivalScores, ablation })
  }
  return protocols
}

/** Each protocol once, in the order E1, E2, E3. */
function protocolsOf(config: ExperimentConfig) {
  return [...new Set(config.protocols)].sort()
}

function storedModels(
  { regime, networks, rivals, ablation }: TrainedRegime,
  protocols: ProtocolRows[],
): StoredModel[] {
  const said = protocols.filter(({ trained }) => trained.regime === regime)
  return [
    ...networks.map((network) => ({ regime, ...network })),
    ...rivals.map(({ kind, weights, meta }) => ({ regime, name: kind, weights, meta })),
    ...(ablation ? storeAblation(regime, ablation) : []),
    ...said.flatMap(({ id, ablation: scores }) => (scores ? [storeScores(regime, id, scores)] : [])),
  ]
}
