/** `tribunal score CASE --run RUN`: captures scored with a stored model, kept in the case, and written into a file if asked. */
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { ModelRegime } from '../../../../preload/contract/exports.ts'
import type { Scoring } from '../../../../preload/contract/scoring.ts'
import { sourceIds } from '../../../case/evidence/source-names.ts'
import { missingInWords } from '../../../features/missing-columns.ts'
import { newestRun } from '../newest-run.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase, type Session } from '../session.ts'
import { formatOf } from './events.ts'
import { another } from './label-column.ts'

interface Options {
  run?: string
  regime?: ModelRegime
  case?: string
  source?: string[]
  name?: string
  out?: string
  replace?: boolean
  json?: boolean
}

/** JSON: a Scoring, with `warnings`, and `file` (an EventsExport) where one was written. */
export function addScore(program: Command): void {
  program
    .command('score')
    .description('score captures with the model of a run, of this case or for another one')
    .argument('<case>', 'the case file that holds the run')
    .option('--run <id>', 'which run; the newest when left out')
    .addOption(
      new Option('--regime <name>', 'which of its models; the first trained when left out').choices([
        'imbalanced',
        'balanced',
      ]),
    )
    .option('--case <file>', 'score the captures of this other case, and keep the scores there')
    .option('--source <capture>', 'only this capture, by number or name; may be repeated', another)
    .option('--name <name>', 'name of the scores')
    .option('--out <file>', 'write the scored events too: .arrow, .parquet, .csv or .ndjson')
    .option('--replace', 'replace the file if it is there')
    .option('--json', 'print one JSON document: { id, events, answers, byAnswer, lacking, hashes, … }')
    .action((path: string, options: Options) =>
      runCommand(options, (session) => score(path, options, session)),
    )
}

async function score(path: string, options: Options, { task, out }: Session): Promise<void> {
  const { regime, name, source } = options
  if (options.out) formatOf(options.out)
  const run = options.run ?? (await withOpenCase(path, newestRun))
  const target = options.case ?? path
  const sources = source && (await withOpenCase(target, (c) => sourceIds(c, source)))
  const scored = await task('Score', target, {
    kind: 'score',
    run,
    ...(regime && { regime }),
    ...(options.case && { modelCase: resolve(path) }),
    ...(sources && { sources }),
    ...(name && { name }),
  })
  const file = options.out ? await write(target, scored, options, task) : null
  const warnings = scored.lacking.flatMap((one) => missingInWords(one.name, one.missing, one.of) ?? [])
  const lines = [scoringText(scored), ...warnings, ...(file ? [`Wrote ${file.file}`] : [])]
  out.result({ ...scored, warnings, ...(file && { file }) }, lines.join('\n'))
}

/** The events that were scored, in order of time, with every column of theirs. */
function write(target: string, { id, sources }: Scoring, options: Options, task: Session['task']) {
  const file = options.out ?? ''
  return task('Write', target, {
    kind: 'export-events',
    filter: sources.map((source) => `source=${source}`).join(' OR '),
    from: null,
    to: null,
    order: 'oldest',
    labelSet: null,
    scoring: id,
    format: formatOf(file),
    file: resolve(file),
    replace: options.replace ?? false,
  })
}

function scoringText(scored: Scoring): string {
  const { id, run, modelCase, events, answers, byAnswer, seconds, engine, strategy, regime } = scored
  const rate = seconds > 0 ? `, ${count(Math.round(events / seconds))} events a second` : ''
  return [
    `Scores ${id}: ${count(events)} events by ${run}${modelCase ? ` of ${modelCase}` : ''} (${regime}, ${strategy}), ${engine}${rate}`,
    table(
      ['answer', 'events'],
      answers.map((answer, i) => [answer, byAnswer[i] ?? 0]),
    ),
  ].join('\n')
}
