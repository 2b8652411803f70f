/** `tribunal inspect FILE…`: how files would be understood, with what speaks for it; nothing is imported. */
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { understandFile } from '../../../alerts/understand-file.ts'
import { filesUnder } from '../../../capture/files-under.ts'
import { byProfile, profileOf } from '../../../../preload/contract/profile-of.ts'
import { matchProfiles } from '../../../capture/profiles/match.ts'
import { listProfiles, writeNewProfile } from '../../../capture/profiles/store.ts'
import { Choices, type FileToRead, type Inspection } from '../../../../preload/contract/evidence.ts'
import { Problem, type ProblemShape } from '../../../../preload/contract/problem.ts'
import { bytes, percent } from '../../../../preload/figures/format.ts'
import { dataPath } from '../../data-path.ts'
import { problemText, table } from '../output.ts'
import { profileFor } from '../profile-option.ts'
import { readJson } from '../read-json.ts'
import { runCommand } from '../session.ts'

interface Options {
  zone?: string
  mapping?: string
  profile?: string
  saveProfile?: string
  name?: string
  json?: boolean
}
type Answer = Inspection | { path: string; error: ProblemShape }

/** JSON: of one file an Inspection (preload/contract/evidence.ts); of several `{ files }`, each one or `{ path, error }`. */
export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('show how files would be understood, and how sure that is; nothing is imported')
    .argument('<files...>', 'files, or folders of them')
    .option('--zone <zone>', 'time zone of times that carry none')
    .option('--mapping <file>', 'JSON file with what is decided; the rest is understood from each file')
    .option('--profile <profile>', 'a profile to read them by: a file, or the name of a stored one')
    .option('--save-profile <file>', 'write how the file is understood as a profile, for files like it')
    .option('--name <name>', 'name of the profile; the file’s name if left out')
    .option('--json', 'print one JSON document: an Inspection, or { files }')
    .action((paths: string[], options: Options) =>
      runCommand(options, async ({ out }) => {
        const { files } = await filesUnder(paths)
        const answers: Answer[] = []
        for (const { path } of files) answers.push(await lookAt(path, options, files.length === 1))
        const [only] = answers
        if (!only) throw nothingThere(paths[0]!)
        if (options.saveProfile !== undefined) saveProfile(options.saveProfile, answers, options)
        out.result(answers.length === 1 ? only : { files: answers }, answers.map(textOf).join('\n\n'))
        if (answers.some((answer) => 'error' in answer)) process.exitCode = 1
      }),
    )
}

/** @param alone the only file: what is wrong with it fails the command */
async function lookAt(path: string, options: Options, alone: boolean): Promise<Answer> {
  try {
    const inspection = await understandFile(decided(path, options))
    const names = inspection.columns.map(({ name }) => name)
    return { ...inspection, profiles: matchProfiles(names, listProfiles(dataPath()).profiles) }
  } catch (error) {
    if (alone || !(error instanceof Problem)) throw error
    return { path, error: error.toJSON() }
  }
}

function decided(path: string, { zone, mapping, profile }: Options): FileToRead {
  const by: FileToRead = profile === undefined ? { path } : byProfile(path, profileFor(profile))
  const own = mapping === undefined ? {} : { mapping: { ...by.mapping, ...readJson(mapping, Choices) } }
  return { ...by, ...own, ...(zone && { zone }) }
}

function saveProfile(path: string, answers: readonly Answer[], options: Options): void {
  const [only] = answers
  if (!only || answers.length > 1 || 'error' in only)
    throw new Problem('one-file-only', 'A profile is made from one file that can be read.', {
      advice: 'Inspect one file with --save-profile, then the others with --profile.',
    })
  const { path: _, ...choices } = decided(only.path, options)
  const name = options.name ?? basename(only.name).replace(/\.\w{1,8}$/, '')
  writeNewProfile(resolve(path), profileOf(name.slice(0, 80) || 'profile', only, choices))
}

function nothingThere(path: string): Problem {
  return new Problem('no-captures', `The folder ${path} holds no files`, {
    where: { file: path },
    advice: 'Give a file, or a folder that holds some.',
  })
}

function textOf(answer: Answer): string {
  if ('error' in answer) return `${answer.path}\n${problemText(answer.error).trimEnd()}`
  const { guesses, profiles = [], warnings, columns, size, path } = answer
  const rows = guesses.map(({ part, value, confidence, evidence, chosen }) => [
    part,
    value.length > 48 ? `${value.slice(0, 47)}…` : value,
    chosen ? 'given' : percent(confidence, 0),
    evidence,
  ])
  const ask = guesses.flatMap(({ part, question }) => (question === null ? [] : [`? ${part}: ${question}`]))
  const fits = profiles.map(
    ({ name, found, of }) => `Looks like profile “${name}”: ${found} of ${of} columns`,
  )
  const head = `${path}: ${answer.kind === 'alerts' ? 'alerts' : 'log capture'}, ${bytes(size)}, ${columns.length} columns`
  return [
    head,
    table(['part', 'understood as', 'sure', 'evidence'], rows),
    ...ask,
    ...fits,
    ...warnings.map((one) => `! ${one}`),
  ].join('\n')
}
