/** `tribunal label CASE`: applies a window rule, or takes the labels from a column, and stores them. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { isColumnRule, type Labeling, type LabelSet, Rule } from '../../../../preload/contract/labeling.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { usualAnchor } from '../../../alerts/anchor.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { listSources } from '../../../case/sources.ts'
import { lockLabels } from '../../../labeling/lock.ts'
import { durationText, parseDuration } from '../durations.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'
import {
  addColumnOptions,
  columnDocument,
  type ColumnOptions,
  columnText,
  lockFromColumn,
} from './label-column.ts'

const standard = Rule.parse({})

export interface LabelOptions {
  before?: number
  after?: number
  class?: Rule['classBy']
  top?: number
  entity?: Rule['entity']
  conflict?: Rule['conflict']
  anchor?: Rule['anchor']
}
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
  const { name, column, benign, source, ...rule } = options
  if (column) return lockFromColumn(c, column, options)
  if (!benign && !source) return lockLabels(c, ruleOf({ anchor: usualAnchor(c), ...rule }), name)
  throw new Problem('invalid-input', '--benign and --source go with --column.', {
    advice: 'Name the column that holds the labels: --column Label',
  })
}

/**
 * The flags of a window rule; what is left out is left to the command.
 * @param usual what the command takes then, for the help
 */
export function addRuleOptions(command: Command, usual: Rule = standard): Command {
  const choice = (flags: string, description: string, values: string[]): Option =>
    new Option(flags, description).choices(values)
  return command
    .option(
      '--before <time>',
      `window before the alert, e.g. 90s, 5m, 1h (${durationText(usual.before)})`,
      parseDuration,
    )
    .option('--after <time>', `window after the alert (${durationText(usual.after)})`, parseDuration)
    .addOption(
      choice(
        '--class <what>',
        `what becomes an alert's class (${usual.classBy})`,
        Rule.shape.classBy.unwrap().options,
      ),
    )
    .option('--top <k>', `keep the k most frequent classes (${usual.top})`, wholeNumber)
    .addOption(
      choice(
        '--entity <rule>',
        `how user names are compared (${usual.entity})`,
        Rule.shape.entity.unwrap().options,
      ),
    )
    .addOption(
      choice(
        '--conflict <policy>',
        `for events in windows of several classes (${usual.conflict})`,
        Rule.shape.conflict.unwrap().options,
      ),
    )
    .addOption(
      choice(
        '--anchor <time>',
        'which time of an alert counts (as chosen when alerts were imported, else fired)',
        Rule.shape.anchor.unwrap().options,
      ),
    )
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Write a whole number.')
  return value
}

/** What is left out takes the contract's default. @throws Problem invalid-input for a number out of its range */
export function ruleOf({ class: classBy, ...same }: LabelOptions): Rule {
  const parsed = Rule.safeParse(
    Object.fromEntries(Object.entries({ ...same, classBy }).filter(([, value]) => value !== undefined)),
  )
  if (parsed.success) return parsed.data
  throw new Problem('invalid-input', parsed.error.issues.map(outOfRange).join('; '))
}

/** Times in the contract are microseconds, which nobody wrote. */
function outOfRange({ code, path, message, ...rest }: z.core.$ZodIssue): string {
  const [key = ''] = path.map(String)
  const limit = code === 'too_big' && 'maximum' in rest ? Number(rest.maximum) : null
  if (limit !== null && (key === 'before' || key === 'after'))
    return `--${key} may be ${durationText(limit)} at most`
  return `--${key}: ${message}`
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
