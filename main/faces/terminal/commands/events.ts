/** `tribunal events CASE --out FILE`: the events that a filter selects, as the Events page shows them, into a file. */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { EventsFormat } from '../../../../preload/contract/export-events.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { timeStretch } from '../../../capture/reading/filter-time.ts'
import type { CaseFile } from '../../../case/case-file.ts'
import { getLabelSet, listLabelSets } from '../../../case/label-sets.ts'
import { getScoring, listScorings } from '../../../case/scorings.ts'
import { count } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'

interface Options {
  out: string
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

/** JSON: an EventsExport. */
export function addEvents(program: Command): void {
  program
    .command('events')
    .description('write the selected events into a file, with every column of their evidence')
    .argument('<case>', 'the case file')
    .requiredOption('--out <file>', 'the file to write; a description goes beside it, as FILE.json')
    .option('--filter <text>', 'a filter as on the Events page, e.g. "host:DC01 -user:SYSTEM"')
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
      runCommand(options, async ({ out, task }) => {
        const { filter = '', from = null, to = null, order, replace = false } = options
        const format = options.format ?? formatOf(options.out)
        const [labelSet, scoring] = await withOpenCase(path, (c) => [
          chosenLabels(c, options.labels),
          chosenScores(c, options.scores),
        ])
        const file = resolve(options.out)
        const selection = { filter, from, to, order, labelSet: labelSet ?? null, scoring }
        const done = await task('Events', path, {
          kind: 'export-events',
          ...selection,
          format,
          file,
          replace,
        })
        out.result(done, `Wrote ${count(done.rows)} events to ${done.file}, SHA-256 ${done.sha256}`)
      }),
    )
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
