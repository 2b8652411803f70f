/** What the models of a run were trained on. */
import type { ModelRegime } from '../../../../preload/contract/exports.ts'
import type { RunSummary } from '../../../../preload/contract/experiment.ts'

/** E1 trains on events as captured, the other protocols on balanced ones. */
export function regimesOf({ protocols }: RunSummary): ModelRegime[] {
  return [...new Set(protocols.map(({ id }) => (id === 'E1' ? 'imbalanced' : 'balanced')))]
}
