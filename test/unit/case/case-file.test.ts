/** A case is made whole or not at all, opened only when it is sound, and one file when closed. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { Problem } from '../../../preload/contract/problem.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { SCHEMA_VERSION } from '../../../main/case/opening/migrate.ts'
import { identity } from '../../../main/case/summary.ts'
import { addCapture, chunkOf, scratch, text } from './fixtures.ts'

/** The Problem that `act` throws. */
function problemOf(act: () => unknown): Problem {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

function emptyCase(): string {
  const path = join(scratch(), 'a.tribunal')
  createCase(path).close()
  return path
}

test('a new case knows its name and begins its custody log', () => {
  const path = join(scratch(), 'Night shift.tribunal')
  const c = createCase(path, { practice: true })
  expect(identity(c)).toMatchObject({ name: 'Night shift', practice: true })
  expect(custodyEntries(c, 0, 10).map(({ action }) => action)).toEqual(['case-created'])
  c.close()
})

test('a closed case is one file, and closing twice does no harm', () => {
  const path = emptyCase()
  const c = openCase(path)
  addCapture(c, [chunkOf({ a: text('x') })])
  c.close()
  c.close()
  expect(readdirSync(join(path, '..'))).toEqual(['a.tribunal'])
})

test('an existing file is never written over', () => {
  const path = join(scratch(), 'a.tribunal')
  writeFileSync(path, 'precious')
  expect(problemOf(() => createCase(path))).toMatchObject({ code: 'case-exists', where: { file: path } })
  expect(readFileSync(path, 'utf8')).toBe('precious')
  expect(readdirSync(join(path, '..'))).toEqual(['a.tribunal'])
})

test('a case is not made in a folder that does not exist', () => {
  const path = join(scratch(), 'none', 'a.tribunal')
  expect(problemOf(() => createCase(path)).code).toBe('folder-missing')
})

test('a case is not made where writing is forbidden, and nothing is left', (context) => {
  const folder = join(scratch(), 'locked')
  mkdirSync(folder, { mode: 0o500 })
  if (process.getuid?.() === 0) context.skip('root may write anywhere')
  expect(problemOf(() => createCase(join(folder, 'a.tribunal'))).code).toMatch(/no-access|case-read-only/)
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['missing', 'case-missing', () => undefined],
  ['empty', 'not-a-case', (path: string) => writeFileSync(path, '')],
  ['text', 'not-a-case', (path: string) => writeFileSync(path, 'time,user\n1,admin\n'.repeat(50))],
  ['a folder', 'not-a-case', (path: string) => mkdirSync(path)],
  [
    'another program’s database',
    'not-a-case',
    (path: string) => new Sqlite(path).exec('CREATE TABLE t (a)').close(),
  ],
])('refused: %s', (_, code, make) => {
  const path = join(scratch(), 'x.tribunal')
  make(path)
  const before = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  const problem = problemOf(() => openCase(path))
  expect(problem).toMatchObject({ code, where: { file: path } })
  expect(problem.advice).toBeTruthy()
  expect(problem.message).toContain(path)
  expect(statSync(path, { throwIfNoEntry: false })?.mtimeMs).toBe(before)
})

test('refused: a case of a newer version, which stays as it is', () => {
  const path = emptyCase()
  new Sqlite(path).exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`).close()
  const before = readFileSync(path)
  expect(problemOf(() => openCase(path)).code).toBe('case-from-newer-version')
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('refused: a case that was cut off', () => {
  const path = emptyCase()
  truncateSync(path, statSync(path).size / 2)
  expect(problemOf(() => openCase(path))).toMatchObject({ code: 'case-corrupt', where: { file: path } })
})

test('refused: a case that was scribbled over', () => {
  const path = emptyCase()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xa5, 8192, bytes.length))
  expect(problemOf(() => openCase(path)).code).toBe('case-corrupt')
})

test('refused: a case that another program holds for itself', () => {
  const path = emptyCase()
  const other = new Sqlite(path)
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec("BEGIN EXCLUSIVE; INSERT INTO meta VALUES ('held', ''); COMMIT")
  const problem = problemOf(() => openCase(path))
  other.close()
  expect(problem).toMatchObject({ code: 'case-locked', where: { file: path } })
  openCase(path).close()
})

test('a case that was killed while being made leaves no file under its name', () => {
  const folder = scratch()
  const script = `
    import { createCase } from ${JSON.stringify(join(import.meta.dirname, '../../../main/case/case-file.ts'))}
    import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    fs.linkSync = () => process.kill(process.pid, 'SIGKILL')
    syncBuiltinESMExports()
    createCase(${JSON.stringify(join(folder, 'a.tribunal'))})`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(ended.signal, ended.stderr.toString()).toBe('SIGKILL')
  expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual([])
})

test('a case copied to another place opens there', () => {
  const path = emptyCase()
  const copy = join(scratch(), 'copy.tribunal')
  copyFileSync(path, copy)
  const c = openCase(copy)
  expect(c.path).toBe(copy)
  c.close()
})
