/** Which gating strategy the page shows. */
import type { ProtocolResult, Strategy } from '../../../../preload/contract/evaluation.ts'

/** The strategy of the address, where the protocol has it; else the one that the config chose. */
export function strategyOf(protocol: ProtocolResult, wanted: string | null): Strategy {
  return protocol.strategies.find(({ strategy }) => strategy === wanted)?.strategy ?? protocol.chosen
}
