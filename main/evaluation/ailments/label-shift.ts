/**
 * Label shift: the classes have other shares in the test than in training, though the protocol meant them to be alike.
 *
 * Measured by the total variation distance of the class shares (half the sum of their differences), less what chance
 * alone gives at these numbers of rows. Where the protocol changes the shares on purpose (E3), that is said and not held
 * against the result.
 */
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import { shares, totalVariation } from '../entropy.ts'
import type { Examination, Findings, TrainRegime } from './examination.ts'

/** One event in twenty has changed class: visible in weighted numbers. */
const WARNING = 0.05
/** Three in ten: numbers from one side say nothing about the other. */
const SEVERE = 0.3
/** Differences that chance gives are exceeded three times before they count. */
const CHANCES = 3

export function labelShift(e: Examination): Findings {
  const kind = 'label-shift'
  const distance = totalVariation(e.train.perClass, e.test.perClass)
  const evidence = `Total variation distance of class shares ${decimal(distance, 2)}; training ${spelled(e, e.train)}; test ${spelled(e, e.test)}.`
  if (e.train.kind !== e.test.kind) {
    const design = `Training is ${e.train.kind} and the test ${e.test.kind}: this shift is what the protocol is made of, not a fault of the split. It shows what a model trained on balanced classes does where attacks are rare.`
    return { kind, evidence: `${design} ${evidence}` }
  }
  if (distance <= Math.max(WARNING, CHANCES * byChance(e))) return { kind, evidence }
  return [
    {
      kind,
      severity: distance >= SEVERE ? 'severe' : 'warning',
      subject: '',
      finding: `The classes are spread differently in test and training: ${percent(distance)} of the test would have to change class to match.`,
      evidence,
      why: 'A model trained on other class shares is tuned to a world that the test does not show; its scores cannot be compared with a test drawn from the same world.',
      advice: 'Split stratified, or keep the split by time and read the result as that of a changing world.',
    },
  ]
}

/** Expected distance of two samples of this size from the same shares: mean absolute normal deviation is 0.8 sigma. */
function byChance(e: Examination): number {
  const p = shares(e.train.perClass.map((n, c) => n + (e.test.perClass[c] ?? 0)))
  const scale = 1 / Math.max(1, e.train.rows) + 1 / Math.max(1, e.test.rows)
  return p.reduce((sum, share) => sum + 0.4 * Math.sqrt(share * (1 - share) * scale), 0)
}

function spelled(e: Examination, regime: TrainRegime): string {
  const parts = shares(regime.perClass).map((share, c) => `${e.classes[c] ?? ''} ${percent(share)}`)
  return `(${count(regime.rows)} events) ${parts.join(', ')}`
}
