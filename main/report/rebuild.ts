/**
 * An experiment as it was just after training, put together again from the case: the data set, split and feature matrix
 * are made anew from events, labels, config and the stored encoder; weights and scores are taken as stored; what the stored
 * rivals say about the test rows is computed again.
 */
import type { ExperimentConfig, RunSummary } from '../../preload/contract/experiment.ts'
import type { LossPoint } from '../../preload/contract/jobs.ts'
import type { SystemId } from '../../preload/contract/models.ts'
import type { CaseFile } from '../case/case-file.ts'
import { loadCoreAt } from '../case/evidence/core.ts'
import { readEncoder, readModels, readScores } from '../case/results/runs.ts'
import type { StoredModel } from '../case/results/runs.ts'
import { fromStored } from '../evaluation/from-scores.ts'
import { encode } from '../features/encode.ts'
import type { Encoder } from '../features/encoder.ts'
import { eventTable } from '../features/table.ts'
import { buildDataset, datasetFor } from '../training/datasets.ts'
import { compact, drawRows, protocolPlan } from '../training/protocols.ts'
import type { RowLists } from '../training/protocols.ts'
import { sidesOf } from '../training/sides.ts'
import { split } from '../training/split.ts'
import { isAblation, storedAblation, storedScores } from '../training/ablation.ts'
import { isRival, scoreRivals, storedRivals } from '../training/rivals/index.ts'
import type { Dataset, ExperimentResult, ProtocolRows, TrainedRegime } from '../training/types.ts'

export interface Rebuilt {
  result: ExperimentResult
  dataset: Dataset
  system: SystemId
}

/** @throws Problem when the case no longer holds what the run was made from */
export async function rebuild(
  c: CaseFile,
  run: { summary: RunSummary; config: ExperimentConfig; losses: LossPoint[] },
  signal: AbortSignal,
): Promise<Rebuilt> {
  const { summary, config, losses } = run
  const core = loadCoreAt(c, summary.createdAt)
  const sides = sidesOf(c, core, config.split)
  const labeled = buildDataset(c, core, summary.labelSet, config.sampling.maxRows, config.seed, sides)
  const all = datasetFor(config.model.system, labeled)
  const drawn = drawRows(all, split(all, config.split, config.seed), config.sampling, config.seed)
  const { dataset, lists } = compact(all, drawn)
  const encoder = readEncoder(c, summary.id) as Encoder
  const matrix = encode(eventTable(c, core), encoder, dataset.events)
  const models = readModels(c, summary.id)
  const protocols: ProtocolRows[] = []
  for (const { id } of summary.protocols) {
    const plan = protocolPlan[id]
    const trained = trainedRegime(plan.regime, models, losses, lists)
    const { trainRows: train, validationRows: validation } = trained
    const scored = fromStored(readScores(c, summary.id, id))
    const test = lists.tests[plan.test]
    const rivalScores = await scoreRivals(trained.rivals, matrix, test, dataset.classes.length, signal)
    const ablation = storedScores(models, plan.regime, id)
    const rows = { train, validation, test, testKind: plan.test }
    protocols.push({ id, ...rows, trained, scored, rivalScores, ablation })
  }
  const { labels, events } = dataset
  const { labelSet, engine, classes } = summary
  const result = { classes, labelSet, dataset: { matrix, labels, events }, encoder, features: [], protocols }
  return { result: { ...result, losses, engine, models }, dataset, system: config.model.system }
}

function trainedRegime(
  regime: TrainedRegime['regime'],
  models: StoredModel[],
  losses: LossPoint[],
  lists: RowLists,
): TrainedRegime {
  const { train, validation } = lists.regimes[regime]
  return {
    regime,
    networks: models.filter(({ regime: own, name }) => own === regime && !isRival(name) && !isAblation(name)),
    losses: losses.filter((point) => point.regime === regime),
    rivals: storedRivals(models, regime),
    ablation: storedAblation(models, regime),
    trainRows: train,
    validationRows: validation,
  }
}
