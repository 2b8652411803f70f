/** Single feature: a rule on one feature does about as well as the whole model. */
import { percent } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Two points of macro F1 are within what another seed gives. */
const AS_GOOD = 0.02

export function singleFeature(e: Examination): Findings {
  const kind = 'single-feature'
  if (e.singleFeature === null) return { kind, evidence: 'There was no feature to try alone.' }
  const alone = e.singleFeature.metrics.macro.f1
  const model = e.metrics.macro.f1
  const evidence = `Macro F1 of the model ${percent(model)}, of the best single feature ${percent(alone)} (${e.singleFeature.detail}).`
  if (alone < model - AS_GOOD) return { kind, evidence }
  return [
    {
      kind,
      severity: alone >= model ? 'severe' : 'warning',
      subject: e.singleFeature.detail.split(' alone:')[0] ?? '',
      finding:
        alone >= model
          ? 'One feature alone does as well as the whole model, or better.'
          : 'One feature alone does nearly as well as the whole model.',
      evidence,
      why: 'Either the task needs no mixture of experts, or the feature gives away the label (an identifier, a trace of the lab or of the labeling rule), or the model has learned little.',
      advice: 'Look at what that feature says; leave it out and run again to see what remains.',
    },
  ]
}
