/** The evidence registry: an import is there whole or not at all. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { insertAlerts, listAlerts } from '../../../main/case/alerts.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { writeChunk } from '../../../main/case/evidence/chunks.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { checkCustody, custodyEntries } from '../../../main/case/custody.ts'
import {
  addRejected,
  beginSource,
  dropSource,
  finishSource,
  getSource,
  listSources,
  rejectedRows,
  sourceBySha,
} from '../../../main/case/evidence/sources.ts'
import { addCapture, chunkOf, newCase, numbers, scratch, text } from './fixtures.ts'

const DRAFT = { kind: 'capture', name: 'a.csv', path: '/evidence/a.csv', size: 12, reader: 'csv 1' } as const
const REJECTED = { line: 3, byte: 40, length: 7, reason: 'too few cells', excerpt: 'a,b' }

/** An import that was begun and has written two chunks. */
function halfImported(c: CaseFile): number {
  const id = beginSource(c, DRAFT)
  writeChunk(c, id, 0, chunkOf({ a: text('x', 'y'), n: numbers(1, 2) }))
  writeChunk(c, id, 1, chunkOf({ a: text('z') }, 20))
  addRejected(c, id, [REJECTED])
  return id
}

function rowsLeft(c: CaseFile): number[] {
  const tables = ['sources', 'chunks', 'column_chunks', 'rejected', 'alerts']
  return tables.map((table) => Number(c.db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()))
}

test('a finished source is listed as it was read, with a custody entry', () => {
  const c = newCase()
  const id = addCapture(c, [chunkOf({ a: text('x', '') })], { mapping: { host: 'a' } })
  const [source] = listSources(c)
  expect(source).toEqual(getSource(c, id))
  expect(source).toMatchObject({ id, rows: 2, zone: 'UTC', mapping: { host: 'a', users: [] } })
  expect(sourceBySha(c, source!.sha256)?.id).toBe(id)
  expect(sourceBySha(c, 'f'.repeat(64))).toBeNull()
  const entry = custodyEntries(c, 1, 1)[0]!
  expect(entry.action).toBe('evidence-imported')
  expect(entry.details).toMatchObject({ id, sha256: source!.sha256, rows: 2 })
})

test('an unfinished source is seen by nobody', () => {
  const c = newCase()
  const id = halfImported(c)
  insertAlerts(c, id, [
    {
      name: 'a',
      user: '',
      users: [],
      host: '',
      techniques: [],
      tactics: [],
      fired: null,
      first: null,
      last: null,
      original: '',
    },
  ])
  expect(listSources(c)).toEqual([])
  expect(listAlerts(c)).toEqual([])
  expect(loadCore(c).count).toBe(0)
  expect(() => getSource(c, id)).toThrow(/no evidence number/)
})

test('a dropped source leaves nothing but a note in the custody log', () => {
  const c = newCase()
  dropSource(c, halfImported(c))
  expect(rowsLeft(c)).toEqual([0, 0, 0, 0, 0])
  expect(custodyEntries(c, 1, 5).map(({ action }) => action)).toEqual(['import-discarded'])
  expect(checkCustody(c).intact).toBe(true)
})

test('a finished source cannot be dropped or finished again', () => {
  const c = newCase()
  const id = addCapture(c, [chunkOf({ a: text('x') })])
  dropSource(c, id)
  expect(listSources(c)).toHaveLength(1)
  const { mapping, columns, zone, zoneEvidence, ...rest } = getSource(c, id)
  expect(() => finishSource(c, id, { ...rest, mapping, columns, zone, zoneEvidence })).toThrow(
    /not being imported/,
  )
})

test('a dropped import gives its space back', () => {
  const c = newCase()
  const id = beginSource(c, DRAFT)
  const noise = Float64Array.from({ length: 65_536 }, () => Math.random())
  for (let ordinal = 0; ordinal < 4; ordinal++) {
    writeChunk(c, id, ordinal, chunkOf({ n: { type: 'number', data: noise } }))
  }
  dropSource(c, id)
  expect(statSync(c.path).size).toBeLessThan(2 ** 20)
})

test('what an import left that was given up is gone at the next open, earlier evidence is not', () => {
  const path = join(scratch(), 'a.tribunal')
  const c = createCase(path)
  const kept = addCapture(c, [chunkOf({ a: text('x') })])
  halfImported(c)
  c.close()
  const again = openCase(path)
  expect(rowsLeft(again)).toEqual([1, 1, 1, 0, 0])
  expect(listSources(again).map(({ id }) => id)).toEqual([kept])
  again.close()
})

test('a running import is left alone by others who open the case', () => {
  const c = newCase()
  const id = halfImported(c)
  openCase(c.path).close()
  expect(rowsLeft(c)).toEqual([1, 2, 3, 1, 0])
  const { changes } = c.db.prepare("UPDATE sources SET size = 1 WHERE id = ? AND state = 'importing'").run(id)
  expect(changes).toBe(1)
})

test('a copy of a case taken during an import opens without it', () => {
  const c = newCase()
  halfImported(c)
  c.db.pragma('wal_checkpoint(TRUNCATE)')
  const copy = join(scratch(), 'copy.tribunal')
  copyFileSync(c.path, copy)
  const other = openCase(copy)
  expect(rowsLeft(other)).toEqual([0, 0, 0, 0, 0])
  other.close()
})

test('an importer that is killed leaves a sound case without its import', () => {
  const path = join(scratch(), 'a.tribunal')
  createCase(path).close()
  const room = (name: string): string => JSON.stringify(join(import.meta.dirname, '../../../main/case', name))
  const script = `
    import { openCase } from ${room('case-file.ts')}
    import { beginSource } from ${room('evidence/sources.ts')}
    import { writeChunk } from ${room('evidence/chunks.ts')}
    const c = openCase(${JSON.stringify(path)})
    const id = beginSource(c, ${JSON.stringify(DRAFT)})
    const data = new Float64Array(1000).fill(1)
    for (let ordinal = 0; ; ordinal++) {
      if (ordinal === 20) process.kill(process.pid, 'SIGKILL')
      const columns = new Map([['n', { type: 'number', data }]])
      const places = { offsets: new Float64Array(1000), lengths: new Uint32Array(1000) }
      writeChunk(c, id, ordinal, { rows: 1000, firstByte: 0, byteLength: 0, sha256: '', ...places, columns })
    }`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(ended.signal, ended.stderr.toString()).toBe('SIGKILL')
  const c = openCase(path)
  expect(rowsLeft(c)).toEqual([0, 0, 0, 0, 0])
  expect(checkCustody(c).intact).toBe(true)
  expect(c.db.pragma('integrity_check', { simple: true })).toBe('ok')
  c.close()
})

test('refused rows are kept with the reason, in the order of the file', () => {
  const c = newCase()
  const id = beginSource(c, DRAFT)
  const rows = Array.from({ length: 5 }, (_, i) => ({ ...REJECTED, line: 10 - i, byte: 500 - i * 10 }))
  addRejected(c, id, rows)
  const page = rejectedRows(c, id, 1, 2)
  expect(page.total).toBe(5)
  expect(page.rows).toEqual([rows[3], rows[2]])
})
