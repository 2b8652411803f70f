/** Each step of the schema's history, from the step before. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import { APPLICATION_ID } from '../../../main/case/opening/admission.ts'
import { MIGRATIONS, migrate, SCHEMA_VERSION, schemaVersion } from '../../../main/case/opening/migrate.ts'
import { scratch } from './fixtures.ts'

function tables(db: Sqlite.Database): string[] {
  const find = db.prepare<[], string>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  return find.pluck().all()
}

const ADDED: Record<number, string[]> = {
  1: ['chunks', 'column_chunks', 'custody', 'meta', 'rejected', 'sources'],
  2: ['alerts', 'label_sets'],
  3: ['models', 'reports', 'runs', 'scores', 'weights'],
  4: ['checkpoints'],
  5: [],
  6: ['verdicts'],
  7: ['scorings'],
  8: ['fold_scores'],
  9: ['gaps'],
  10: ['gap_looks', 'host_clocks', 'silences'],
}

test('steps are numbered from 1 without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1))
})

test.each(MIGRATIONS.map(({ version, name }) => [version, name] as const))('step %i: %s', (version) => {
  const db = new Sqlite(':memory:')
  migrate(db, version - 1)
  const before = tables(db)
  migrate(db, version)
  expect(schemaVersion(db)).toBe(version)
  expect(tables(db).filter((name) => !before.includes(name))).toEqual(ADDED[version])
  db.close()
})

test('every table is STRICT', () => {
  const db = new Sqlite(':memory:')
  migrate(db)
  const list = db.pragma('table_list') as { name: string; strict: number; type: string }[]
  const loose = list.filter(({ name, strict }) => !name.startsWith('sqlite_') && strict === 0)
  expect(loose).toEqual([])
  db.close()
})

test('a step that fails leaves the version before it', () => {
  const db = new Sqlite(':memory:')
  migrate(db, 1)
  db.exec('CREATE TABLE label_sets (a) STRICT'.replace('(a)', '(a TEXT)'))
  expect(() => migrate(db)).toThrow(/label_sets/)
  expect(schemaVersion(db)).toBe(1)
  expect(tables(db)).not.toContain('alerts')
  db.close()
})

test('a case of the first version is brought forward with what it holds', () => {
  const path = join(scratch(), 'old.tribunal')
  const old = new Sqlite(path)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(old, 1)
  old.exec("INSERT INTO meta VALUES ('name', 'old one')")
  old.close()
  const c = openCase(path)
  expect(schemaVersion(c.db)).toBe(SCHEMA_VERSION)
  expect(c.db.prepare("SELECT value FROM meta WHERE key = 'name'").pluck().get()).toBe('old one')
  c.close()
})
