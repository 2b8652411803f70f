/** `tribunal circularity CASE`: what features tell of the labeling rule's inputs, and what a run knows beyond the rule. */
import type { Command } from 'commander'
import type { CircularityReport, RuleLift, TellingColumn } from '../../../../preload/contract/circularity.ts'
import { FeatureConfig } from '../../../../preload/contract/experiment.ts'
import { decimal, percent } from '../../../../preload/figures/format.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { listRuns } from '../../../case/results/runs.ts'
import { circularityOf, tellingColumns } from '../../../evaluation/circularity.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'

interface Options {
  run?: string
  truth?: string
  json?: boolean
}
interface Answer extends Partial<CircularityReport> {
  columns: TellingColumn[]
  run: string | null
  /** Of the first protocol. */
  lift: RuleLift | null
}
const VERDICTS = { verdicts: true as const }

/** JSON: { columns: [{ column, user, time, used, reason }], run, byRule, truth, lift of the first protocol or null, lifts }. */
export function addCircularity(program: Command): void {
  program
    .command('circularity')
    .description(
      "find features that give the labeling rule's inputs away, and what a run knows beyond the rule",
    )
    .argument('<case>', 'the case file')
    .option(
      '--truth <column>',
      'a column that tells what events really are (the first label column of the captures); `verdicts` for people’s verdicts',
    )
    .option('--run <id>', 'the run to hold against the rule (the newest)')
    .option('--json', 'print one JSON document: { columns, run, truth, lift, lifts }')
    .action((path: string, options: Options) =>
      runCommand(options, ({ out }) =>
        withOpenCase(path, (c) => {
          const run = options.run ?? listRuns(c).toSorted((a, b) => b.createdAt - a.createdAt)[0]?.id ?? null
          const found = answer(c, run, options.truth)
          out.result(found, `${columnText(found.columns)}\n\n${liftText(found)}`)
        }),
      ),
    )
}

/** The columns of the run's own features, or of the usual ones where there is no run. */
function answer(c: CaseFile, run: string | null, truth: string | undefined): Answer {
  if (run === null) return { columns: tellingColumns(c, FeatureConfig.parse({})), run, lift: null }
  const choice = truth === undefined ? undefined : truth === 'verdicts' ? VERDICTS : { column: truth }
  const { columns, lifts, truth: name, byRule } = circularityOf(c, run, choice)
  return { columns, run, byRule, truth: name, lift: lifts[0]?.lift ?? null, lifts }
}

function columnText(columns: readonly TellingColumn[]): string {
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

function liftText({ run, byRule, truth, lifts = [] }: Answer): string {
  if (run === null) return 'There is no run yet to hold against the rule.'
  if (byRule === false)
    return 'Its labels come from a column of the captures: there is no rule to learn again.'
  if (lifts.length === 0)
    return 'Against its own labels no model can beat the rule that made them: give --truth to hold both against truth.'
  return lifts.map(({ protocol, lift }) => protocolText(run, protocol, truth ?? '', lift)).join('\n\n')
}

function protocolText(run: string, protocol: string, truth: string, found: RuleLift): string {
  const row = (name: string, of: RuleLift['rule']): (string | number)[] => [
    name,
    of.called,
    percent(of.precision),
    percent(of.recall),
    decimal(of.f1),
  ]
  return [
    `${protocol}: on ${count(found.events)} test events of known truth (${truth}), ${count(found.malicious)} of them malicious:`,
    table(
      ['', 'called malicious', 'precision', 'recall', 'F1'],
      [row('the rule', found.rule), row(run, found.model)],
    ),
    `Lift over the rule: ${decimal(found.lift)} F1.`,
  ].join('\n')
}
