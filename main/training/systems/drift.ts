/** How far a training went from where it started, and how much of it weight decay alone explains. */
import type { Weights } from '../../engine/types.ts'
import type { Network } from './system.ts'

export interface Drift {
  steps: number
  /** Length of the change over the length of the starting weights. */
  moved: number
  /** Part of each weight that decay alone takes off in these steps. */
  decayed: number
  /** Largest distance of a weight from what decay alone makes of it. */
  beyondDecay: number
}

/** @param decay part of a weight taken off per step: learning rate x weight decay; 0 without decay */
export function driftOf(from: Weights, to: Weights, steps: number, decay: number): Drift {
  const kept = (1 - decay) ** steps
  let [change, start, beyondDecay] = [0, 0, 0]
  for (const [name, { data }] of Object.entries(from)) {
    const end = to[name]!.data
    for (let i = 0; i < data.length; i++) {
      change += (end[i]! - data[i]!) ** 2
      start += data[i]! ** 2
      beyondDecay = Math.max(beyondDecay, Math.abs(end[i]! - data[i]! * kept))
    }
  }
  return {
    steps,
    moved: Math.sqrt(change / Math.max(start, Number.MIN_VALUE)),
    decayed: 1 - kept,
    beyondDecay,
  }
}

/** What the first network with a drift in its meta kept; null where none has. */
export function driftIn(networks: readonly Pick<Network, 'meta'>[]): Drift | null {
  for (const { meta } of networks) {
    const drift = (meta as { drift?: Drift } | null)?.drift
    if (drift) return drift
  }
  return null
}
