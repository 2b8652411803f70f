/** The result of the gating strategy that the config chose. */
import type { Metrics, ProtocolResult } from '../../preload/contract/evaluation.ts'

/** Metrics of a protocol under the gating that its config chose. */
export function chosenMetrics({ id, chosen, strategies }: ProtocolResult): Metrics {
  const found = strategies.find((result) => result.strategy === chosen)
  if (!found) throw new Error(`protocol ${id} has no result for its chosen strategy ${chosen}`)
  return found.metrics
}
