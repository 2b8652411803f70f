/**
 * Gate collapse: the gate sends (nearly) every row to the same expert, so the mixture is one network.
 *
 * Measured by the load: for which share of rows each expert is ranked first. Its entropy is compared with the entropy
 * of the true classes, because a gate that serves a rare class rarely is right, not collapsed.
 */
import { decimal, listing, percent } from '../../../preload/figures/format.ts'
import { entropy } from '../entropy.ts'
import type { Examination, Findings } from './examination.ts'

/** One expert ranked first on this share of rows and more ... */
const ONE_EXPERT = 0.95
/** ... is a collapse if the load has about a third of the variety of the classes, or less. */
const SEVERE_RATIO = 0.35
/** Less variety than this: the gate leans. */
const WARNING_RATIO = 0.6

export function gateCollapse(e: Examination): Findings {
  const kind = 'gate-collapse'
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
