/**
 * From gate weights and expert opinions to one class per row, by three gating strategies.
 *
 * top-1: only the expert the gate ranks first speaks. top-k: the k ranked highest. threshold: every expert whose gate
 * weight exceeds the threshold. Among those that speak the class with the highest gate x probability wins; equal
 * scores go to the lower class index. Where no weight exceeds the threshold the expert that the gate ranks first speaks
 * alone, and the row is counted as silent: benign has an expert of its own, so silence is no evidence for it.
 *
 * A panel may have one more expert, for the unknown, which may object where the answer would be benign (unknown.ts).
 *
 * A joint system has mixed its experts already: the likeliest class is called, and an expert with any weight has spoken.
 */
import type { Strategy } from '../../preload/contract/evaluation.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { ScoredRows } from '../training/types.ts'
import { contest } from './contest.ts'
import { hasUnknown, objects, oddsAt } from './unknown.ts'

/** What deciding needs of scored rows. */
export type Scores = Pick<ScoredRows, 'rows' | 'classes' | 'experts' | 'form' | 'gate' | 'probability'>

export interface Decision {
  predicted: Uint8Array
  /** rows x experts, 1 where the expert speaks. */
  active: Uint8Array
  /** Rows where no weight exceeds the threshold, so that the gate's first speaks alone. */
  silent: number
  /** Mean number of experts that speak, per row. */
  meanActive: number
}

/** The strategies of a panel. */
export const STRATEGIES = ['top-1', 'top-k', 'threshold'] as const satisfies readonly Strategy[]

/** The strategies that scores of this form can be decided by. */
export function strategiesOf(form: Scores['form']): readonly Strategy[] {
  return form === 'joint' ? ['joint'] : STRATEGIES
}

/** The strategy that the settings ask for. */
export function chosenStrategy(model: ExperimentConfig['model']): Strategy {
  return model.system === 'S1' ? model.gating : 'joint'
}

/** The parameter that the settings give a strategy: k, the threshold, or 1. */
export function parameterOf(strategy: Strategy, model: ExperimentConfig['model']): number {
  if (model.system !== 'S1' || strategy === 'top-1' || strategy === 'joint') return 1
  return strategy === 'top-k' ? model.k : model.threshold
}

/** @param parameter k for top-k, the threshold for `threshold`; not used by top-1 and joint */
export function decide(scores: Scores, strategy: Strategy, parameter: number): Decision {
  if (scores.form === 'joint') return decideJoint(scores)
  const { rows, classes } = scores
  const experts = scores.experts.length
  const asked = hasUnknown(scores)
  const { active, silent } =
    strategy === 'threshold'
      ? above(scores, parameter)
      : {
          active: topRanked(scores, strategy === 'top-1' ? 1 : Math.max(1, Math.round(parameter))),
          silent: 0,
        }
  const predicted = new Uint8Array(rows)
  let voices = 0
  for (let row = 0; row < rows; row++) {
    const base = row * experts
    let best = 0
    let top = -1
    for (let e = 0; e < classes; e++) {
      if (active[base + e] === 0) continue
      voices++
      const score = scores.gate[base + e]! * scores.probability[base + e]!
      if (score > top) {
        top = score
        best = e
      }
    }
    predicted[row] = best
    if (!asked || best !== 0) continue
    active[base + classes] = 1
    voices++
    if (objects(scores, row)) predicted[row] = classes
  }
  return { predicted, active, silent, meanActive: rows === 0 ? 0 : voices / rows }
}

function decideJoint({ rows, classes, gate, probability }: Scores): Decision {
  const predicted = Uint8Array.from({ length: rows }, (_, row) =>
    likeliest(probability, row * classes, classes),
  )
  const active = Uint8Array.from(gate, (weight) => (weight > 0 ? 1 : 0))
  const voices = active.reduce((sum, speaks) => sum + speaks, 0)
  return { predicted, active, silent: 0, meanActive: rows === 0 ? 0 : voices / rows }
}

/** The lowest index among the largest of `count` numbers from `base`. */
function likeliest(values: Float32Array, base: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (values[base + i]! > values[base + best]!) best = i
  return best
}

/** For each row the expert that the gate ranks first; equal weights go to the lower index. */
export function firstRanked(scores: Scores): Uint8Array {
  const first = new Uint8Array(scores.rows)
  const experts = scores.experts.length
  const ranked = hasUnknown(scores) ? scores.classes : experts
  for (let row = 0; row < scores.rows; row++) first[row] = likeliest(scores.gate, row * experts, ranked)
  return first
}

/** Class scores (see contest.ts), in a panel over all experts: they do not depend on the strategy. */
export function classScores({ rows, classes, experts, form, gate, probability }: Scores): Float64Array {
  if (form === 'joint') return contest(probability, rows, classes)
  const stride = experts.length
  const products = new Float64Array(rows * classes)
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < classes; c++)
      products[row * classes + c] = gate[row * stride + c]! * probability[row * stride + c]!
  const scores = contest(products, rows, classes)
  return hasUnknown({ form, classes, experts })
    ? objected(scores, { rows, classes, experts, probability })
    : scores
}

/** Benign is at most as sure as the expert for the unknown lets it be; `unknown` wins where benign alone stands against it. */
function objected(
  scores: Float64Array,
  panel: Pick<Scores, 'rows' | 'classes' | 'experts' | 'probability'>,
): Float64Array {
  const { rows, classes } = panel
  const wide = new Float64Array(rows * (classes + 1))
  for (let row = 0; row < rows; row++) {
    const odds = oddsAt(panel, row)
    const benign = scores[row * classes]!
    wide.set(scores.subarray(row * classes, (row + 1) * classes), row * (classes + 1))
    wide[row * (classes + 1)] = Math.min(benign, -odds)
    wide[(row + 1) * (classes + 1) - 1] = Math.min(benign, odds)
  }
  return wide
}

function above(scores: Scores, threshold: number): Pick<Decision, 'active' | 'silent'> {
  const { rows, gate } = scores
  const experts = scores.experts.length
  const ranked = scores.classes
  const active = new Uint8Array(rows * experts)
  const first = firstRanked(scores)
  let silent = 0
  for (let row = 0; row < rows; row++) {
    let passed = false
    for (let i = row * experts; i < row * experts + ranked; i++) {
      // Written so that a weight that is not a number does not pass.
      if (!(gate[i]! > threshold)) continue
      active[i] = 1
      passed = true
    }
    if (passed) continue
    active[row * experts + first[row]!] = 1
    silent++
  }
  return { active, silent }
}

/** Marks the k highest gate weights of each row, by taking the best one k times. */
function topRanked(scores: Scores, k: number): Uint8Array {
  const { rows, classes, gate } = scores
  const experts = scores.experts.length
  const active = new Uint8Array(rows * experts)
  for (let row = 0; row < rows; row++) {
    const base = row * experts
    for (let taken = 0; taken < Math.min(k, classes); taken++) {
      let best = -1
      for (let i = base; i < base + classes; i++) {
        if (active[i] === 0 && (best < 0 || gate[i]! > gate[best]!)) best = i
      }
      active[best] = 1
    }
  }
  return active
}
