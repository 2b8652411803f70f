/**
 * `tribunal events CASE`: the events that a filter selects, as the Events page shows them: into a file with `--out`, counted by
 * one column or two with `--group-by`.
 */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { EventsFormat } from '../../../../preload/contract/export-events.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { timeStretch } from '../../../capture/reading/filter-time.ts'
import type { SelectionInput } from '../../../capture/reading/selection.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { getLabelSet, listLabelSets } from '../../../case/label-sets.ts'
import { getScoring, listScorings } from '../../../case/results/scorings.ts'
import { count } from '../output.ts'
import { countGroups, fieldList, printGroups } from '../group-by.ts'
import { runCommand, type Session, withOpenCase } from '../session.ts'

interface Options {
  out?: string
  groupBy?: string[]
  limit: number
  csv?: boolean
  filter?: string
  from?: number
  to?: number
  labels?: string
  scores?: string
  format?: EventsFormat
  order: 'oldest' | 'newest'
  replace?: boolean
  json?: boolean
}

/** JSON: an EventsExport, or with `--group-by` a Groups. */
export function addEvents(program: Command): void {
  program
    .command('events')
    .description('write the selected events into a file with every column of their evidence, or count them')
    .argument('<case>', 'the case file')
    .option('--out <file>', 'the file to write; a description goes beside it, as FILE.json')
    .option(
      '--group-by <columns>',
      'count by one column, or by two with a comma, e.g. host,EventID',
      fieldList,
    )
    .option('--limit <count>', 'groups to list', groupLimit, 20)
    .option('--csv', 'print the counts as CSV, in which no spreadsheet finds a formula')
    .option('--filter <text>', 'a filter as on the Events page, e.g. "host:DC01 -user:SYSTEM \\"a phrase\\""')
    .option('--from <time>', 'first time that counts, ISO 8601; UTC without offset', instant('start'))
    .option('--to <time>', 'last time that counts; a day or an hour counts to its end', instant('end'))
    .option('--labels <set>', 'a label set, newest, or none (the newest, if there is one)')
    .option('--scores <scores>', 'scores of a stored model, newest, or none (none)')
    .addOption(
      new Option('--format <format>', "by the file's ending when left out").choices(EventsFormat.options),
    )
    .addOption(new Option('--order <order>', 'by time').choices(['oldest', 'newest']).default('oldest'))
    .option('--replace', 'replace the file if it is there')
    .option('--json', 'print one JSON document: { file, rows, columns, sha256, filter, … }')
    .action((path: string, options: Options) =>
      runCommand(options, async (session) => {
        refuseBoth(options)
        const { filter = '', from = null, to = null } = options
        const [labelSet, scoring] = await withOpenCase(path, (c) => [
          chosenLabels(c, options.labels),
          chosenScores(c, options.scores),
        ])
        const selection = { filter, from, to, labelSet: labelSet ?? null, scoring }
        if (options.groupBy) {
          const question = { ...selection, by: options.groupBy, limit: options.limit }
          const groups = await countGroups(path, question, session.signal)
          printGroups(session.out, groups, options.csv ?? false)
        } else await exportTo(session, path, options, selection)
      }),
    )
}

async function exportTo(
  { out, task }: Session,
  path: string,
  { out: name = '', format, order, replace = false }: Options,
  selection: SelectionInput,
): Promise<void> {
  const done = await task('Events', path, {
    kind: 'export-events',
    ...selection,
    order,
    format: format ?? formatOf(name),
    file: resolve(name),
    replace,
  })
  out.result(done, `Wrote ${count(done.rows)} events to ${done.file}, SHA-256 ${done.sha256}`)
}

/** One of the two is wanted. */
function refuseBoth({ out, groupBy }: Options): void {
  if ((out === undefined) !== (groupBy === undefined)) return
  throw new Problem('out-or-group-by', 'Neither a file nor columns to count by are given, or both.', {
    advice: 'Give --out FILE to write the events, or --group-by COLUMNS to count them.',
  })
}

function groupLimit(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value
  throw new InvalidArgumentError('Give a whole number from 1 to 1,000,000.')
}

function instant(end: 'start' | 'end'): (text: string) => number {
  return (text) => {
    const stretch = timeStretch(text)
    if (stretch) return end === 'start' ? stretch.start : stretch.end - 1
    throw new InvalidArgumentError(
      'Write a time such as 2024-10-24, 2024-10-24T21:05 or 2024-10-24T21:05:00Z.',
    )
  }
}

const ENDINGS: Record<string, EventsFormat> = {
  arrow: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  csv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
  pq: 'parquet',
}

/** @throws Problem format-unknown */
export function formatOf(file: string): EventsFormat {
  const found = ENDINGS[/\.([^.]+)$/.exec(file)?.[1]?.toLowerCase() ?? '']
  if (found) return found
  throw new Problem('format-unknown', `The ending of ${file} does not say which format is wanted.`, {
    where: { file },
    advice: 'End it in .arrow, .parquet, .csv or .ndjson, or add --format.',
  })
}

function chosenScores(c: CaseFile, wanted: string | undefined): string | null {
  if (wanted === undefined || wanted === 'none') return null
  return wanted === 'newest' ? (listScorings(c).at(-1)?.id ?? null) : getScoring(c, wanted).id
}

function chosenLabels(c: CaseFile, wanted: string | undefined): string | null {
  if (wanted === 'none') return null
  if (wanted === undefined && listLabelSets(c).length === 0) return null
  return getLabelSet(c, wanted === undefined || wanted === 'newest' ? null : wanted).id
}
