/** Which files may be opened as a case. The first look is at the bytes alone, so that a stranger's file is not touched. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Problem } from '../../../preload/contract/problem.ts'
import { SCHEMA_VERSION, schemaVersion } from './migrate.ts'
import { storageProblem } from '../storage-problem.ts'

/** `TRIB`, in SQLite's header at byte 68. */
export const APPLICATION_ID = 0x54524942
const MAGIC = 'SQLite format 3\0'
const HEADER_LENGTH = 100

/**
 * Up to this size the whole structure is checked at every open, which reads the whole file; above it, all but the column
 * chunks, which are nearly all of it.
 */
const FULL_CHECK_LIMIT = 64 * 2 ** 20

/** Refuses what is no case by its first 100 bytes. */
export function refuseStranger(path: string): void {
  const header = readHeader(path)
  if (header.length === 0) throw notACase(path, 'It is empty.')
  if (header.toString('latin1', 0, 16) !== MAGIC) throw notACase(path, 'It is not a SQLite database.')
  if (header.length < HEADER_LENGTH) throw corrupt(path, 'It ends within its header.')
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw notACase(path, 'It is a SQLite database of another program.')
  }
}

/** Refuses a case that a later version of the program wrote. */
export function refuseNewer(db: Database, path: string): void {
  const version = schemaVersion(db)
  if (version <= SCHEMA_VERSION) return
  throw new Problem(
    'case-from-newer-version',
    `The case ${path} was written by a newer Tribunal (case version ${version}; this one reads up to ${SCHEMA_VERSION}).`,
    { where: { file: path }, advice: 'Open it with the newer version of Tribunal.' },
  )
}

/** Refuses a case whose structure is broken. */
export function refuseDamaged(db: Database, path: string): void {
  for (const check of checks(db, path)) {
    const found = db.pragma(check, { simple: true })
    if (found !== 'ok') throw corrupt(path, `SQLite says: ${String(found)}.`)
  }
}

function checks(db: Database, path: string): string[] {
  if (statSync(path).size <= FULL_CHECK_LIMIT) return ['quick_check(1)']
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  // Chunks are checked when they are read: each carries its own checksum.
  return tables.filter((name) => name !== 'column_chunks').map((name) => `quick_check(${name})`)
}

function readHeader(path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) {
    throw new Problem('case-missing', `There is no case ${path}.`, {
      where: { file: path },
      advice: 'Check the path, or make a new case.',
    })
  }
  if (!found.isFile())
    throw notACase(path, found.isDirectory() ? 'It is a folder.' : 'It is not a plain file.')
  try {
    const file = openSync(path, 'r')
    try {
      const header = Buffer.alloc(HEADER_LENGTH)
      return header.subarray(0, readSync(file, header, 0, HEADER_LENGTH, 0))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw storageProblem(error, path)
  }
}

function notACase(path: string, why: string): Problem {
  return new Problem('not-a-case', `${path} is not a Tribunal case. ${why}`, {
    where: { file: path },
    advice: 'Choose a file that Tribunal made, or make a new case and import this file as evidence.',
  })
}

function corrupt(path: string, why: string): Problem {
  return new Problem('case-corrupt', `The case ${path} is damaged. ${why}`, {
    where: { file: path },
    advice: 'Restore it from a copy, or make a new case and import the evidence again.',
  })
}
