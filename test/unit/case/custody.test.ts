/** The custody log: append-only, and every change to it is seen. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { checkCustody, custodyEntries, custodyTip, GENESIS, record } from '../../../main/case/custody.ts'
import { canonicalJson, sha256 } from '../../../main/case/hash.ts'
import { transact } from '../../../main/case/storage-problem.ts'
import { newCase } from './fixtures.ts'

/** What someone with the file and a SQLite client could do. */
function tamper(c: CaseFile, sql: string, ...values: (string | number)[]): void {
  c.db.exec('DROP TRIGGER custody_no_update; DROP TRIGGER custody_no_delete; DROP TRIGGER custody_in_order')
  c.db.prepare(sql).run(...values)
}

function logOf(length: number): CaseFile {
  const c = newCase()
  for (let i = 2; i <= length; i++) record(c, 'tested', { step: i, note: `note ${i}` })
  return c
}

test('an entry’s hash is of the hash before it and the entry’s canonical JSON', () => {
  const c = logOf(2)
  const [first, second] = custodyEntries(c, 0, 10)
  const { hash, ...entry } = second!
  expect(hash).toBe(sha256(first!.hash + canonicalJson(entry)))
  const { hash: firstHash, ...firstEntry } = first!
  expect(firstHash).toBe(sha256(GENESIS + canonicalJson(firstEntry)))
  expect(custodyTip(c)).toBe(hash)
})

test('an entry says who, when and with which version', () => {
  const c = logOf(1)
  const [entry] = custodyEntries(c, 0, 1)
  expect(entry!.actor).not.toBe('')
  expect(entry!.version).toMatch(/^\d+\.\d+\.\d+/)
  expect(Math.abs(entry!.at / 1000 - Date.now())).toBeLessThan(60_000)
})

test('entries can be neither changed nor removed nor slipped in', () => {
  const c = logOf(3)
  expect(() => c.db.exec("UPDATE custody SET actor = 'someone'")).toThrow(/append-only/)
  expect(() => c.db.exec('DELETE FROM custody WHERE seq = 3')).toThrow(/append-only/)
  expect(() => c.db.exec("INSERT INTO custody VALUES (9, 1, 'a', '1', 'x', '{}', 'h')")).toThrow(
    /append-only/,
  )
  expect(() => c.db.exec("REPLACE INTO custody VALUES (2, 1, 'a', '1', 'x', '{}', 'h')")).toThrow(
    /append-only/,
  )
  expect(checkCustody(c)).toMatchObject({ total: 3, intact: true, brokenAt: null })
})

test('an entry and the act that it tells of are written together or not at all', () => {
  const c = newCase()
  const undone = (): void =>
    transact(c, () => {
      c.db.prepare("INSERT INTO meta VALUES ('act', 'done')").run()
      record(c, 'acted', {})
      throw new Error('power cut')
    })
  expect(undone).toThrow('power cut')
  expect(c.db.prepare("SELECT COUNT(*) FROM meta WHERE key = 'act'").pluck().get()).toBe(0)
  expect(checkCustody(c)).toMatchObject({ total: 1, intact: true })
})

test.each([
  ['actor', 'someone else'],
  ['action', 'nothing'],
  ['version', '9.9.9'],
  ['at', 1],
  ['details', '{"step":4}'],
  ['details', 'no JSON at all'],
  ['details', '{"note":"note 4", "step":4}'],
  ['hash', 'f'.repeat(64)],
])('a changed %s is found where it is', (column, value) => {
  const c = logOf(6)
  tamper(c, `UPDATE custody SET ${column} = ? WHERE seq = 4`, value)
  const { intact, brokenAt } = checkCustody(c)
  expect(intact).toBe(false)
  expect(brokenAt).toBe(4)
  expect(custodyEntries(c, 0, 10)).toHaveLength(6)
})

test('a removed entry is found, and one that was moved', () => {
  const c = logOf(6)
  tamper(c, 'DELETE FROM custody WHERE seq = ?', 3)
  expect(checkCustody(c)).toMatchObject({ intact: false, brokenAt: 3, total: 5 })
  const d = logOf(3)
  tamper(d, 'UPDATE custody SET seq = seq + ?', 10)
  expect(checkCustody(d)).toMatchObject({ intact: false, brokenAt: 1 })
})

test('any details survive, and the chain with them', () => {
  const c = newCase()
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (details) => {
      record(c, 'tested', details)
      const { total, intact } = checkCustody(c)
      expect(intact).toBe(true)
      const [entry] = custodyEntries(c, total - 1, 1)
      expect(canonicalJson(entry!.details)).toBe(canonicalJson(details))
    }),
    { numRuns: 50 },
  )
})
