/** `tribunal import CASE FILE…` and `tribunal alerts CASE FILE…`: evidence into the case, each file whole or not at all. */
import { basename, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { filesUnder } from '../../../capture/files-under.ts'
import { byProfile } from '../../../../preload/contract/profile-of.ts'
import { type FileToImport, Mapping } from '../../../../preload/contract/evidence.ts'
import type { FileOutcome, ImportedFiles } from '../../../../preload/contract/import-files.ts'
import { Problem, type ProblemShape } from '../../../../preload/contract/problem.ts'
import type { ImportResult } from '../../../jobs/tasks/import.ts'
import { profileFor } from '../profile-option.ts'
import { readJson } from '../read-json.ts'
import { count } from '../output.ts'
import { runCommand, type Session } from '../session.ts'

interface Options {
  zone?: string
  mapping?: string
  profile?: string
  anchor?: 'fired' | 'first' | 'last'
  json?: boolean
}
type FileAnswer = { path: string } & (ImportResult | { error: ProblemShape; skipped?: true })
type Kind = 'capture' | 'alerts'

const PROFILE = 'a profile that says how to read them: a file, or the name of a stored one'
const ZONE = 'time zone of times that carry none, e.g. UTC, +02:00 or Europe/Berlin'
const DOCUMENT = 'print one JSON document: { source, rows, accepted, rejected, sha256, files }'

/** JSON: `{ source, rows, accepted, rejected, sha256, files }`; with several files the first and last keys are left to `files`. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'import captures of events: CSV, JSON, Zeek logs or Windows event XML, plain, .gz or .zst; EVTX, Parquet, Arrow',
    )
    .argument('<case>', 'the case file')
    .argument(
      '<files...>',
      'capture files, or folders: all in them and below is taken as what it is, alerts as alerts',
    )
    .option('--zone <zone>', ZONE)
    .option('--mapping <file>', 'JSON file that says which columns hold time, host, users and action')
    .option('--profile <profile>', PROFILE)
    .option('--json', DOCUMENT)
    .action((path: string, files: string[], options: Options) =>
      runCommand(options, async (session) => {
        const mapping = options.mapping === undefined ? undefined : readJson(options.mapping, Mapping)
        const extra = { ...(options.zone && { zone: options.zone }), ...(mapping && { mapping }) }
        await importAll(session, path, await plan(files, 'capture', options, extra))
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
    .option('--zone <zone>', ZONE)
    .option(
      '--mapping <file>',
      'JSON file that says which columns hold time, host, users, name and techniques',
    )
    .option('--profile <profile>', PROFILE)
    .addOption(
      new Option('--anchor <time>', 'which time of an alert counts as its own').choices([
        'fired',
        'first',
        'last',
      ]),
    )
    .option('--json', DOCUMENT)
    .action((path: string, files: string[], options: Options) =>
      runCommand(options, async (session) => {
        const { zone, anchor } = options
        const mapping = options.mapping === undefined ? undefined : readJson(options.mapping, Mapping)
        const extra = { ...(zone && { zone }), ...(anchor && { anchor }), ...(mapping && { mapping }) }
        await importAll(session, path, await plan(files, 'alerts', options, extra))
      }),
    )
}

interface Planned extends FileToImport {
  inFolder: boolean
}

/** The files that the arguments stand for. A named file must be what the command imports; in a folder each is taken as what it is. */
async function plan(
  paths: string[],
  only: Kind,
  options: Options,
  extra: Omit<FileToImport, 'path'>,
): Promise<Planned[]> {
  const profile = options.profile === undefined ? null : profileFor(options.profile)
  const { files, truncated } = await filesUnder(paths)
  if (truncated) throw tooMany(paths[0]!, files.length)
  if (files.length === 0) throw noCaptures(paths[0]!)
  return files.map(({ path, inFolder }) => ({
    ...(profile ? byProfile(path, profile) : { path }),
    ...extra,
    ...(!inFolder && { only }),
    inFolder,
  }))
}

/** A file that fails does not keep the others from the case, but fails the command; what is no evidence in a folder does not. */
async function importAll(session: Session, casePath: string, files: Planned[]): Promise<void> {
  const [only] = files
  const answers =
    only && files.length === 1 && !only.inFolder
      ? [{ path: only.path, ...(await importOne(session, casePath, only)) }]
      : await importMany(session, casePath, files)
  const failed = answers.flatMap((answer) => ('error' in answer && !answer.skipped ? [answer.error] : []))
  const [first] = failed
  if (!answers.some((answer) => !('error' in answer)) && !first) throw noCaptures(files[0]!.path)
  const document = { ...summary(answers), files: answers, ...(first && { error: first }) }
  session.out.result(document, answers.map(line).join('\n'))
  if (failed.length === 0) return
  process.exitCode = 1
  if (!session.out.json) for (const problem of failed) session.out.problem(problem)
}

function importOne(session: Session, casePath: string, file: Planned): Promise<ImportResult> {
  const { path, only, zone, mapping, anchor } = file
  const title = `Importing ${basename(path).slice(0, 60)}`
  const task = { path: resolve(path), ...(zone && { zone }), ...(mapping && { mapping }) }
  return only === 'alerts'
    ? session.task(title, casePath, { kind: 'alerts', ...task, ...(anchor && { anchor }) })
    : session.task(title, casePath, { kind: 'import', ...task })
}

async function importMany(session: Session, casePath: string, files: Planned[]): Promise<FileAnswer[]> {
  const done: ImportedFiles = await session.task(`Importing ${files.length} files`, casePath, {
    kind: 'import-files',
    files,
  })
  return done.files.map((outcome, i) => answerOf(outcome, files[i]!.inFolder))
}

/** What stands in a folder beside evidence, and is none. */
const NO_EVIDENCE = new Set(['wrong-kind-of-file', 'file-empty'])

function answerOf(outcome: FileOutcome, inFolder: boolean): FileAnswer {
  const { path, state, problem, source, rows, accepted, rejected, sha256, withoutTime, withoutUser } = outcome
  if (problem) {
    const skipped = inFolder && NO_EVIDENCE.has(problem.code)
    return { path, error: problem, ...(skipped && { skipped: true }) }
  }
  if (source === null || sha256 === null) throw new Error(`${path} was imported without a source`)
  return {
    path,
    source,
    rows,
    accepted,
    rejected,
    sha256,
    ...(withoutTime !== undefined && { withoutTime }),
    ...(withoutUser !== undefined && { withoutUser }),
    ...(state === 'known' && { duplicateOf: source }),
  }
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
  if ('error' in answer)
    return `${answer.path}: ${answer.skipped ? 'no evidence, passed over' : 'not imported'}`
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

function noCaptures(path: string): Problem {
  return new Problem('no-captures', `The folder ${path} holds no evidence`, {
    where: { file: path },
    advice:
      'Evidence is told by its content: tables, JSON, Zeek logs, Windows events as XML or as Splunk’s text (each also packed with gzip or zstd), EVTX, Parquet, Arrow.',
  })
}

function tooMany(path: string, most: number): Problem {
  return new Problem('too-many-files', `${path} stands for more than ${most} files`, {
    where: { file: path },
    advice: 'Import its folders one by one.',
  })
}
