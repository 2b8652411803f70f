/**
 * Everything before the first training step: label set to data set, one split, regimes, features.
 *
 * The encoder is fitted once, on the rows that some regime trains on (imbalanced and balanced together, whichever
 * protocols run), and one matrix serves all regimes: a regime's features then do not depend on which other protocols
 * were asked for, and no validation or test row enters the fit.
 */
import type { CaseFile } from '../case/case-file.ts'
import { loadCore } from '../case/evidence/core.ts'
import { getLabelSet } from '../case/label-sets.ts'
import { encode } from '../features/encode.ts'
import { fitEncoder, type Encoder } from '../features/encoder.ts'
import type { FeatureMatrix } from '../features/matrix.ts'
import { describeColumns } from '../features/select.ts'
import { entitiesOf, missingColumns, missingInWords } from '../features/missing-columns.ts'
import { eventTable, type EventTable } from '../features/table.ts'
import type { ExperimentConfig, FeatureNote } from '../../preload/contract/experiment.ts'
import { buildDataset, datasetFor } from './datasets.ts'
import { compact, drawRows, union, type RowLists } from './protocols.ts'
import { sidesOf } from './sides.ts'
import { split } from './split.ts'
import type { Dataset, TrainContext } from './types.ts'

export interface Prepared {
  labelSet: string
  dataset: Dataset
  lists: RowLists
  matrix: FeatureMatrix
  encoder: Encoder
  features: FeatureNote[]
}

/** Everything before the first training step; synchronous work with a breath between its parts, for cancel. */
export async function prepare(c: CaseFile, config: ExperimentConfig, ctx: TrainContext): Promise<Prepared> {
  const step = async (name: string, fraction: number) => {
    ctx.progress({ step: name, fraction })
    await new Promise((resolve) => setImmediate(resolve))
    ctx.signal.throwIfAborted()
  }
  await step('reading labels', 0)
  const core = loadCore(c)
  const labelSet = getLabelSet(c, config.labelSet).id
  const sides = sidesOf(c, core, config.split)
  const labeled = buildDataset(c, core, labelSet, config.sampling.maxRows, config.seed, sides)
  const all = datasetFor(config.model.system, labeled)
  await step('splitting', 0.2)
  const drawn = drawRows(all, split(all, config.split, config.seed), config.sampling, config.seed)
  const { dataset, lists } = compact(all, drawn)
  await step('fitting features', 0.3)
  const table = eventTable(c, core)
  const encoder = fitEncoder(table, config.features, trainingEvents(dataset.events, lists))
  encoder.notes.push(...lacking(table, encoder, config))
  await step('encoding features', 0.6)
  const matrix = encode(table, encoder, dataset.events)
  await step('opening the engine', 1)
  return { labelSet, dataset, lists, matrix, encoder, features: describeColumns(c, config.features) }
}

/** What captures that are only tested on have not of what was trained on. */
function lacking(
  { captures }: EventTable,
  encoder: Encoder,
  { split: { by, testOn } }: ExperimentConfig,
): string[] {
  if (by !== 'source') return []
  const known = entitiesOf(captures.filter(({ id }) => !testOn?.includes(String(id))))
  const tested = captures.filter(({ id }) => testOn?.includes(String(id)))
  return tested.flatMap(
    (source) =>
      missingInWords(source.name, missingColumns(encoder, source, known), encoder.columns.length) ?? [],
  )
}

function trainingEvents(events: Float64Array, { regimes }: RowLists): Float64Array {
  const rows = union([regimes.imbalanced.train, regimes.balanced.train])
  return Float64Array.from(rows, (row) => events[row] ?? 0)
}
