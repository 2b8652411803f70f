/**
 * Identifier feature: columns that number or name single things (process, thread, session) are among the features, and the
 * result rests on them. Where they are, the same system was trained again without them, and both are compared.
 *
 * An id says when and in which run of a program something happened, not what it was. On BETH a density over ids finds 94 % of the
 * attacks, because the attack came late and new processes have high numbers; without them it is a coin.
 */
import type { Baseline, Metrics } from '../../../preload/contract/evaluation.ts'
import { decimal, percent } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Half of what the ROC-AUC has above a coin. */
const CARRIED = 0.5
/** Points of macro F1 that make it severe. */
const MUCH = 0.1
/** Smaller differences are within what another seed gives. */
const LITTLE = 0.02

export function identifierFeature({ metrics, withoutIdentifiers }: Examination): Findings {
  const kind = 'identifier-feature'
  if (withoutIdentifiers === null)
    return { kind, evidence: 'No column that numbers or names single things is a feature.' }
  const names = withoutIdentifiers.detail.replace('the same system, trained without ', '')
  const without = withoutIdentifiers.metrics
  const evidence = `With ${names}: ${numbers(metrics)}. Without: ${numbers(without)}.`
  const [lost, share] = [metrics.macro.f1 - without.macro.f1, carried(metrics, without)]
  if (lost < LITTLE && share < LITTLE) return { kind, evidence }
  const severe = share >= CARRIED || lost >= MUCH
  return [
    {
      kind,
      severity: severe ? 'severe' : 'warning',
      subject: names,
      finding: severe
        ? `Identifiers carry the result: without them ${change(metrics, withoutIdentifiers)}.`
        : `Identifiers carry a part of the result: without them ${change(metrics, withoutIdentifiers)}.`,
      evidence,
      why: 'An id says in which run of a program something happened, and so when; it does not say what happened. In another capture the same numbers stand for other things, and nothing of this will be found again.',
      advice:
        'Leave identifiers out (`features.identifiers: false`) and judge by what remains; add features that say what an event did.',
    },
  ]
}

/** Part of the ROC-AUC above a coin that is gone without them, 0 to 1. */
function carried(withIds: Metrics, without: Metrics): number {
  const [own, other] = [withIds.binary.rocAuc, without.binary.rocAuc]
  if (own === null || other === null || own <= 0.5) return 0
  return Math.max(0, (own - Math.max(0.5, other)) / (own - 0.5))
}

function numbers({ binary, macro }: Metrics): string {
  return `ROC-AUC ${decimal(binary.rocAuc)}, PR-AUC ${decimal(binary.prAuc)}, macro F1 ${percent(macro.f1)}, ${percent(binary.recall)} of attacks found, ${percent(binary.falsePositiveRate, 2)} false alarms`
}

function change(metrics: Metrics, { metrics: without }: Baseline): string {
  return `ROC-AUC is ${decimal(without.binary.rocAuc)} instead of ${decimal(metrics.binary.rocAuc)} and macro F1 ${percent(without.macro.f1)} instead of ${percent(metrics.macro.f1)}`
}
