/** What a trained system says about rows of the data set, with their events and classes. */
import type { SystemId } from '../../preload/contract/models.ts'
import type { Engine } from '../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../features/matrix.ts'
import { scoreSystem } from './systems/index.ts'
import type { Dataset, ScoredRows, TrainedRegime } from './types.ts'

/** Scores the given rows (indexes into the data set) in their order. */
export async function scoreRows(
  engine: Engine,
  system: SystemId,
  data: { matrix: FeatureMatrix; dataset: Dataset },
  trained: Pick<TrainedRegime, 'networks'>,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<ScoredRows> {
  const { matrix, dataset } = data
  const x = pickRows(matrix, rows)
  const { networks } = trained
  const scores = await scoreSystem(system, { engine, networks, x, classes: dataset.classes, signal })
  return {
    ...scores,
    truth: Uint8Array.from(rows, (row) => dataset.labels[row] ?? 0),
    events: Float64Array.from(rows, (row) => dataset.events[row] ?? 0),
  }
}
