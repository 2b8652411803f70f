/**
 * The threshold slider: what threshold gating does at 0, 0.02, ... 1, from scores alone.
 *
 * As the threshold falls, experts join in the order of their gate weights, so each row changes its answer at most K times.
 * Each row writes only these changes (answer from step a to step b) into a table of differences; running sums over
 * the steps then give every confusion matrix at once, at the cost of one pass instead of 51. Equal to `decide` at each
 * step.
 */
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ScoredRows } from '../training/types.ts'
import { attackRates, macroAverage } from './metrics.ts'
import { hasUnknown, objects } from './unknown.ts'

/** Steps of the slider, which has one more points. */
export const SWEEP_STEPS = 50
const POINTS = SWEEP_STEPS + 1

/** Differences between one step and the next. */
interface Changes {
  classes: number
  /** Possible answers. */
  said: number
  /** (truth x said + answer) x (POINTS + 1) + step. */
  answers: Float64Array
  active: Float64Array
  silent: Float64Array
}

/** @param classes of the data; an expert for the unknown adds one answer */
export function sweepThresholds(scored: ScoredRows, classes: number): ProtocolResult['gate']['sweep'] {
  const length = POINTS + 1
  const answers = hasUnknown(scored) ? classes + 1 : classes
  const changes: Changes = {
    classes,
    said: answers,
    answers: new Float64Array(classes * answers * length),
    active: new Float64Array(length),
    silent: new Float64Array(length),
  }
  const order = new Int32Array(classes)
  for (let row = 0; row < scored.rows; row++) addRow(scored, row, order, changes)
  for (const table of [changes.answers, changes.active, changes.silent]) accumulate(table, length)
  return Array.from({ length: POINTS }, (_, step) => pointAt(changes, step, scored.rows))
}

/** Writes the stretches of steps over which the row has one answer. */
function addRow(scored: ScoredRows, row: number, order: Int32Array, changes: Changes): void {
  const { gate, probability, truth } = scored
  const experts = scored.experts.length
  const base = row * experts
  rankByGate(gate, base, order)
  let best = 0
  let top = -1
  const { classes, said } = changes
  const objected = said > classes && objects(scored, row)
  for (let m = 0; m < classes; m++) {
    const expert = order[m]!
    const score = gate[base + expert]! * probability[base + expert]!
    if (score > top || (score === top && expert < best)) {
      top = score
      best = expert
    }
    const until = stepsBelow(gate[base + expert]!)
    const from = m + 1 < classes ? stepsBelow(gate[base + order[m + 1]!]!) : 0
    // Where no weight passes, the gate's first speaks alone.
    if (m === 0) add(changes.silent, 0, until, POINTS, 1)
    const asked = best === 0 && said > classes ? 1 : 0
    add(changes.active, 0, from, m === 0 ? POINTS : until, m + 1 + asked)
    const answer = best === 0 && objected ? classes : best
    const cell = (truth[row]! * said + answer) * (POINTS + 1)
    add(changes.answers, cell, from, m === 0 ? POINTS : until, 1)
  }
}

function add(table: Float64Array, base: number, from: number, until: number, amount: number): void {
  if (from >= until) return
  table[base + from] = table[base + from]! + amount
  table[base + until] = table[base + until]! - amount
}

/** Experts by falling gate weight, equal ones by index (insertion sort: there are few). */
function rankByGate(gate: Float32Array, base: number, order: Int32Array): void {
  for (let e = 0; e < order.length; e++) {
    let at = e
    while (at > 0 && gate[base + order[at - 1]!]! < gate[base + e]!) {
      order[at] = order[at - 1]!
      at--
    }
    order[at] = e
  }
}

/** Number of steps whose threshold is below the weight: on these the expert speaks. */
function stepsBelow(weight: number): number {
  let steps = Math.min(POINTS, Math.max(0, Math.ceil(weight * SWEEP_STEPS)))
  while (steps > 0 && !((steps - 1) / SWEEP_STEPS < weight)) steps--
  while (steps < POINTS && steps / SWEEP_STEPS < weight) steps++
  return steps
}

function accumulate(table: Float64Array, length: number): void {
  for (let i = 1; i < table.length; i++) if (i % length !== 0) table[i] = table[i]! + table[i - 1]!
}

function pointAt(changes: Changes, step: number, rows: number): ProtocolResult['gate']['sweep'][number] {
  const { classes, said, answers } = changes
  const count = (truth: number, answer: number) => answers[(truth * said + answer) * (POINTS + 1) + step] ?? 0
  // No row is truly `unknown`: its line holds zeros.
  const confusion = Array.from({ length: said }, (_, truth) =>
    Array.from({ length: said }, (__, answer) => (truth < classes ? count(truth, answer) : 0)),
  )
  const attack = attackRates(confusion)
  return {
    threshold: step / SWEEP_STEPS,
    meanActive: rows === 0 ? 0 : changes.active[step]! / rows,
    silent: changes.silent[step]!,
    macroF1: macroAverage(confusion, classes).f1,
    attackRecall: attack.recall,
    attackPrecision: attack.precision,
    falsePositiveRate: attack.falsePositiveRate,
  }
}
