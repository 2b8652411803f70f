/**
 * ROC and precision-recall curves, small enough to store and draw: 1,000 points at most.
 *
 * Only corners are kept; if there are still too many, the curve is cut into equal stretches of its own length (ROC) or
 * of recall (PR), and each stretch keeps its extremes. The areas are never computed from these thinned curves.
 */
import type { Curve } from '../../preload/contract/evaluation.ts'
import { descend } from './ranking.ts'
import type { Ranked } from './ranking.ts'

export const MAX_POINTS = 1000

/** x: false-positive rate, y: recall, from (0,0) to (1,1). Empty when a side has no rows. */
export function rocCurve(ranked: Ranked): Curve {
  const P = ranked.positives.length
  const N = ranked.negatives.length
  if (P === 0 || N === 0) return { x: [], y: [] }
  const curve: Curve = { x: [0], y: [0] }
  descend(ranked, (tp, fp) => pushCorner(curve, fp / N, tp / P))
  return thin(curve, MAX_POINTS / 2 - 1, (x, y) => (x + y) / 2)
}

/** x: recall, y: precision, in the order of falling thresholds, from the first positive on. Empty without positives. */
export function prCurve(ranked: Ranked): Curve {
  const P = ranked.positives.length
  if (P === 0) return { x: [], y: [] }
  const curve: Curve = { x: [], y: [] }
  descend(ranked, (tp, fp) => {
    if (tp > 0) pushCorner(curve, tp / P, tp / (tp + fp))
  })
  return thin(curve, MAX_POINTS / 4 - 1, (x) => x)
}

/** Adds a point; one that merely prolongs a level or upright line replaces the last. */
function pushCorner(curve: Curve, x: number, y: number): void {
  const { length } = curve.x
  const level = length > 1 && curve.y[length - 1] === y && curve.y[length - 2] === y
  const upright = length > 1 && curve.x[length - 1] === x && curve.x[length - 2] === x
  const at = level || upright ? length - 1 : length
  curve.x[at] = x
  curve.y[at] = y
}

/**
 * Keeps the first, lowest, highest and last point of each equal stretch of `position` (0..1). On a curve that never
 * falls, as ROC, first is lowest and last is highest, so twice as many stretches fit.
 */
function thin(curve: Curve, stretches: number, position: (x: number, y: number) => number): Curve {
  const { length } = curve.x
  if (length <= MAX_POINTS) return curve
  const keep = new Set([0, length - 1])
  let from = 0
  while (from < length) {
    const stretch = stretchOf(from)
    let to = from
    let low = from
    let high = from
    for (; to < length && stretchOf(to) === stretch; to++) {
      if (curve.y[to]! < curve.y[low]!) low = to
      if (curve.y[to]! > curve.y[high]!) high = to
    }
    for (const index of [from, low, high, to - 1]) keep.add(index)
    from = to
  }
  const order = [...keep].sort((a, b) => a - b)
  return { x: order.map((i) => curve.x[i]!), y: order.map((i) => curve.y[i]!) }

  function stretchOf(i: number): number {
    return Math.min(stretches - 1, Math.floor(position(curve.x[i]!, curve.y[i]!) * stretches))
  }
}
