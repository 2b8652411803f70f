/** A full disk, a lock, a damaged block: a Problem that a person understands, and a case that is as it was. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { toProblem } from '../../../preload/contract/problem.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { writeChunk } from '../../../main/case/evidence/chunks.ts'
import { readNumbers } from '../../../main/case/evidence/columns.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { beginSource, dropSource, getSource, listSources } from '../../../main/case/evidence/sources.ts'
import { storageProblem } from '../../../main/case/storage-problem.ts'
import { addCapture, chunkOf, newCase, numbers } from './fixtures.ts'

const DRAFT = { kind: 'capture', name: 'a.csv', path: '/evidence/a.csv', size: 12, reader: 'csv 1' } as const

function noise(): ReturnType<typeof numbers> {
  return { type: 'number', data: Float64Array.from({ length: 65_536 }, () => Math.random()) }
}

/** What `act` throws, in the one shape. */
function thrown(act: () => unknown): ReturnType<typeof toProblem> {
  try {
    act()
  } catch (error) {
    return toProblem(error)
  }
  throw new Error('Nothing was thrown')
}

test('an import that fills the disk ends in a Problem, and the case is as before', () => {
  const c = newCase()
  const kept = addCapture(c, [chunkOf({ n: numbers(1, 2) })])
  const pages = Number(c.db.pragma('page_count', { simple: true }))
  c.db.pragma(`max_page_count = ${pages + 200}`)
  const id = beginSource(c, DRAFT)
  const problem = thrown(() => {
    for (let ordinal = 0; ordinal < 100; ordinal++) writeChunk(c, id, ordinal, chunkOf({ n: noise() }))
  })
  expect(problem).toMatchObject({ code: 'disk-full', where: { file: c.path } })
  dropSource(c, id)
  expect(listSources(c).map((source) => source.id)).toEqual([kept])
  c.close()
  const again = openCase(c.path)
  expect(listSources(again).map((source) => source.id)).toEqual([kept])
  expect([...readNumbers(again, kept, 'n')]).toEqual([1, 2])
  expect(checkCustody(again).intact).toBe(true)
  again.close()
})

test('a write that another program keeps waiting ends in a Problem', () => {
  const c = newCase()
  c.db.pragma('busy_timeout = 50')
  const other = new Sqlite(c.path)
  other.exec('BEGIN IMMEDIATE')
  expect(thrown(() => beginSource(c, DRAFT))).toMatchObject({ code: 'case-locked', where: { file: c.path } })
  other.close()
  expect(beginSource(c, DRAFT)).toBeGreaterThan(0)
})

test('a flipped bit in a stored column is an error, never a number', () => {
  const c = newCase()
  const id = addCapture(c, [chunkOf({ n: noise() })])
  const blob = c.db.prepare<[], Buffer>('SELECT data FROM column_chunks').pluck().get()!
  const set = c.db.prepare('UPDATE column_chunks SET data = ?')
  for (const at of [0, 1, 5, 40, blob.length >> 1, blob.length - 1]) {
    const damaged = Buffer.from(blob)
    damaged[at]! ^= 4
    set.run(damaged)
    expect(thrown(() => readNumbers(c, id, 'n')).code, `byte ${at}`).toBe('case-corrupt')
  }
  set.run(blob.subarray(0, 10))
  expect(thrown(() => readNumbers(c, id, 'n')).code).toBe('case-corrupt')
})

test.each([
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_BUSY_SNAPSHOT', 'case-locked'],
  ['SQLITE_CORRUPT_VTAB', 'case-corrupt'],
  ['SQLITE_NOTADB', 'not-a-case'],
  ['SQLITE_READONLY_DBMOVED', 'case-read-only'],
  ['SQLITE_IOERR_WRITE', 'disk-failed'],
  ['ENOSPC', 'disk-full'],
  ['EACCES', 'no-access'],
])('%s is told as %s', (code, expected) => {
  const problem = storageProblem(Object.assign(new Error('raw'), { code }), '/cases/a.tribunal')
  expect(toProblem(problem)).toMatchObject({ code: expected, where: { file: '/cases/a.tribunal' } })
  expect(problem.message).toContain('/cases/a.tribunal')
})

test('a bug stays a bug', () => {
  const bug = new TypeError('x is undefined')
  expect(storageProblem(bug, '/cases/a.tribunal')).toBe(bug)
})

test('stored JSON that is JSON no more is damage of the case, not a mistake of the program', () => {
  const c = newCase()
  const id = addCapture(c, [chunkOf({ n: numbers(1, 2) })])
  c.db.prepare("UPDATE sources SET columns = '[{' WHERE id = ?").run(id)
  const damaged = { code: 'case-corrupt', where: { file: c.path } }
  expect(thrown(() => getSource(c, id))).toMatchObject(damaged)
  expect(thrown(() => listSources(c))).toMatchObject(damaged)
})

test('a name that the disk cannot hold is told in words', () => {
  const path = join(newCase().path, '..', 'a'.repeat(300))
  expect(thrown(() => createCase(path))).toMatchObject({ code: 'name-too-long' })
})
