/** How the gate's weights become a choice of experts, as the address says: `strategy` and `threshold`. */
import type { ProtocolResult, Strategy } from '../../../../preload/contract/evaluation.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { useRoute } from '../../app/routing.ts'

export interface Gating {
  strategy: Strategy
  /** k, or the threshold; 1 for top-1. */
  parameter: number
}

/** The gating of the address, else the one that the run's config chose. */
export function useGating(protocol: ProtocolResult): Gating {
  const { params } = useRoute()
  const wanted = protocol.strategies.find(({ strategy }) => strategy === params.get('strategy'))
  const strategy = wanted?.strategy ?? protocol.chosen
  const configured = protocol.strategies.find((one) => one.strategy === strategy)?.parameter ?? 1
  const moved = strategy === 'threshold' ? thresholdIn(params) : null
  return { strategy, parameter: moved ?? configured }
}

/** The threshold of the address, else that of the run's config. */
export function useThreshold(protocol: ProtocolResult): number {
  const { params } = useRoute()
  return thresholdIn(params) ?? configuredThreshold(protocol)
}

export function configuredThreshold(protocol: ProtocolResult): number {
  return protocol.strategies.find(({ strategy }) => strategy === 'threshold')?.parameter ?? 0.5
}

function thresholdIn(params: URLSearchParams): number | null {
  const text = params.get('threshold')
  const value = text === null ? Number.NaN : Number(text)
  return value >= 0 && value <= 1 ? value : null
}

/** `top-1`, `top-2`, `threshold 0.50`. */
export function gatingName({ strategy, parameter }: Gating): string {
  if (strategy === 'joint') return 'mixed inside the network'
  if (strategy === 'top-1') return 'top-1'
  return strategy === 'top-k' ? `top-${parameter}` : `threshold ${decimal(parameter, 2)}`
}
