/**
 * Gate collapse: the gate sends (nearly) every row to the same expert, so the mixture is one network.
 *
 * Measured by the load: for which share of rows each expert is ranked first. Its entropy is compared with the entropy
 * of the true classes, because a gate that serves a rare class rarely is right, not collapsed.
 */
import { count, decimal, listing, percent } from '../../../preload/figures/format.ts'
import { entropy } from '../entropy.ts'
import { isFixed, type Mixing } from '../mixing.ts'
import type { Examination, Findings } from './examination.ts'

/** One expert ranked first on this share of rows and more ... */
const ONE_EXPERT = 0.95
/** ... is a collapse if the load has about a third of the variety of the classes, or less. */
const SEVERE_RATIO = 0.35
/** Mean weight of a joint system's expert from which the others hardly count. */
const NEARLY_ALL = 0.9
/** Less variety than this: the gate leans. */
const WARNING_RATIO = 0.6

export function gateCollapse(e: Examination): Findings {
  const kind = 'gate-collapse'
  if (e.mixing) return jointCollapse(e, e.mixing)
  const truth = entropy(e.metrics.perClass.map((m) => m.support))
  const load = entropy(e.load)
  const rows = Math.max(1, e.metrics.rows)
  const evidence = `Ranked first by the gate: ${e.classes
    .map((name, i) => `${name} ${percent((e.load[i] ?? 0) / rows)}`)
    .join(', ')}. Entropy of the load ${decimal(load)} nats, of the true classes ${decimal(truth)}.`
  if (truth === 0 || load / truth >= WARNING_RATIO) return { kind, evidence }
  const top = e.load.indexOf(Math.max(...e.load))
  const share = (e.load[top] ?? 0) / rows
  const severe = share >= ONE_EXPERT && load / truth < SEVERE_RATIO
  const name = e.classes[top] ?? ''
  const idle = e.classes.filter((_, i) => (e.load[i] ?? 0) === 0)
  const never = idle.length === 0 ? '' : ` Never ranked first: ${listing(idle)}.`
  return [
    {
      kind,
      severity: severe ? 'severe' : 'warning',
      subject: name,
      finding: severe
        ? `The gate has collapsed onto one expert: ${name} is ranked first on ${percent(share)} of the test events, where ${percent(shareOf(e, top))} are of its class.${never}`
        : `The gate leans on one expert: ${name} is ranked first on ${percent(share)} of the test events, where ${percent(shareOf(e, top))} are of its class.${never}`,
      evidence,
      why: 'A mixture whose gate always asks the same expert is that expert alone; the others were trained for nothing and the result says nothing about them.',
      advice:
        'Train the gate on balanced classes, train it longer or with a smaller learning rate, or lower the gating threshold and see in the sweep whether other experts then speak.',
    },
  ]
}

function shareOf(e: Examination, expert: number): number {
  return e.metrics.perClass[expert]?.prevalence ?? 0
}

/**
 * A joint system's experts are not classes, so their load is not compared with anything: it collapses when one expert has
 * (nearly) all the weight everywhere, and it is no gate when every event gets the same weights.
 */
function jointCollapse({ metrics }: Examination, mixing: Mixing): Findings {
  const kind = 'gate-collapse'
  const { all } = mixing
  if (all.length < 2) return []
  const evidence = `Gate weights over ${count(metrics.rows)} test events: ${all
    .map(
      (f) =>
        `${f.expert} ${decimal(f.mean)} ± ${decimal(f.deviation)} (${decimal(f.min)} to ${decimal(f.max)}), largest on ${percent(f.dominant)}`,
    )
    .join('; ')}.`
  const alone = all.find((f) => f.dominant >= ONE_EXPERT && f.mean >= NEARLY_ALL)
  if (!alone && !isFixed(mixing)) return { kind, evidence }
  const shared = {
    kind: 'gate-collapse' as const,
    evidence,
    advice:
      'Compare with the experts alone, train the gate with a larger learning rate, or try sparse (top-k) gating.',
  }
  if (alone)
    return [
      {
        ...shared,
        severity: 'severe',
        subject: alone.expert,
        finding: `The gate has collapsed onto one expert: ${alone.expert} has a mean weight of ${decimal(alone.mean)} and the largest on ${percent(alone.dominant)} of the test events.`,
        why: 'A mixture whose gate always asks the same expert is that expert alone.',
      },
    ]
  return [
    {
      ...shared,
      severity: 'warning',
      subject: '',
      finding: 'The gate gives every event the same weights: the mixture is a fixed average of its experts.',
      why: 'What the weights say about an event or a class is then nothing; a plain sum would do.',
    },
  ]
}
