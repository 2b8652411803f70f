/**
 * Constant expert: its answer does not depend on the event.
 *
 * Either its probability hardly varies over the test rows, or it says yes to nearly every row, of its class or not:
 * what an expert learns that was trained on its own class only, with "yes" as the answer to every row.
 */
import { count, decimal, listing, percent } from '../../../preload/figures/format.ts'
import type { Mixing } from '../mixing.ts'
import type { ExpertFacts } from '../panel.ts'
import type { Examination, Findings } from './examination.ts'

/** Standard deviation of the probability: under one percentage point no decision can hang on it. */
const LEAST_DEVIATION = 0.01
/** Yes to this share of rows, both inside and outside its class, is yes to nearly everything. */
const YES_TO_ALL = 0.95

/** True when the expert is constant by either measure. */
export function isConstant(facts: ExpertFacts): boolean {
  const inside = facts.yesInside ?? 1
  const outside = facts.yesOutside ?? 1
  const untested = facts.yesInside === null && facts.yesOutside === null
  return (
    facts.outputDeviation < LEAST_DEVIATION || (!untested && inside >= YES_TO_ALL && outside >= YES_TO_ALL)
  )
}

export function constantExpert(e: Examination): Findings {
  const kind = 'constant-expert'
  if (e.mixing) return constantAnswer(e, e.mixing)
  const constant = e.experts.filter(isConstant)
  const evidence = `${(constant.length === 0 ? e.experts : constant).map(numbers).join('; ')}.`
  if (constant.length === 0) return { kind, evidence }
  const all = constant.length === e.experts.length
  const names = listing(constant.map((facts) => facts.expert))
  const cause =
    e.expertTraining === 'one-class'
      ? ' Each was trained on events of its own class only, with the answer always yes (the published training).'
      : ''
  return [
    {
      kind,
      severity: all ? 'severe' : 'warning',
      subject: all ? '' : constant.map((facts) => facts.expert).join(', '),
      finding: all
        ? `Every expert answers the same whatever the event: the gate does all the work.${cause}`
        : `${names}: answers the same whatever the event.${cause}`,
      evidence,
      why: 'An expert that cannot say no carries no evidence; that it "fired" on an event means nothing.',
      advice: 'Train the experts one-vs-rest, and compare with the baseline gate-alone to see what they add.',
    },
  ]
}

/** Said of a joint system, whose experts have no answer of their own. */
export const SAME_ANSWER = 'The network answers the same whatever the event.'

/** Experts of a joint system have no answer of their own; the network has one. */
function constantAnswer({ metrics }: Examination, { answerDeviation }: Mixing): Findings {
  const kind = 'constant-expert'
  const evidence = `Standard deviation of the probability of benign over ${count(metrics.rows)} test events: ${decimal(answerDeviation, 4)}.`
  if (answerDeviation >= LEAST_DEVIATION) return { kind, evidence }
  return [
    {
      kind,
      severity: 'severe',
      subject: '',
      finding: SAME_ANSWER,
      evidence,
      why: 'An answer that does not depend on the event carries no evidence about it.',
      advice: 'See whether its loss moved at all, and whether the training data holds more than one class.',
    },
  ]
}

function numbers(facts: ExpertFacts): string {
  return `${facts.expert}: deviation ${decimal(facts.outputDeviation)}, yes to ${percent(facts.yesInside)} of its class and ${percent(facts.yesOutside)} of the rest`
}
