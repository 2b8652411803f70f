/** All ailments, looked for one after another: what was found, and what was looked for in vain. */
import type { Ailment } from '../../../preload/contract/evaluation.ts'
import { constantExpert } from './constant-expert.ts'
import { duplicateLeakage } from './duplicate-leakage.ts'
import type { Cleared, Examination, Examiner } from './examination.ts'
import { falseAlarms } from './false-alarms.ts'
import { gateCollapse } from './gate-collapse.ts'
import { identifierFeature } from './identifier-feature.ts'
import { idleExpert } from './idle-expert.ts'
import { labelShift } from './label-shift.ts'
import { majorityClassCollapse } from './majority-class-collapse.ts'
import { singleFeature } from './single-feature.ts'
import { tooFewPositives } from './too-few-positives.ts'
import { zeroGradientLoss } from './zero-gradient-loss.ts'

const examiners: Examiner[] = [
  majorityClassCollapse,
  gateCollapse,
  constantExpert,
  idleExpert,
  zeroGradientLoss,
  duplicateLeakage,
  labelShift,
  singleFeature,
  identifierFeature,
  tooFewPositives,
  falseAlarms,
]

/** Severe ailments come first; otherwise the order above. */
export function examine(examination: Examination): { ailments: Ailment[]; cleared: Cleared[] } {
  const ailments: Ailment[] = []
  const cleared: Cleared[] = []
  for (const examiner of examiners) {
    const findings = examiner(examination)
    if (Array.isArray(findings)) ailments.push(...findings)
    else cleared.push(findings)
  }
  const rank = (a: Ailment) => (a.severity === 'severe' ? 0 : 1)
  return { ailments: ailments.sort((a, b) => rank(a) - rank(b)), cleared }
}
