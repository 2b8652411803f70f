/** `tribunal label CASE --column NAME`: labels that the capture carries itself. */
import type { Command } from 'commander'
import { type ColumnRule } from '../../../../preload/contract/label-column.ts'
import { isColumnRule, type LabelSet } from '../../../../preload/contract/labeling.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { sourceIds } from '../../../case/evidence/source-names.ts'
import { lockColumn } from '../../../labeling/column.ts'
import { count, table } from '../output.ts'

export interface ColumnOptions {
  column?: string[]
  benign?: string[]
  source?: string[]
  binary?: boolean
  top?: number
  name?: string
}

export const another = (value: string, earlier: string[] = []): string[] => [...earlier, value]

export function addColumnOptions(command: Command): Command {
  return command
    .option(
      '--column <name>',
      'take the labels from this column of the captures instead, e.g. Label; again for captures that call it otherwise',
      another,
    )
    .option(
      '--benign <value>',
      'with --column: the value that means benign (BENIGN, Normal, 0, false, - are known); may be repeated',
      another,
    )
    .option('--binary', 'with --column: every value that is not benign is one class, attack')
    .option(
      '--source <capture>',
      'with --column: only this capture, by number or name; may be repeated',
      another,
    )
}

/** @throws Problem as lockColumn does; `invalid-input` for options that do not go together */
export function lockFromColumn(c: CaseFile, columns: string[], options: ColumnOptions & object): LabelSet {
  refuseWindow(options)
  const { benign, source, top, name, binary } = options
  if (top !== undefined && (top < 1 || top > 64))
    throw new Problem('invalid-input', '--top: from 1 to 64 classes')
  return lockColumn(c, {
    columns,
    ...(benign && { benign }),
    ...(binary && { binary }),
    ...(source && { sources: sourceIds(c, source) }),
    ...(top !== undefined && { top }),
    ...(name && { name }),
  })
}

function refuseWindow(options: object): void {
  const window = ['before', 'after', 'class', 'entity', 'conflict', 'anchor'].filter((name) =>
    Object.hasOwn(options, name),
  )
  if (window.length === 0) return
  throw new Problem(
    'invalid-input',
    `--${window.join(', --')} say how alerts label events, and --column takes labels from the capture.`,
    {
      advice: 'Give one or the other.',
    },
  )
}

/** What the document of a window rule has not. */
export function columnDocument({ labeling, rule }: LabelSet): object {
  if (!isColumnRule(rule)) return {}
  return {
    withoutLabel: labeling.withoutLabel ?? 0,
    columns: rule.columns,
    benignValues: rule.benign,
    sources: rule.sources,
  }
}

export function columnText(set: LabelSet, rule: ColumnRule): string {
  const { labeling } = set
  const rows = labeling.byClass.map((one) => [one.name, one.events, one.kept ? 'kept' : 'apart'])
  const none = labeling.withoutLabel ?? 0
  return [
    `Label set ${set.id}: column ${rule.columns.join(', ')}; ${rule.binary ? 'two classes, ' : ''}benign is ${rule.benign.map((value) => value || '(empty)').join(', ')}`,
    table(['class', 'events', ''], rows),
    `${count(labeling.labeled)} of ${count(labeling.events)} events labeled, ${count(labeling.benign)} benign, ${count(none)} without a label`,
    ...(labeling.withoutTime > 0
      ? [
          `${count(labeling.withoutTime)} events have no time: no rates, no time of day, no split by time for them`,
        ]
      : []),
  ].join('\n')
}
