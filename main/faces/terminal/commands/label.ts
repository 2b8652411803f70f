/** `tribunal label CASE`: applies a window rule, or takes the labels from a column, and stores them. */
import type { Command } from 'commander'
import { isColumnRule, type Labeling, type LabelSet } from '../../../../preload/contract/labeling.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { usualAnchor } from '../../../alerts/anchor.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { listSources } from '../../../case/evidence/sources.ts'
import { lockLabels } from '../../../labeling/lock.ts'
import { durationText } from '../durations.ts'
import { count, table } from '../output.ts'
import { addRuleOptions, type LabelOptions, ruleOf } from '../rule-options.ts'
import { runCommand, withOpenCase } from '../session.ts'
import {
  addColumnOptions,
  columnDocument,
  type ColumnOptions,
  columnText,
  lockFromColumn,
} from './label-column.ts'

type Options = LabelOptions & ColumnOptions & { json?: boolean }

/** JSON: see `labelDocument`. */
export function addLabel(program: Command): void {
  const command = program
    .command('label')
    .description(
      'label events that lie in the time window of an alert about the same user, or by a column of theirs',
    )
    .argument('<case>', 'the case file')
  addColumnOptions(addRuleOptions(command))
    .option('--name <name>', 'name of the label set')
    .option(
      '--json',
      'print one JSON document: { labelSet, labeled, unmatchedAlerts, conflicts, byClass, … }',
    )
    .action((path: string, options: Options) =>
      runCommand(options, ({ out }) =>
        withOpenCase(path, (c) => {
          const set = lock(c, options)
          const warnings = isColumnRule(set.rule) ? [] : accountWarnings(c, set)
          out.result({ ...labelDocument(set), warnings }, [labelText(set), ...warnings].join('\n'))
        }),
      ),
    )
}

function lock(c: CaseFile, options: Options): LabelSet {
  const { name, column, benign, source, binary, ...rule } = options
  if (column) return lockFromColumn(c, column, options)
  if (!benign && !source && !binary) return lockLabels(c, ruleOf(rule, { anchor: usualAnchor(c) }, c), name)
  throw new Problem('invalid-input', '--benign, --binary and --source go with --column.', {
    advice: 'Name the column that holds the labels: --column Label',
  })
}

/** Labels follow accounts: where no capture names any, that is why nothing is labeled. */
function accountWarnings(c: CaseFile, { labeling }: LabelSet): string[] {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  const without = captures.filter(({ mapping }) => !mapping?.users.length).map(({ name }) => name)
  if (labeling.labeled > 0 || without.length === 0) return []
  const names = without.length > 3 ? `${without.slice(0, 3).join(', ')} and others` : without.join(', ')
  return [
    `No account column is known of ${names}: no alert can match its events. If it has one, import it into a new case with --mapping.`,
  ]
}

/** `byClass` maps every class, kept or not, to its events. */
export function labelDocument(set: LabelSet): object {
  const { events, labeled, benign, apart, dropped, withoutTime, alerts } = set.labeling
  const { unmatchedAlerts, unmatchedBy, conflicts, byClass } = set.labeling
  return {
    labelSet: set.id,
    labeled,
    unmatchedAlerts,
    conflicts,
    byClass: Object.fromEntries(byClass.map(({ name, events: found }) => [name, found])),
    kept: byClass.filter((one) => one.kept).map((one) => one.name),
    events,
    benign,
    apart,
    dropped,
    withoutTime,
    alerts,
    unmatchedBy,
    ...columnDocument(set),
    rule: set.rule,
    ruleHash: set.ruleHash,
    labelsHash: set.labelsHash,
  }
}

export function labelText(set: LabelSet): string {
  const { labeling, rule } = set
  if (isColumnRule(rule)) return columnText(set, rule)
  const window = `${durationText(rule.before)} before to ${durationText(rule.after)} after the ${rule.anchor} time`
  const rows = labeling.byClass.map((one) => [one.name, one.events, one.alerts, one.kept ? 'kept' : 'apart'])
  return [
    `Label set ${set.id}: ${window}`,
    table(['class', 'events', 'alerts', ''], rows),
    ...sentences(labeling),
  ].join('\n')
}

function sentences(labeling: Labeling): string[] {
  const { events, labeled, benign, unmatchedAlerts, alerts, unmatchedBy, conflicts } = labeling
  const reasons = Object.entries(unmatchedBy).map(([reason, number]) => `${reason} ${number}`)
  return [
    `${count(labeled)} of ${count(events)} events labeled, ${count(benign)} benign, ${count(conflicts)} in windows of several classes`,
    `${unmatchedAlerts} of ${alerts} alerts match nothing${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}`,
  ]
}
