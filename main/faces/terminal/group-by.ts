/** Counts of the selected events by one column or two, for `tribunal events --group-by`. */
import { InvalidArgumentError } from 'commander'
import type { Groups } from '../../../preload/contract/groups.ts'
import { checkSelection, type SelectionInput, selectSlowly } from '../../capture/reading/selection.ts'
import { groupReader } from '../../capture/reading/group-field.ts'
import { groupSteps, groupWork } from '../../capture/reading/group-by.ts'
import { breathing } from '../../capture/reading/steps.ts'
import { loadCore } from '../../case/evidence/core.ts'
import { listHostClocks, setRight } from '../../case/evidence/host-clocks.ts'
import { csvText } from '../../exports/events/csv.ts'
import { count, table } from './output.ts'
import { createBar } from './progress-bar.ts'
import { type Session, withOpenCase } from './session.ts'

interface GroupQuestion extends SelectionInput {
  by: string[]
  limit: number
}

/** @throws Problem unknown-field, filter-syntax, …; the signal's reason when canceled */
export async function countGroups(path: string, input: GroupQuestion, signal: AbortSignal): Promise<Groups> {
  const bar = createBar('Counting')
  try {
    return await withOpenCase(path, async (c) => {
      const core = setRight(loadCore(c), listHostClocks(c))
      const context = checkSelection(c, core, input)
      for (const name of input.by) groupReader(context, name)
      const selection = await selectSlowly(c, core, input, {
        signal,
        look: ({ fraction }) => bar.report({ step: 'looking for the events', fraction: fraction / 2 }),
      })
      const work = groupWork(c, core, selection, input)
      const look = ({ fraction }: { fraction: number }): void =>
        bar.report({ step: 'counting', fraction: (1 + fraction) / 2 })
      return await breathing(groupSteps(work, input), look, signal)
    })
  } finally {
    bar.done()
  }
}

/** As a table, one JSON document, or CSV in which no spreadsheet finds a formula. */
export function printGroups(out: Session['out'], groups: Groups, csv: boolean): void {
  if (csv) {
    const lines = [
      [...groups.by, 'count'],
      ...groups.groups.map(({ values, count: n }) => [...values, String(n)]),
    ]
    process.stdout.write(lines.map((line) => `${line.map(csvText).join(',')}\n`).join(''))
    return
  }
  out.result(groups, groupText(groups))
}

export function groupText(groups: Groups): string {
  const { by, total, missing, other, distinct, cut } = groups
  const share = (found: number): string => `${((100 * found) / Math.max(1, total)).toFixed(1)} %`
  const rows = groups.groups.map(({ values, count: n }) => [
    ...values.map((value) => (value === '' ? '(no value)' : value)),
    count(n),
    share(n),
  ])
  const facts = [
    `${count(total)} events, ${cut === null ? '' : 'at least '}${count(distinct)} different ${by.length === 1 ? 'values' : 'pairs'}`,
    ...(other > 0 ? [`${count(other)} with others`] : []),
    ...(missing > 0 ? [`${count(missing)} without a value`] : []),
  ]
  const unsure =
    cut === null
      ? []
      : [`More different values than are kept: one of at most ${count(cut)} events may be missing.`]
  return [table([...by, 'events', 'share'], rows), `${facts.join(', ')}.`, ...unsure].join('\n')
}

/** `host,"a column, with a comma"` */
export function fieldList(text: string): string[] {
  const names = [...text.matchAll(/\s*("(?:[^"]|"")*"|[^,"]+)\s*(?:,|$)/g)].map(([, name]) => name!.trim())
  if (names.length < 1 || names.length > 2 || names.includes(''))
    throw new InvalidArgumentError('Give one column, or two with a comma between them.')
  return names
}
