/**
 * Majority-class collapse: the model answers (nearly) always the same, and averages that weigh by support hide it.
 *
 * Measured by the entropy of predicted classes against that of true classes: a model that only copies the priors has a
 * ratio near 1, one that answers always the same has 0. Independent of that, a class of which nothing is found.
 */
import type { Ailment } from '../../../preload/contract/evaluation.ts'
import { decimal, listing, percent } from '../../../preload/figures/format.ts'
import { entropy } from '../entropy.ts'
import type { Examination, Findings } from './examination.ts'

/** With 72 % benign and 4 attacks of 7 %, the ratio where only one attack in four is still called an attack. */
const SEVERE_RATIO = 0.35
/** The ratio where half of the attacks of that example are called benign. */
const WARNING_RATIO = 0.6
/** A class counts as never found below this recall ... */
const FOUND = 0.01
/** ... if it has at least this many rows: fewer can be missed by chance. */
const ENOUGH = 10

export function majorityClassCollapse(e: Examination): Findings {
  const kind = 'majority-class-collapse'
  const { perClass } = e.metrics
  const truth = entropy(perClass.map((m) => m.support))
  if (truth === 0)
    return { kind, evidence: 'The test holds one class only, so there is no majority to fall for.' }
  const said = entropy(perClass.map((m) => m.predicted))
  const ratio = said / truth
  const missed = perClass.filter((m) => m.support >= ENOUGH && (m.recall ?? 0) < FOUND)
  const judged = perClass.filter((m) => m.support >= ENOUGH)
  const evidence = `Entropy of the answers ${decimal(said)} nats, of the truth ${decimal(truth)} (ratio ${decimal(ratio, 2)}); recall ${perClass
    .map((m) => `${m.class} ${percent(m.recall)}`)
    .join(', ')}.`
  if (ratio >= WARNING_RATIO && missed.length === 0) return { kind, evidence }
  const severe = ratio < SEVERE_RATIO || missed.length * 2 >= judged.length
  const names = missed.map((m) => m.class)
  return [
    ailment(
      e,
      severe,
      ratio >= WARNING_RATIO ? missedOnly(names) : leaning(e, severe, names),
      names,
      evidence,
    ),
  ]
}

/** The answers are varied enough, but a class is lost. */
function missedOnly(missed: string[]): string {
  return `Never or almost never found: ${listing(missed)}.`
}

function leaning({ metrics }: Examination, severe: boolean, missed: string[]): string {
  const top = metrics.perClass.reduce((a, b) => (b.predicted > a.predicted ? b : a))
  const share = top.predicted / metrics.rows
  const amount = share > 0.95 ? 'Nearly everything is' : severe ? 'Most events are' : 'Too many events are'
  const never = missed.length === 0 ? '' : ` ${missedOnly(missed)}`
  return `${amount} called ${top.class}: ${percent(share)} of the test events, where ${percent(top.prevalence)} are.${never}`
}

function ailment(
  { metrics }: Examination,
  severe: boolean,
  finding: string,
  missed: string[],
  evidence: string,
): Ailment {
  return {
    kind: 'majority-class-collapse',
    severity: severe ? 'severe' : 'warning',
    subject: severe ? '' : missed.join(', '),
    finding,
    evidence: `${evidence} Accuracy ${percent(metrics.accuracy)}, weighted F1 ${percent(metrics.weighted.f1)}, macro F1 ${percent(metrics.macro.f1)}.`,
    why: 'Accuracy and weighted F1 then mirror how common the largest classes are, not skill: a model that never looks at an event scores as well.',
    advice:
      'Train on balanced classes (protocols E2 and E3), see that every class has enough events, and judge by macro F1 and the recall of each class.',
  }
}
