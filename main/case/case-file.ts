/**
 * The case file: one SQLite database in WAL mode. It is created whole under another name and then moved into place;
 * it is opened only after its header, version and structure were checked; it is one file again when closed.
 */
import { linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { Problem } from '../../preload/contract/problem.ts'
import { APPLICATION_ID, refuseStranger, refuseNewer, refuseDamaged } from './opening/admission.ts'
import { record } from './custody.ts'
import { migrate } from './opening/migrate.ts'
import { abandonImports } from './opening/owner.ts'
import { storageProblem } from './storage-problem.ts'
import { dropAbandoned } from './evidence/sources.ts'
import { patiently } from './opening/waiting.ts'

export interface CaseFile {
  readonly path: string
  readonly db: Database
  /** Writes everything into the one file and lets go of it. Closing twice does no harm. */
  close(): void
}

/** How long a writer waits for another one before it gives up, in milliseconds. */
export const PATIENCE = 5000
/** Of whoever leaves the case and would only tidy up. */
const BRIEFLY = 200

/**
 * Makes a new, empty case and opens it. On any failure nothing is left at `path` or beside it.
 * @throws Problem case-exists, folder-missing, name-too-long, no-access, case-read-only, disk-full
 */
export function createCase(path: string, info: { name?: string; practice?: boolean } = {}): CaseFile {
  const target = resolve(path)
  refuseNoRoom(target)
  const draft = join(dirname(target), `.${basename(target).slice(0, 40)}.${process.pid}.creating`)
  try {
    writeEmptyCase(draft, { name: info.name ?? caseName(target), practice: info.practice ?? false })
    moveIntoPlace(draft, target)
  } catch (error) {
    throw storageProblem(error, target)
  } finally {
    removeCase(draft)
  }
  try {
    return openCase(target)
  } catch (error) {
    removeCase(target)
    throw error
  }
}

/**
 * Opens a case: checks it, brings it to this version, removes what an interrupted import left.
 * @throws Problem case-missing, not-a-case, case-from-newer-version, case-corrupt, case-locked, case-read-only, no-access
 */
export function openCase(path: string): CaseFile {
  const target = resolve(path)
  refuseStranger(target)
  try {
    return patiently(target, PATIENCE, (timeout) => opened(target, timeout))
  } catch (error) {
    throw storageProblem(error, target)
  }
}

function opened(path: string, timeout: number): CaseFile {
  const db = new Sqlite(path, { fileMustExist: true, timeout })
  try {
    refuseNewer(db, path)
    setUp(db)
    refuseDamaged(db, path)
    migrate(db)
    db.pragma(`busy_timeout = ${PATIENCE}`)
    const c = wrap(db, path)
    dropAbandoned(c)
    return c
  } catch (error) {
    db.close()
    throw error
  }
}

function setUp(db: Database): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
}

function wrap(db: Database, path: string): CaseFile {
  const c: CaseFile = {
    path,
    db,
    close() {
      abandonImports(c)
      if (!db.open) return
      try {
        tidyUp(c)
      } finally {
        db.close()
      }
    },
  }
  return c
}

/**
 * The last one out turns WAL and main file into one; with others still in, as much as can be is written, and nobody is waited for. Where nothing can
 * be written any more, the WAL stays beside the file: it holds all that was committed, and the next to open the case finds it.
 */
function tidyUp({ db, path }: CaseFile): void {
  try {
    db.pragma(`busy_timeout = ${BRIEFLY}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    const problem = storageProblem(error, path)
    if (!(problem instanceof Problem) || problem.code === 'case-corrupt') throw problem
  }
}

function writeEmptyCase(draft: string, info: { name: string; practice: boolean }): void {
  const db = new Sqlite(draft, { timeout: PATIENCE })
  // Page size suits rows that are mostly large blobs; freed pages are given back after a dropped import.
  db.pragma('page_size = 8192')
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('journal_mode = WAL')
  const c = wrap(db, draft)
  try {
    migrate(db)
    const set = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)')
    set.run('name', info.name)
    set.run('created_at', String(Date.now() * 1000))
    set.run('practice', String(info.practice))
    record(c, 'case-created', info)
    // Into the one file: only that is moved into place.
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    c.close()
  }
}

/** Removes the file and what SQLite keeps beside it. */
function removeCase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

/** A hard link fails where something is already; a file system without links gets a rename after one more look. */
function moveIntoPlace(draft: string, target: string): void {
  try {
    linkSync(draft, target)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') refuseExisting(target)
    if (code === 'ENOSPC' || code === 'EEXIST') throw error
    refuseExisting(target)
    renameSync(draft, target)
  }
}

/** Refuses a path where no new file can be. */
function refuseNoRoom(path: string): void {
  try {
    refuseMissingFolder(path)
    refuseExisting(path)
  } catch (error) {
    throw storageProblem(error, path)
  }
}

function refuseMissingFolder(path: string): void {
  const folder = dirname(path)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  throw new Problem('folder-missing', `There is no folder ${folder} to make the case ${basename(path)} in.`, {
    where: { file: path },
    advice: 'Make the folder first, or choose another one.',
  })
}

function refuseExisting(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })) return
  throw new Problem('case-exists', `There is already a file ${path}.`, {
    where: { file: path },
    advice: 'Choose another name, or open the case that is there.',
  })
}

/** The file's name without its ending. */
function caseName(path: string): string {
  return basename(path).replace(/\.tribunal$/i, '') || basename(path)
}
