/** `tribunal sweep CASE`: what a rule would label at every window size, where labels go wrong, and which window to take. */
import type { Command } from 'commander'
import type { Stability, Sweep } from '../../../../preload/contract/labeling-sweep.ts'
import { duration, percent } from '../../../../preload/figures/format.ts'
import { usualAnchor } from '../../../alerts/anchor.ts'
import { indexCase } from '../../../labeling/lock.ts'
import { chosenTruth, measureStability, measureSweep } from '../../../labeling/sweep/measure.ts'

import { durationText } from '../durations.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'
import { addRuleOptions, type LabelOptions, ruleOf, wholeNumber } from '../rule-options.ts'

interface Options extends LabelOptions {
  truth?: string
  steps?: number
  only?: string
  json?: boolean
}

/** JSON: the whole grid, its curves, cliffs, suggestion and stability; see `labeling.sweep` in the contract. */
export function addSweep(program: Command): void {
  const command = program
    .command('sweep')
    .description('try every window size at once: what it labels, where labels go wrong, which to take')
    .argument('<case>', 'the case file')
    .option('--truth <column>', 'a column that tells what events really are, for precision and recall')
    .option('--steps <n>', 'window lengths tried on each side (60)', wholeNumber)
    .option('--only <class>', 'look at the alerts of one class')
  addRuleOptions(command)
    .option('--json', 'print one JSON document: { sweep, stability }')
    .action((path: string, options: Options) =>
      runCommand(options, ({ out, signal }) =>
        withOpenCase(path, async (c) => {
          const index = indexCase(c)
          const { truth: column, steps = 60, only, json: _, ...rest } = options
          const truth = chosenTruth(c, index, column === undefined ? null : { column })
          const rule = ruleOf(rest, { anchor: usualAnchor(c), before: 60e6, after: 60e6 }, c)
          const input = { rule, steps, truth: null, ...(only !== undefined && { className: only }) }
          const sweep = measureSweep(index, input, truth)
          const cells = sweep.suggestion ? [sweep.here, sweep.suggestion.cell] : [sweep.here]
          const stability = await measureStability(index, { ...input, cells }, truth, { signal })
          out.result({ sweep, stability }, sweepText(sweep, stability))
        }),
      ),
    )
}

export function sweepText(sweep: Sweep, stability: Stability): string {
  const { curves, truth } = sweep
  const against = truth
    ? `Truth: ${truth.name}, compared with the alert's ${truth.key}; ${count(truth.malicious)} events are malicious.`
    : 'No truth was given: doubtful are events in windows of two classes or nearer to an alert of another class.'
  const parts = curves.map((curve) => curveText(sweep, curve))
  return [against, ...parts, suggestionText(sweep, stability)].join('\n\n')
}

function curveText(sweep: Sweep, { side, cells, cliffs }: Sweep['curves'][number]): string {
  const wide = sweep.after.length
  const length = (cell: number, of: 'before' | 'after'): string =>
    duration(of === 'before' ? sweep.before[Math.floor(cell / wide)]! : sweep.after[cell % wide]!)
  const title = { before: 'Longer before', after: 'Longer after', both: 'Longer on both sides' }[side]
  const shown = cells.filter((_, i) => i % 4 === 0 || i === cells.length - 1)
  const rows = shown.map((cell) => [
    `-${length(cell, 'before')} +${length(cell, 'after')}`,
    sweep.labeled[cell]!,
    sweep.matched[cell]!,
    sweep.conflicts[cell]!,
    sweep.doubtful[cell]!,
    ...(sweep.truth ? [rightShare(sweep, cell)] : []),
  ])
  const head = ['window', 'labeled', 'alerts with events', 'conflicts', 'doubtful']
  const marks = cliffs.map(
    ({ from, to, low, high }) =>
      `cliff from ${duration(from)} to ${duration(to)}: ${percent(low)} to ${percent(high)} ${sweep.truth ? 'wrong' : 'doubtful'}`,
  )
  return [title, table(sweep.truth ? [...head, 'right'] : head, rows), ...marks].join('\n')
}

function rightShare(sweep: Sweep, cell: number): string {
  return sweep.known[cell]! > 0 ? percent(sweep.right[cell]! / sweep.known[cell]!) : '–'
}

function suggestionText({ suggestion, truth }: Sweep, stability: Stability): string {
  if (!suggestion) return 'No window labels well enough to be suggested.'
  const { draws, held, before, after, precision } = stability
  const range = (ends: [number, number]): string => `${duration(ends[0])} to ${duration(ends[1])}`
  const ranges =
    before && after ? ` Suggestions there: before ${range(before)}, after ${range(after)} (95 %).` : ''
  const own = precision.find(({ cell }) => cell === suggestion.cell)
  const interval = own?.precision
    ? `\nPrecision ${own.precision.map((end) => percent(end)).join(' to ')}, recall ${own.recall?.map((end) => percent(end)).join(' to ')} of the ${count(truth?.malicious ?? 0)} malicious events (95 %, resampling alerts).`
    : ''
  return `Suggested: --before ${durationText(suggestion.before)} --after ${durationText(suggestion.after)}
${suggestion.reason}${interval}
It stays good in ${held} of ${draws} resamplings of the alerts.${ranges}`
}
