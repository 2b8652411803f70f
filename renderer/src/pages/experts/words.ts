/** What the numbers of an expert or a hearing mean, in words. */
import type { ExpertReport } from '../../../../preload/contract/evaluation.ts'
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import type { Gating } from './gating.ts'

export const HEALTH: Record<ExpertReport['health'], { name: string; hint: string }> = {
  sound: {
    name: 'sound',
    hint: 'Its answer depends on the event, and it speaks about as often as its class occurs.',
  },
  constant: {
    name: 'constant: the same answer whatever the event',
    hint: 'That it fired on an event means nothing.',
  },
  idle: {
    name: 'idle: hardly ever asked',
    hint: 'Events of its class are there, but the gate does not let it speak: they cannot be found.',
  },
}

type Outcome = Pick<Hearing, 'predicted'> & Partial<Pick<Hearing, 'voices'>>

/** True when the expert for the unknown turned benign into an alarm: it is the last, and has the gate weight of benign. */
export function isObjection({ predicted, voices }: Outcome): boolean {
  const [first, last] = [voices?.[0], voices?.at(-1)]
  if (!first || !last || first === last || last.expert !== predicted) return false
  return predicted.startsWith('unknown') && last.gate === first.gate
}

/** Right or wrong, and in which way, in a word or two. */
export function outcomeOf(hearing: Outcome & Pick<Hearing, 'truth'>): string {
  const { truth, predicted } = hearing
  if (truth === predicted) return truth === 'benign' ? 'rightly passed' : 'found'
  if (truth === 'benign') return 'false alarm'
  if (isObjection(hearing)) return 'found as new'
  return predicted === 'benign' ? 'missed' : 'wrong attack'
}

/** True when no gate weight passed the threshold, so that the gate's first spoke alone. */
export function isSilent({ voices }: Hearing, { strategy, parameter }: Gating): boolean {
  return strategy === 'threshold' && voices.every((voice) => voice.gate <= parameter)
}

/** Who won, and how clearly. */
export function decisionOf(hearing: Hearing, gating: Gating): string {
  const { predicted, margin, voices } = hearing
  if (hearing.answers) return `The likeliest class, ${decimal(margin)} ahead of the next.`
  if (isObjection(hearing))
    return `The panel called it benign; the expert for the unknown objects: it is stranger than benign events are (probability ${decimal(voices.at(-1)!.probability)}).`
  if (isSilent(hearing, gating))
    return `No gate weight passed ${decimal(gating.parameter, 2)}, so the gate's first, ${predicted}, spoke alone.`
  const [, second] = voices
    .filter((voice) => voice.active)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))
  if (!second) return `Only the expert of ${predicted} spoke, so its class was called.`
  const how = margin < 0.05 ? 'by a hair' : margin < 0.25 ? 'narrowly' : 'clearly'
  return `The expert of ${predicted} won ${how}, ${decimal(margin)} ahead of ${second.expert}.`
}

/** The same for the parts of a joint system. */
export const JOINT_HEALTH: typeof HEALTH = {
  sound: { name: 'sound', hint: 'It has a part in the answer, and the answer depends on the event.' },
  constant: {
    name: 'constant: the same whatever the event',
    hint: 'The gate gives it the same weight whatever the event.',
  },
  idle: { name: 'idle: next to no weight', hint: 'What it says has no part in the answer.' },
}

/** The same where one network or density stands alone. */
export const ALONE_HEALTH: typeof HEALTH = {
  sound: { name: 'sound', hint: 'Its answer depends on the event.' },
  constant: {
    name: 'constant: the same answer whatever the event',
    hint: 'What it calls an event says nothing about that event.',
  },
  idle: JOINT_HEALTH.idle,
}

/** With a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
