/**
 * Zero-gradient loss: the training loss of a network does not move over its epochs, so it never learned; or it
 * is no number at all. (Cross entropy over a single output is the classic case: always 0.)
 */
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { counted, decimal, listing } from '../../../preload/figures/format.ts'
import type { Drift } from '../../training/systems/drift.ts'
import type { Examination, Findings } from './examination.ts'

/** Loss range below this share of its first value: even one useful epoch moves it more. */
const LEAST_MOVE = 1e-3

export function zeroGradientLoss(e: Examination): Findings {
  const kind = 'zero-gradient-loss'
  const networks = Map.groupBy(e.losses, (point) => point.network)
  const still = [...networks].filter(([, points]) => stands(points)).map(([network]) => network)
  const shown = still.length === 0 ? [...networks.keys()] : still
  const evidence = `${shown.map((network) => path(network, networks.get(network) ?? [])).join('; ')}.${driftText(e.drift)}`
  if (networks.size === 0)
    return { kind, evidence: 'No losses were recorded, so this could not be examined.' }
  if (still.length === 0) return { kind, evidence }
  return [
    {
      kind,
      severity: 'severe',
      subject: still.join(', '),
      finding: `Nothing was learned by ${listing(still)}: the loss ${alwaysZero(e, still) ? 'is 0 from the first step to the last' : 'stays where it started'}.${onlyDecay(e.drift) ? ' Weight decay alone moved the weights.' : ''}`,
      evidence,
      why: alwaysZero(e, still)
        ? 'Cross entropy over a single output is 0 whatever the output is: the softmax of one number is 1. It has no gradient; the weights are those of the first draw, and every score is chance.'
        : 'A loss that does not move gives no gradient; the weights are those of the first draw, and every score is chance.',
      advice: alwaysZero(e, still)
        ? 'Use binary cross entropy on the single output (the repaired preset does), or two outputs.'
        : 'See that the training data holds more than one answer, that the loss fits the outputs, and that the learning rate is neither 0 nor so large that the loss is not a number.',
    },
  ]
}

/** One epoch cannot show movement; it is not judged. */
function stands(points: LossPoint[]): boolean {
  const values = points.map((point) => point.train)
  if (values.some((value) => !Number.isFinite(value))) return true
  if (values.length < 2) return false
  return Math.max(...values) - Math.min(...values) <= LEAST_MOVE * Math.abs(values[0] ?? 0)
}

function path(network: string, points: LossPoint[]): string {
  const first = points[0]?.train
  const last = points.at(-1)?.train
  return `${network}: ${decimal(first, 4)} to ${decimal(last, 4)} over ${points.length} epochs`
}

function alwaysZero(e: Examination, networks: string[]): boolean {
  const points = e.losses.filter((point) => networks.includes(point.network))
  return points.length > 0 && points.every((point) => point.train === 0)
}

/** Weights are float32: a step rounds each by up to 6e-8 of itself. */
const ROUNDING = 1e-6

function onlyDecay(drift: Drift | null): boolean {
  return drift !== null && drift.decayed > 0 && drift.beyondDecay <= ROUNDING
}

function driftText(drift: Drift | null): string {
  if (drift === null) return ''
  const { steps, moved, decayed, beyondDecay } = drift
  const decay =
    decayed > 0
      ? `; weight decay alone takes ${decayed.toExponential(1)}, and no weight is farther than ${beyondDecay.toExponential(1)} from that`
      : ''
  return ` In ${counted(steps, 'step')} the weights moved by ${moved.toExponential(1)} of their length${decay}.`
}
