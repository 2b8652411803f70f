/** `tribunal circularity CASE`: what features tell of the labeling rule's inputs, and what a run knows beyond the rule. */
import type { Command } from 'commander'
import { FeatureConfig, type FeatureNote } from '../../../../preload/contract/experiment.ts'
import { decimal, percent } from '../../../../preload/figures/format.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { getRun, listRuns, readScores } from '../../../case/runs.ts'
import { chosenStrategy, decide, parameterOf } from '../../../evaluation/decide.ts'
import { fromStored } from '../../../evaluation/from-scores.ts'
import { ruleLift, type RuleLift } from '../../../evaluation/rule-lift.ts'
import { circularColumns, type Circularity } from '../../../features/circular.ts'
import { planColumns } from '../../../features/select.ts'
import { indexCase } from '../../../labeling/lock.ts'
import { chosenTruth } from '../../../labeling/sweep/measure.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'

interface Options {
  run?: string
  truth?: string
  json?: boolean
}
type Row = FeatureNote & Circularity

/** JSON: { columns: [{ column, user, time, used, reason }], run, lift: { rule, model, lift } or null }. */
export function addCircularity(program: Command): void {
  program
    .command('circularity')
    .description(
      "find features that give the labeling rule's inputs away, and what a run knows beyond the rule",
    )
    .argument('<case>', 'the case file')
    .option(
      '--truth <column>',
      'a column that tells what events really are; `verdicts` for people’s verdicts',
    )
    .option('--run <id>', 'the run to hold against the rule (the newest)')
    .option('--json', 'print one JSON document: { columns, run, lift }')
    .action((path: string, options: Options) =>
      runCommand(options, ({ out }) =>
        withOpenCase(path, (c) => {
          const columns = tellingColumns(c)
          const run = options.run ?? listRuns(c).toSorted((a, b) => b.createdAt - a.createdAt)[0]?.id ?? null
          const lift = run !== null && options.truth !== undefined ? liftOf(c, run, options.truth) : null
          out.result({ columns, run, lift }, `${columnText(columns)}\n\n${liftText(run, lift)}`)
        }),
      ),
    )
}

function tellingColumns(c: CaseFile): Row[] {
  const config = FeatureConfig.parse({})
  const plan = planColumns(c, config).filter(({ role }) => role === 'numeric' || role === 'categorical')
  const tells = circularColumns(c, plan, config.topValues)
  return plan
    .map(({ column, role, used, reason }) => ({ column, role, used, reason, ...tells.get(column)! }))
    .toSorted((a, b) => Math.max(b.user, b.time) - Math.max(a.user, a.time))
}

/** On the test rows as captured, by the strategy that the run's config chose. */
function liftOf(c: CaseFile, run: string, truth: string): RuleLift {
  const choice = truth === 'verdicts' ? { verdicts: true as const } : { column: truth }
  const known = chosenTruth(c, indexCase(c), choice)!
  const { config } = getRun(c, run)
  const stored = readScores(c, run, config.protocols[0] ?? 'E1')
  const strategy = chosenStrategy(config.model)
  const { predicted } = decide(fromStored(stored), strategy, parameterOf(strategy, config.model))
  return ruleLift(stored, predicted, known)
}

function columnText(columns: readonly Row[]): string {
  const shown = columns.slice(0, 20)
  const rows = shown.map((one) => [
    one.column,
    percent(one.user),
    percent(one.time),
    one.used ? 'used' : 'fenced off',
  ])
  return [
    'Share of the uncertainty about the user, and about the time, that knowing the column takes away:',
    table(['column', 'of user', 'of time', ''], rows),
  ].join('\n')
}

function liftText(run: string | null, found: RuleLift | null): string {
  if (!found)
    return run === null
      ? 'There is no run yet to hold against the rule.'
      : 'Against its own labels no model can beat the rule that made them: give --truth to hold both against truth.'
  const row = (name: string, of: RuleLift['rule']): (string | number)[] => [
    name,
    of.called,
    percent(of.precision),
    percent(of.recall),
    decimal(of.f1),
  ]
  return [
    `On ${count(found.events)} test events of known truth, ${count(found.malicious)} of them malicious:`,
    table(
      ['', 'called malicious', 'precision', 'recall', 'F1'],
      [row('the rule', found.rule), row(run ?? 'the run', found.model)],
    ),
    `Lift over the rule: ${decimal(found.lift)} F1.`,
  ].join('\n')
}
