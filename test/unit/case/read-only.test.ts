/** A case where nothing can be written is read all the same; one that another program holds is waited for, and that is said. */
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { toProblem } from '../../../preload/contract/problem.ts'
import { type CaseFile, openCase } from '../../../main/case/case-file.ts'
import { readNumbers } from '../../../main/case/evidence/columns.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { openToRead } from '../../../main/case/opening/read-only.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { transact } from '../../../main/case/storage-problem.ts'
import { onWaiting } from '../../../main/case/opening/waiting.ts'
import { verifyCase } from '../../../main/report/verify.ts'
import { addCapture, chunkOf, newCase, numbers } from './fixtures.ts'

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return toProblem(error).code
  }
  return 'done'
}

/** A closed case with one source. Where its shared memory should be there is a link, which SQLite does not follow, so that it cannot be opened, whoever we are. */
function unwritable(): { path: string; source: number; bytes: Buffer } {
  const c = newCase()
  const source = addCapture(c, [chunkOf({ n: numbers(1, 2) })])
  c.close()
  symlinkSync('nowhere', `${c.path}-shm`)
  return { path: c.path, source, bytes: readFileSync(c.path) }
}

test('a case that cannot be written is read from memory, and stays as it is', async () => {
  const { path, source, bytes } = unwritable()
  expect(codeOf(() => openCase(path))).toBe('disk-failed')
  const c = openToRead(path)
  expect(listSources(c).map(({ id }) => id)).toEqual([source])
  expect([...readNumbers(c, source, 'n')]).toEqual([1, 2])
  expect(checkCustody(c).intact).toBe(true)
  const { checks } = await verifyCase(c, { progress: () => {}, signal: new AbortController().signal })
  expect(checks.find(({ what }) => what === 'custody chain')?.ok).toBe(true)
  c.close()
  expect(readFileSync(path).equals(bytes)).toBe(true)
})

test('a case that was not closed is refused, for its file alone is an older state', () => {
  const { path } = unwritable()
  writeFileSync(`${path}-wal`, 'what was written last')
  expect(codeOf(() => openToRead(path))).toBe('case-unfinished')
})

test('damage is found in memory, too', () => {
  const { path, bytes } = unwritable()
  writeFileSync(path, Buffer.from(bytes).fill(0xa5, 8192))
  expect(codeOf(() => openToRead(path))).toBe('case-corrupt')
  writeFileSync(path, bytes)
  rmSync(`${path}-shm`)
  const c = openToRead(path)
  expect(c.db.memory).toBe(false)
  c.close()
})

/** Another program that writes into the case, and lets go of it when we are told that we have to wait. */
function holder(c: CaseFile, hold: string): ReturnType<typeof vi.fn> {
  const other = new Sqlite(c.path)
  other.exec(hold)
  const told = vi.fn(() => void other.close())
  onWaiting(told)
  onTestFinished(() => {
    onWaiting(null)
    other.close()
  })
  return told
}
const write = (c: CaseFile) => transact(c, () => c.db.exec("INSERT INTO meta VALUES ('written', '1')"))

test('a write tells that it has to wait before it waits, and goes on', () => {
  const c = newCase()
  const told = holder(c, 'BEGIN IMMEDIATE')
  write(c)
  expect(told.mock.calls).toEqual([[c.path, 5000]])
  expect(c.db.pragma('busy_timeout', { simple: true })).toBe(5000)
})

test('a case that is held altogether is opened once it is free, and that it is not is told', () => {
  const c = newCase()
  c.close()
  const told = holder(c, 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  openCase(c.path).close()
  expect(told).toHaveBeenCalledOnce()
})

test('waits too short to be noticed are not told', () => {
  const c = newCase()
  c.db.pragma('busy_timeout = 100')
  const told = holder(c, 'BEGIN IMMEDIATE')
  expect(codeOf(() => write(c))).toBe('case-locked')
  expect(told).not.toHaveBeenCalled()
})
