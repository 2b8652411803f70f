/** A sweep as people ask for it: axes around the rule in hand, truth where there is any, curves, cliffs and a suggestion. */
import type { CaseFile } from '../../case/case-file.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Stability, Sweep, SweepInput, TruthChoice } from '../../../preload/contract/labeling-sweep.ts'
import type { LabelIndex } from '../label-index.ts'
import { truthOfColumn } from '../truth/columns.ts'
import type { Truth } from '../truth/truth.ts'
import { truthOfVerdicts } from '../truth/verdicts.ts'
import { windowAxis } from './axis.ts'
import { cliffsOf, curveThrough, placeOf, type Side } from './curves.ts'
import { suggestionReason } from './reason.ts'
import { interval, resampleSweep } from './resample.ts'
import { suggestWindow } from './suggest.ts'
import { overlapGaps, overlapping, sweepWindows, type SweepOptions } from './sweep.ts'

const SIDES: readonly Side[] = ['after', 'before', 'both']

/** The truth that was chosen; null for none. */
export function chosenTruth(c: CaseFile, index: LabelIndex, choice: TruthChoice | null): Truth | null {
  if (choice === null) return null
  if ('column' in choice) return truthOfColumn(c, index, choice.column, choice.key)
  return truthOfVerdicts(index)
}

/** Everything a sweep needs but the case. */
function prepared(index: LabelIndex, input: SweepInput, truth: Truth | null): SweepOptions {
  const { rule, steps, className } = input
  const lengths = (own: number) => windowAxis(steps, [own, rule.before, rule.after])
  const options = { before: lengths(rule.before), after: lengths(rule.after), truth }
  if (className === undefined) return options
  const { names, of } = index.classes(rule)
  const wanted = names.indexOf(className)
  if (wanted < 0)
    throw new Problem('no-such-class', `No alert is of a class "${className}".`, {
      advice: `There are: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}.`,
    })
  return { ...options, weights: Uint8Array.from(of, (one) => Number(one === wanted)) }
}

/** @throws Problem `no-such-class` */
export function measureSweep(index: LabelIndex, input: SweepInput, truth: Truth | null): Sweep {
  const started = performance.now()
  const { rule } = input
  const options = prepared(index, input, truth)
  const { before, after } = options
  const counts = sweepWindows(index, rule, options)
  const gaps = overlapGaps(index.schedule(rule))
  const found = suggestWindow(counts, truth !== null)
  return {
    events: index.core.count,
    alerts: index.alerts.length,
    ...Object.fromEntries(Object.entries(counts).map(([name, cells]) => [name, [...cells]])),
    overlapping: [...before].flatMap((b) => Array.from(after, (a) => overlapping(gaps, a + b))),
    truth: truth && { name: truth.name, key: truth.key, malicious: truth.malicious, known: truth.known },
    curves: SIDES.map((side) => {
      const curve = curveThrough(counts, side, rule)
      const cliffs = cliffsOf(counts, curve, side, truth !== null)
      return { side, cells: curve.map(({ cell }) => cell), cliffs }
    }),
    here: placeOf(before, rule.before) * after.length + placeOf(after, rule.after),
    suggestion: found && { ...found, reason: suggestionReason(counts, found, truth) },
    milliseconds: performance.now() - started,
  } as Sweep
}

/** Resamples the alerts under a sweep; see resample.ts. */
export async function measureStability(
  index: LabelIndex,
  input: SweepInput & { cells: number[] },
  truth: Truth | null,
  settings: { draws?: number; signal?: AbortSignal | undefined } = {},
): Promise<Stability> {
  const options = prepared(index, input, truth)
  const suggested = suggestWindow(sweepWindows(index, input.rule, options), truth !== null)
  const size = options.before.length * options.after.length
  const cells = input.cells.filter((cell) => cell < size)
  const base = options.weights
  const found = await resampleSweep(index, input.rule, options, {
    ...settings,
    cells,
    suggested: suggested?.cell ?? null,
    ...(base && { base }),
  })
  return {
    draws: found.draws,
    held: found.held,
    before: interval(found.windows.map((one) => one.before)),
    after: interval(found.windows.map((one) => one.after)),
    precision: cells.map((cell, i) => ({
      cell,
      precision: found.precision[i] ?? null,
      recall: found.recall[i] ?? null,
    })),
  }
}
