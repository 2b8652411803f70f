/**
 * The best split of a node, from its histogram (Chen and Guestrin, 2016).
 *
 * Gain of a split = GL² / (HL + λ) + GR² / (HR + λ) - G² / (H + λ), with G and H the sums of first and second derivatives
 * of each side and of the node. Missing values are tried on both sides of every cut, and alone against all others; where
 * a node has none, later ones go with the heavier side. The first of equal gains wins.
 */
import type { Binned, Feature } from './bins.ts'
import { MISSING } from './cuts.ts'

/** A gain at or below this is rounding noise. */
const LEAST_GAIN = 1e-6

export interface Rule {
  lambda: number
  minChildWeight: number
}

export interface Split {
  gain: number
  feature: Feature
  /** Values below it go left; -Infinity: every value goes right. */
  threshold: number
  /** Bins up to this go left; of a flag: its own bin goes left (1) or right (0). */
  bin: number
  missingLeft: boolean
  /** Sums of the left side. */
  g: number
  h: number
}

/** null when no split gains anything, or each leaves too little weight on a side. */
export function bestSplit(
  histogram: Float64Array,
  table: Binned,
  g: number,
  h: number,
  rule: Rule,
): Split | null {
  const best: Split = {
    gain: LEAST_GAIN,
    feature: table.features[0]!,
    threshold: 0,
    bin: -1,
    missingLeft: false,
    g: 0,
    h: 0,
  }
  for (const feature of table.features) {
    const start = 2 * table.starts[feature.column]!
    if (feature.flag) tryFlag(best, histogram, start, feature, g, h, rule)
    else tryRange(best, histogram, start, feature, g, h, rule)
  }
  return best.gain > LEAST_GAIN ? best : null
}

/** Which bins of the split's column go left. */
export function leftBins({ feature, bin, missingLeft }: Split): Uint8Array {
  const left = new Uint8Array(MISSING + 1)
  if (feature.flag) {
    left.fill(1 - bin)
    left[feature.flag.bin] = bin
    return left
  }
  left.fill(1, 0, bin + 1)
  left[MISSING] = missingLeft ? 1 : 0
  return left
}

function tryFlag(
  best: Split,
  histogram: Float64Array,
  start: number,
  feature: Feature,
  g: number,
  h: number,
  rule: Rule,
): void {
  const { bin, high } = feature.flag!
  const own = start + 2 * bin
  const [ownG, ownH] = [histogram[own]!, histogram[own + 1]!]
  const [leftG, leftH] = high ? [g - ownG, h - ownH] : [ownG, ownH]
  const gain = gainOf(leftG, leftH, g, h, rule)
  if (gain <= best.gain) return
  Object.assign(best, { gain, feature, threshold: feature.cuts[0]!, bin: high ? 0 : 1, g: leftG, h: leftH })
  best.missingLeft = leftH * 2 >= h
}

function tryRange(
  best: Split,
  histogram: Float64Array,
  start: number,
  feature: Feature,
  g: number,
  h: number,
  rule: Rule,
): void {
  const { cuts, hasMissing } = feature
  const missing = start + 2 * MISSING
  const missingG = hasMissing ? histogram[missing]! : 0
  const missingH = hasMissing ? histogram[missing + 1]! : 0
  const someMissing = missingH !== 0 || missingG !== 0
  let leftG = 0
  let leftH = 0
  if (someMissing) take(best, feature, -1, missingG, missingH, true, g, h, rule)
  for (let bin = 0; bin < cuts.length; bin++) {
    const at = start + 2 * bin
    const binG = histogram[at]!
    const binH = histogram[at + 1]!
    if (binG === 0 && binH === 0) continue
    leftG += binG
    leftH += binH
    take(best, feature, bin, leftG, leftH, someMissing ? false : null, g, h, rule)
    if (someMissing) take(best, feature, bin, leftG + missingG, leftH + missingH, true, g, h, rule)
  }
}

function take(
  best: Split,
  feature: Feature,
  bin: number,
  leftG: number,
  leftH: number,
  missingLeft: boolean | null,
  g: number,
  h: number,
  rule: Rule,
): void {
  const gain = gainOf(leftG, leftH, g, h, rule)
  if (gain <= best.gain) return
  best.gain = gain
  best.feature = feature
  best.bin = bin
  best.threshold = bin < 0 ? -Infinity : feature.cuts[bin]!
  best.missingLeft = missingLeft ?? leftH * 2 >= h
  best.g = leftG
  best.h = leftH
}

/** -Infinity when a side is too light. */
export function gainOf(leftG: number, leftH: number, g: number, h: number, rule: Rule): number {
  const rightG = g - leftG
  const rightH = h - leftH
  const { lambda, minChildWeight } = rule
  if (leftH < minChildWeight || rightH < minChildWeight) return -Infinity
  const gain =
    (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (rightH + lambda) - (g * g) / (h + lambda)
  return Number.isFinite(gain) ? gain : -Infinity
}
