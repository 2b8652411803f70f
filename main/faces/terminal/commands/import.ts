/** `tribunal import CASE FILE…` and `tribunal alerts CASE FILE…`: evidence into the case, each file whole or not at all. */
import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Mapping } from '../../../../preload/contract/evidence.ts'
import { Problem, type ProblemShape, toProblem } from '../../../../preload/contract/problem.ts'
import type { TaskOf } from '../../../jobs/messages.ts'
import type { ImportResult } from '../../../jobs/tasks/import.ts'
import { readJson } from '../read-json.ts'
import { count } from '../output.ts'
import { runCommand, type Session } from '../session.ts'

interface Options {
  zone?: string
  mapping?: string
  anchor?: 'fired' | 'first' | 'last'
  json?: boolean
}
type FileAnswer = { path: string } & (ImportResult | { error: ProblemShape })

/** JSON: `{ source, rows, accepted, rejected, sha256, files }`; with several files the first and last keys are left to `files`. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'import captures of events: CSV, JSON or Zeek logs, plain, .gz or .zst; EVTX, Parquet, Arrow',
    )
    .argument('<case>', 'the case file')
    .argument('<files...>', 'capture files, or folders of them')
    .option('--zone <zone>', 'time zone of times that carry none, e.g. UTC, +02:00 or Europe/Berlin')
    .option('--mapping <file>', 'JSON file that says which columns hold time, host, users and action')
    .option('--json', 'print one JSON document: { source, rows, accepted, rejected, sha256, files }')
    .action((path: string, files: string[], options: Options) =>
      runCommand(options, async (session) => {
        const mapping = options.mapping === undefined ? undefined : readJson(options.mapping, Mapping)
        const extra = { ...(options.zone && { zone: options.zone }), ...(mapping && { mapping }) }
        await importAll(session, path, captureFiles(files), (file) => ({
          kind: 'import',
          path: file,
          ...extra,
        }))
      }),
    )
}

/** JSON as for `import`. */
export function addAlerts(program: Command): void {
  program
    .command('alerts')
    .description('import alerts: CSV, or Splunk JSON in any of its wrappings')
    .argument('<case>', 'the case file')
    .argument('<files...>', 'alert files')
    .option('--zone <zone>', 'time zone of times that carry none, e.g. UTC, +02:00 or Europe/Berlin')
    .addOption(
      new Option('--anchor <time>', 'which time of an alert counts as its own').choices([
        'fired',
        'first',
        'last',
      ]),
    )
    .option('--json', 'print one JSON document: { source, rows, accepted, rejected, sha256, files }')
    .action((path: string, files: string[], options: Options) =>
      runCommand(options, async (session) => {
        const { zone, anchor } = options
        const extra = { ...(zone && { zone }), ...(anchor && { anchor }) }
        await importAll(session, path, files, (file) => ({ kind: 'alerts', path: file, ...extra }))
      }),
    )
}

/** Imports one after another; a file that fails does not keep the others from the case, but fails the command. */
async function importAll(
  session: Session,
  casePath: string,
  files: string[],
  task: (file: string) => TaskOf<'import' | 'alerts'>,
): Promise<void> {
  const answers: FileAnswer[] = []
  for (const file of files)
    answers.push({ path: file, ...(await importOne(session, casePath, task(resolve(file)))) })
  const failed = answers.flatMap((answer) => ('error' in answer ? [answer.error] : []))
  const [first] = failed
  if (first && answers.length === 1) throw fromShape(first)
  const document = { ...summary(answers), files: answers, ...(first && { error: first }) }
  session.out.result(document, answers.map(line).join('\n'))
  if (failed.length === 0) return
  process.exitCode = 1
  if (!session.out.json) for (const problem of failed) session.out.problem(problem)
}

async function importOne(
  session: Session,
  casePath: string,
  task: TaskOf<'import' | 'alerts'>,
): Promise<ImportResult | { error: ProblemShape }> {
  try {
    return await session.task(`Importing ${basename(task.path).slice(0, 60)}`, casePath, task)
  } catch (error) {
    if (session.signal.aborted || !(error instanceof Problem)) throw error
    return { error: toProblem(error) }
  }
}

function fromShape({ code, message, where, advice }: ProblemShape): Problem {
  return new Problem(code, message, { ...(where && { where }), ...(advice && { advice }) })
}

function summary(answers: FileAnswer[]): object {
  const done = answers.flatMap((answer) => ('error' in answer ? [] : [answer]))
  const sum = (of: (answer: ImportResult) => number): number =>
    done.reduce((total, one) => total + of(one), 0)
  const totals = {
    rows: sum((one) => one.rows),
    accepted: sum((one) => one.accepted),
    rejected: sum((one) => one.rejected),
  }
  const [only] = done
  return only && answers.length === 1 ? { ...only, ...totals } : totals
}

function line(answer: FileAnswer): string {
  if ('error' in answer) return `${answer.path}: not imported`
  const { rows, accepted, rejected, sha256, source, duplicateOf } = answer
  if (duplicateOf !== undefined)
    return `${answer.path}: already in the case as source ${duplicateOf}; nothing was imported`
  const parts = `${count(rows)} rows, ${count(accepted)} accepted, ${count(rejected)} rejected`
  const gaps = [
    ...(answer.withoutTime ? [`${count(answer.withoutTime)} without a time`] : []),
    ...(answer.withoutUser ? [`${count(answer.withoutUser)} without an account`] : []),
  ]
  return [`${answer.path}: source ${source}, ${parts}`, ...gaps, `SHA-256 ${sha256}`].join(', ')
}

const captureName = /\.((csv|tsv|json|jsonl|ndjson|log)(\.(gz|zst))?|evtx|parquet|arrow)$/i

/** Files as given; a folder stands for the captures in it and below, by name. */
function captureFiles(paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
    const inside = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => captureName.test(name) && statSync(join(path, name)).isFile())
      .toSorted()
    if (inside.length > 0) return inside.map((name) => join(path, name))
    throw new Problem('no-captures', `The folder ${path} holds no capture files`, {
      where: { file: path },
      advice:
        'Captures end in .csv, .tsv, .json, .jsonl, .ndjson or .log, each also with .gz or .zst, or in .evtx, .parquet or .arrow. Name a file to import it whatever its ending.',
    })
  })
}
