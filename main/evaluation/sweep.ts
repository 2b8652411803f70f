/** The threshold slider: what threshold gating does at 0, 0.02, ... 1, from scores alone. */
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ScoredRows } from '../training/types.ts'
import { decide } from './decide.ts'
import { attackRates, confuse, macroAverage } from './metrics.ts'

export const SWEEP_STEPS = 50

export function sweepThresholds(scored: ScoredRows, classes: number): ProtocolResult['gate']['sweep'] {
  return Array.from({ length: SWEEP_STEPS + 1 }, (_, step) => {
    const threshold = step / SWEEP_STEPS
    const decision = decide(scored, 'threshold', threshold)
    const confusion = confuse(scored.truth, decision.predicted, classes)
    const attack = attackRates(confusion)
    return {
      threshold,
      meanActive: decision.meanActive,
      silent: decision.silent,
      macroF1: macroAverage(confusion).f1,
      attackRecall: attack.recall,
      attackPrecision: attack.precision,
      falsePositiveRate: attack.falsePositiveRate,
    }
  })
}
