/** What a joint system kept beside its weights and a reader wants to see: who sees which columns, and the gate by epoch. */
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { Network } from '../training/systems/system.ts'
import type { FlowsMeta } from '../training/systems/s2.ts'

/** Parts that replace those which follow from the scores alone; nothing for other systems. */
export function jointExtras(
  part: Pick<ProtocolResult, 'experts' | 'gate'>,
  networks: readonly Pick<Network, 'meta'>[],
): Partial<Pick<ProtocolResult, 'experts' | 'gate'>> {
  const meta = networks.map((network) => network.meta).find(isFlows)
  if (!meta) return {}
  const experts = part.experts.map((expert) => {
    const columns = meta.columns.find((own) => own.expert === expert.expert)?.names
    const parameters = meta.parameters[expert.expert]
    return { ...expert, ...(columns && { columns }), ...(parameters !== undefined && { parameters }) }
  })
  return { experts, gate: { ...part.gate, ...(meta.history.length > 0 && { history: meta.history }) } }
}

function isFlows(meta: unknown): meta is FlowsMeta {
  return (meta as { system?: unknown } | null)?.system === 'S2'
}
