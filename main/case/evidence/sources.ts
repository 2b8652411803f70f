/**
 * The evidence registry: one source per imported file. A source is `importing` until its last chunk is written and then
 * becomes `ready` in the same transaction as its custody entry; only ready sources are ever listed.
 */
import type { Mapping, Rejected, Source, SourceColumn } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import { record } from '../custody.ts'
import { beginImport, endImport, ownerLives } from '../opening/owner.ts'
import { reading, storageProblem, transact } from '../storage-problem.ts'

export interface SourceDraft {
  kind: 'capture' | 'alerts'
  name: string
  path: string
  /** Bytes of the file as it lies there. */
  size: number
  /** Which reader and version, e.g. `csv 1`. */
  reader: string
}

/** What is known of a source once it is read to the end. Times are microseconds. */
export interface SourceDone {
  sha256: string
  rows: number
  accepted: number
  rejected: number
  zone: string
  zoneEvidence: string
  first: number | null
  last: number | null
  mapping: Mapping | null
  columns: SourceColumn[]
}

interface Row extends Omit<Source, 'zoneEvidence' | 'importedAt' | 'mapping' | 'columns'> {
  zone_evidence: string
  imported_at: number
  mapping: string | null
  columns: string
}
const READY = `SELECT id, kind, name, path, size, sha256, reader, rows, accepted, rejected, zone, zone_evidence,
  first, last, imported_at, mapping, columns FROM sources WHERE state = 'ready'`

/** Registers a file whose import begins now; nobody else sees it before {@link finishSource}. */
export function beginSource(c: CaseFile, draft: SourceDraft): number {
  const owner = beginImport(c)
  try {
    return transact(c, () => {
      const insert = c.db.prepare(
        `INSERT INTO sources (state, owner, kind, name, path, size, reader)
         VALUES ('importing', @owner, @kind, @name, @path, @size, @reader)`,
      )
      return Number(insert.run({ ...draft, owner }).lastInsertRowid)
    })
  } catch (error) {
    endImport(owner)
    throw error
  }
}

/** Makes the source visible, with its custody entry, in one transaction. */
export function finishSource(c: CaseFile, id: number, done: SourceDone): void {
  const owner = ownerOf(c, id)
  transact(c, () => {
    const update = c.db.prepare(
      `UPDATE sources SET state = 'ready', owner = NULL, sha256 = @sha256, rows = @rows, accepted = @accepted,
         rejected = @rejected, zone = @zone, zone_evidence = @zoneEvidence, first = @first, last = @last,
         imported_at = @importedAt, mapping = @mapping, columns = @columns
       WHERE id = @id AND state = 'importing'`,
    )
    const { changes } = update.run({
      ...done,
      id,
      importedAt: Date.now() * 1000,
      mapping: done.mapping && JSON.stringify(done.mapping),
      columns: JSON.stringify(done.columns),
    })
    if (changes !== 1) throw new Error(`Source ${id} is not being imported`)
    const { columns: _, importedAt: __, ...details } = getSource(c, id)
    record(c, 'evidence-imported', details)
  })
  endImport(owner)
}

/**
 * Removes an unfinished source with all its rows and notes it in the custody log. Where even that cannot be written (a full
 * disk), the source stays invisible and is removed at the next open.
 */
export function dropSource(c: CaseFile, id: number): void {
  const owner = ownerOf(c, id)
  try {
    remove(c, id)
    // Gives the freed pages back to the disk, so that a failed import leaves no large file behind.
    c.db.pragma('incremental_vacuum')
    c.db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(storageProblem(error, c.path) instanceof Problem)) throw error
  } finally {
    endImport(owner)
  }
}

/** Removes what interrupted imports left; called at every open. */
export function dropAbandoned(c: CaseFile): void {
  const unfinished = c.db
    .prepare<[], { id: number; owner: string | null }>(
      `SELECT id, owner FROM sources WHERE state = 'importing'`,
    )
    .all()
  for (const { id, owner } of unfinished) if (!ownerLives(owner, c.path)) dropSource(c, id)
}

/** Every finished source, in the order of import. */
export function listSources(c: CaseFile): Source[] {
  return reading(c, () => c.db.prepare<[], Row>(`${READY} ORDER BY id`).all().map(toSource))
}

/** @throws Problem no-such-source */
export function getSource(c: CaseFile, id: number): Source {
  const find = c.db.prepare<[number], Row>(`${READY} AND id = ?`)
  const source = reading(c, () => sourceOf(find.get(id)))
  if (source) return source
  throw new Problem('no-such-source', `The case has no evidence number ${id}.`, {
    where: { file: c.path },
    advice: 'List the evidence to see what there is.',
  })
}

/** The finished source with this hash, if that file was imported before. */
export function sourceBySha(c: CaseFile, sha256: string): Source | null {
  const find = c.db.prepare<[string], Row>(`${READY} AND sha256 = ? ORDER BY id`)
  return reading(c, () => sourceOf(find.get(sha256)))
}

/** Keeps rows that the reader refused, with the reason; while the source is being imported. */
export function addRejected(c: CaseFile, id: number, rows: Rejected[]): void {
  if (rows.length === 0) return
  transact(c, () => {
    const insert = c.db.prepare(
      'INSERT INTO rejected (source, line, byte, length, reason, excerpt) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const row of rows) insert.run(id, row.line, row.byte, row.length, row.reason, row.excerpt)
  })
}

/** A page of refused rows, in file order. */
export function rejectedRows(
  c: CaseFile,
  id: number,
  offset: number,
  limit: number,
): { total: number; rows: Rejected[] } {
  return reading(c, () => ({
    total:
      c.db.prepare<[number], number>('SELECT COUNT(*) FROM rejected WHERE source = ?').pluck().get(id) ?? 0,
    rows: c.db
      .prepare<[number, number, number], Rejected>(
        'SELECT line, byte, length, reason, excerpt FROM rejected WHERE source = ? ORDER BY byte, rowid LIMIT ? OFFSET ?',
      )
      .all(id, limit, offset),
  }))
}

function ownerOf(c: CaseFile, id: number): string | null {
  const find = c.db.prepare<[number], string | null>('SELECT owner FROM sources WHERE id = ?').pluck()
  return find.get(id) ?? null
}

function remove(c: CaseFile, id: number): void {
  transact(c, () => {
    const found = c.db
      .prepare<[number], SourceDraft>(
        `SELECT kind, name, path, size, reader FROM sources WHERE id = ? AND state = 'importing'`,
      )
      .get(id)
    if (!found) return
    // Rows of other tables go with it (ON DELETE CASCADE).
    c.db.prepare('DELETE FROM sources WHERE id = ?').run(id)
    record(c, 'import-discarded', { source: id, ...found })
  })
}

function sourceOf(row: Row | undefined): Source | null {
  return row ? toSource(row) : null
}

function toSource(row: Row): Source {
  const { zone_evidence, imported_at, mapping, columns, ...same } = row
  return {
    ...same,
    zoneEvidence: zone_evidence,
    importedAt: imported_at,
    mapping: mapping === null ? null : (JSON.parse(mapping) as Mapping),
    columns: JSON.parse(columns) as SourceColumn[],
  }
}
