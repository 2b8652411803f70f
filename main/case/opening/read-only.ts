/**
 * A case where nothing can be written: on a read-only medium, in a folder of somebody else, on a full disk. SQLite needs a file
 * beside a WAL database even to read it, so the case is read into memory and opened there: what its steps and migrations write
 * is gone with the process. Only for what reads a case from end to end, such as `verify`.
 */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Problem } from '../../../preload/contract/problem.ts'
import { refuseDamaged, refuseNewer } from './admission.ts'
import { type CaseFile, openCase } from '../case-file.ts'
import { migrate } from './migrate.ts'
import { storageProblem } from '../storage-problem.ts'

/** What an open case reports where nothing can be written. SQLite says of a missing shared-memory file only that opening failed. */
const UNWRITABLE = new Set(['case-read-only', 'disk-full', 'disk-failed', 'no-access'])
/** Bytes of a case that are taken into memory; also the most that Node reads at once. */
const MOST_BYTES = 2 ** 31 - 1
/** Where SQLite's header says that changes may lie in a WAL file: 2; 1 says that there is none. */
const VERSIONS = [18, 19]

/**
 * Opens a case as {@link openCase} does; where it cannot be written, as it stands, in memory.
 * @throws Problem those of `openCase`; case-unfinished where changes still lie beside the file
 */
export function openToRead(path: string): CaseFile {
  try {
    return openCase(path)
  } catch (error) {
    if (!(error instanceof Problem) || !UNWRITABLE.has(error.code)) throw error
    return inMemory(resolve(path), error)
  }
}

function inMemory(path: string, why: Problem): CaseFile {
  refuseUnfinished(path)
  if (statSync(path).size > MOST_BYTES) throw why
  let db: Sqlite.Database | undefined
  try {
    const bytes = readFileSync(path)
    for (const at of VERSIONS) bytes[at] = 1
    db = new Sqlite(bytes)
    refuseNewer(db, path)
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    refuseDamaged(db, path)
    migrate(db)
  } catch (error) {
    db?.close()
    throw storageProblem(error, path)
  }
  const opened = db
  return { path, db: opened, close: () => opened.close() }
}

/** What was written last lies in the WAL until the case is closed; without it, the file is an older state. */
function refuseUnfinished(path: string): void {
  const beside = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (!beside?.isFile() || beside.size === 0) return
  throw new Problem(
    'case-unfinished',
    `The case ${path} was not closed: its last changes still lie in ${path}-wal.`,
    {
      where: { file: path },
      advice: 'Copy both files to a folder with room where you may write, and open the case there.',
    },
  )
}
