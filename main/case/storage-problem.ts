/**
 * What SQLite and the file system report, in words for a person. Every write to a case goes through `transact`,
 * so a full disk or a lock never shows as a raw error.
 */
import { statfsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from './case-file.ts'
import { isHeard, patiently } from './opening/waiting.ts'

interface Answer {
  code: string
  say: (path: string) => string
  advice: string
}

const FULL: Answer = {
  code: 'disk-full',
  say: (path) => `No space is left on the disk that holds ${path}.`,
  advice: 'Free some space, or move the case to a larger disk, and try again. The case is as it was before.',
}
const LOCKED: Answer = {
  code: 'case-locked',
  say: (path) => `The case ${path} is in use by another program.`,
  advice: 'Wait for the other program to finish, or close the case there, and try again.',
}
const CORRUPT: Answer = {
  code: 'case-corrupt',
  say: (path) => `The case ${path} is damaged.`,
  advice: 'Restore it from a copy, or make a new case and import the evidence again.',
}
const NOT_A_CASE: Answer = {
  code: 'not-a-case',
  say: (path) => `${path} is not a Tribunal case.`,
  advice: 'Choose a file that Tribunal made, or make a new case and import this file as evidence.',
}
const READ_ONLY: Answer = {
  code: 'case-read-only',
  say: (path) => `The case ${path} cannot be written to.`,
  advice: 'Copy it to a folder where you may write, or change its permissions, and open it there.',
}
const NO_ACCESS: Answer = {
  code: 'no-access',
  say: (path) => `${path} may not be read or written by this user.`,
  advice: 'Choose another folder, or ask for the permission.',
}
const MISSING: Answer = {
  code: 'case-missing',
  say: (path) => `There is no file or folder ${path}.`,
  advice: 'Check the path; the folder must exist already.',
}
const TOO_LONG: Answer = {
  code: 'name-too-long',
  say: (path) => `The name ${basename(path).slice(0, 40)}… is too long for this disk.`,
  advice: 'Choose a shorter name.',
}
const FAILED: Answer = {
  code: 'disk-failed',
  say: (path) => `Reading or writing ${path} failed.`,
  advice: 'Check the disk and its connection, or copy the case to a local disk, and try again.',
}

/** By error code: exact, or SQLite's primary code (the extended ones start with it). */
const ANSWERS: readonly (readonly [string, Answer])[] = [
  ['SQLITE_FULL', FULL],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['SQLITE_BUSY', LOCKED],
  ['SQLITE_LOCKED', LOCKED],
  ['EBUSY', LOCKED],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', NOT_A_CASE],
  ['SQLITE_READONLY', READ_ONLY],
  ['EROFS', READ_ONLY],
  ['EACCES', NO_ACCESS],
  ['EPERM', NO_ACCESS],
  ['SQLITE_PERM', NO_ACCESS],
  ['ENOENT', MISSING],
  ['ENOTDIR', MISSING],
  ['SQLITE_CANTOPEN', FAILED],
  ['SQLITE_IOERR', FAILED],
  ['EIO', FAILED],
  ['ENAMETOOLONG', TOO_LONG],
]

/**
 * A Problem for an error of SQLite or of the file system about `path`, and for stored JSON that is JSON no more; any other error
 * comes back as it is.
 */
export function storageProblem(error: unknown, path: string): Error {
  if (error instanceof Problem) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const found =
    error instanceof SyntaxError
      ? CORRUPT
      : ANSWERS.find(([start]) => code === start || code.startsWith(`${start}_`))?.[1]
  if (!found) return error instanceof Error ? error : new Error(String(error))
  // A full disk also shows as an I/O error, when SQLite cannot grow its shared-memory file.
  const answer = found === FAILED && noSpaceLeft(path) ? FULL : found
  return new Problem(answer.code, answer.say(path), {
    where: { file: path },
    advice: answer.advice,
    cause: error,
  })
}

function noSpaceLeft(path: string): boolean {
  try {
    const disk = statfsSync(dirname(path))
    return disk.bavail * disk.bsize < 65_536
  } catch {
    return false
  }
}

/**
 * Runs `work` in one write transaction (a savepoint inside another one): all of it or nothing.
 * @throws Problem from {@link storageProblem} when the storage fails.
 */
export function transact<T>(c: CaseFile, work: () => T): T {
  try {
    return begun(c, () => c.db.transaction(work).immediate())
  } catch (error) {
    throw storageProblem(error, c.path)
  }
}

/** A write begins when no other program writes; what is begun already goes on. */
function begun<T>(c: CaseFile, write: () => T): T {
  if (!isHeard() || c.db.inTransaction) return write()
  const patience = Number(c.db.pragma('busy_timeout', { simple: true }))
  return patiently(c.path, patience, (timeout) => {
    if (timeout === patience) return write()
    c.db.pragma(`busy_timeout = ${timeout}`)
    try {
      return write()
    } finally {
      c.db.pragma(`busy_timeout = ${patience}`)
    }
  })
}

/** Runs a read; damage and locks met on the way become Problems. */
export function reading<T>(c: CaseFile, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storageProblem(error, c.path)
  }
}
