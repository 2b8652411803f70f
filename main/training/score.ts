/** What a trained panel says about rows: a probability and a gate weight per expert, both sigmoids of logits. */
import type { Engine } from '../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../features/matrix.ts'
import { expertForward, gateForward, sigmoid } from '../models/mixture.ts'
import type { Dataset, ScoredRows, TrainedRegime } from './types.ts'

/** Scores the given rows (indexes into the data set) in their order; the arrays are rows x K, row-major. */
export async function scoreRows(
  engine: Engine,
  matrix: FeatureMatrix,
  dataset: Dataset,
  trained: TrainedRegime,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<ScoredRows> {
  const x = pickRows(matrix, rows)
  const columns = dataset.classes.length
  const gate = await engine.score({ weights: trained.gate, forward: gateForward, x, columns, signal })
  const experts = await engine.score({ weights: trained.experts, forward: expertForward, x, columns, signal })
  return {
    rows: rows.length,
    experts: columns,
    truth: Uint8Array.from(rows, (row) => dataset.labels[row] ?? 0),
    events: Float64Array.from(rows, (row) => dataset.events[row] ?? 0),
    gate: sigmoid(gate),
    probability: sigmoid(experts),
  }
}
