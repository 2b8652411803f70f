/**
 * False alarms: of the rows called an attack, most are benign. Measured on the protocol's own test, so it depends on how rare
 * attacks are there; a balanced test hides it, the realistic one (E3) shows it.
 */
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Below, an alarm is more often wrong than right. */
const WARNING = 0.5
/** Below, nine alarms in ten are wrong: whoever reads them stops reading. */
const SEVERE = 0.1

export function falseAlarms({ metrics }: Examination): Findings {
  const kind = 'false-alarms'
  const { precision, recall, prevalence, prAuc } = metrics.binary
  const facts = `Attack precision ${percent(precision)}, recall ${percent(recall)}, attacks ${percent(prevalence)} of ${count(metrics.rows)} test events; PR-AUC ${decimal(prAuc)}, a coin ${decimal(prevalence)}.`
  if (precision === null || precision >= WARNING) return { kind, evidence: facts }
  return [
    {
      kind,
      severity: precision < SEVERE ? 'severe' : 'warning',
      subject: '',
      finding: `${percent(1 - precision)} of its alarms are false.`,
      evidence: facts,
      why: 'Each alarm costs a person minutes. When nearly all are false, the true ones drown among them, whatever the recall.',
      advice:
        'Rank events by score and read from the top (PR-AUC says what that gains), demand more of an alarm, or train on classes as rare as they are in use.',
    },
  ]
}
