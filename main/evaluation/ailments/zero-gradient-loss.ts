/**
 * Zero-gradient loss: the training loss of a network does not move over its epochs, so it never learned; or it
 * is no number at all. (Cross entropy over a single output is the classic case: always 0.)
 */
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { decimal, listing } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Loss range below this share of its first value: even one useful epoch moves it more. */
const LEAST_MOVE = 1e-3

export function zeroGradientLoss(e: Examination): Findings {
  const kind = 'zero-gradient-loss'
  const networks = Map.groupBy(e.losses, (point) => point.network)
  const still = [...networks].filter(([, points]) => stands(points)).map(([network]) => network)
  const shown = still.length === 0 ? [...networks.keys()] : still
  const evidence = `${shown.map((network) => path(network, networks.get(network) ?? [])).join('; ')}.`
  if (networks.size === 0)
    return { kind, evidence: 'No losses were recorded, so this could not be examined.' }
  if (still.length === 0) return { kind, evidence }
  return [
    {
      kind,
      severity: 'severe',
      subject: still.join(', '),
      finding: `Nothing was learned by ${listing(still)}: the loss stays where it started.`,
      evidence,
      why: 'A loss that does not move gives no gradient; the weights are those of the first draw, and every score is chance.',
      advice:
        'See that the training data holds more than one answer, that the loss fits the outputs, and that the learning rate is neither 0 nor so large that the loss is not a number.',
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
