/** Idle expert: it hardly ever speaks, although its class is there. */
import { decimal, listing, percent } from '../../../preload/figures/format.ts'
import { isUnused, type Mixing } from '../mixing.ts'
import type { ExpertFacts } from '../panel.ts'
import type { Examination, Findings } from './examination.ts'

/** Speaking on less than a tenth as many rows as its class has, it misses nine in ten whatever it would say. */
const LEAST_SHARE = 0.1
/** With fewer rows of its class, silence may be chance. */
const ENOUGH = 10

/** True when the expert hardly ever speaks though its class is there. */
export function isIdle(facts: ExpertFacts): boolean {
  return facts.support >= ENOUGH && facts.activeShare < LEAST_SHARE * facts.classShare
}

export function idleExpert(e: Examination): Findings {
  const kind = 'idle-expert'
  if (e.mixing) return unused(e.mixing)
  const idle = e.experts.filter(isIdle)
  const numbers = (idle.length === 0 ? e.experts : idle).map(
    (facts) =>
      `${facts.expert}: speaks on ${percent(facts.activeShare)} of events, ${percent(facts.classShare)} are of its class`,
  )
  const evidence = `${numbers.join('; ')}.`
  if (idle.length === 0) return { kind, evidence }
  return [
    {
      kind,
      severity: 'warning',
      subject: idle.map((facts) => facts.expert).join(', '),
      finding: `Hardly ever asked: ${listing(idle.map((facts) => facts.expert))}.`,
      evidence,
      why: 'What the gate does not let through cannot be found, however good the expert is.',
      advice:
        'Look at the gate weights of that class: lower the threshold or use top-k if they are merely low; balance the training if they are near zero.',
    },
  ]
}

/** A joint system: an expert with next to no weight. With one expert there is nothing to ask. */
function unused({ all }: Mixing): Findings {
  const kind = 'idle-expert'
  if (all.length < 2) return []
  const idle = all.filter((facts) => isUnused(facts, all.length))
  const numbers = (idle.length === 0 ? all : idle).map(
    (facts) =>
      `${facts.expert}: mean weight ${decimal(facts.mean)}, largest on ${percent(facts.dominant)} of events`,
  )
  const evidence = `${numbers.join('; ')}.`
  if (idle.length === 0) return { kind, evidence }
  const names = idle.map((facts) => facts.expert)
  return [
    {
      kind,
      severity: 'warning',
      subject: names.join(', '),
      finding: `Next to no weight for ${listing(names)}.`,
      evidence,
      why: 'What an expert says has no part in the answer when the gate gives it no weight; it was trained for nothing.',
      advice:
        'Leave it out and compare, or train it by itself first (masked features) so that it has something to offer.',
    },
  ]
}
