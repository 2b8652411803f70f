/** The word indexes of a case as they are made, checked and asked. An index that is not the one the custody log knows is not used. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import type { TextIndex } from '../../../preload/contract/text-index.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { columnChunks } from '../../case/evidence/columns.ts'
import { custodyOf, record } from '../../case/custody.ts'
import { dropIndex, indexPath, indexSize } from '../../case/evidence/index-file.ts'
import { getSource, listSources } from '../../case/evidence/sources.ts'
import { reading } from '../../case/storage-problem.ts'
import { breathing } from './steps.ts'
import { candidates, indexedText, ORDINALS, SCHEMA } from './text-index.ts'

/** Raise when words are cut differently. */
const VERSION = 1
/** Bytes of dictionaries that are indexed in memory, to say how large the whole would be. */
const SAMPLED = 4 << 20
const CACHE_KIB = 64_000

export interface WordIndex {
  /** False only where no value of that chunk holds the text. @param literal in lower case */
  mayHold(column: string, ordinal: number, literal: string): boolean
}

interface OpenIndex extends WordIndex {
  /** Changes when the file does. */
  stamp: string
  close(): void
}
const open = new WeakMap<CaseFile, Map<number, OpenIndex | { stamp: string }>>()

/** The index of a capture; null where there is none that can be trusted. */
export function wordIndex(c: CaseFile, source: Source): WordIndex | null {
  const known = open.get(c) ?? new Map<number, OpenIndex | { stamp: string }>()
  open.set(c, known)
  const path = indexPath(c, source.id)
  const file = statSync(path, { throwIfNoEntry: false })
  const stamp = file ? `${file.size} ${file.mtimeMs} ${file.ino}` : ''
  let index = known.get(source.id)
  if (index?.stamp !== stamp) {
    if (index && 'close' in index) index.close()
    index = (file && openIndex(c, source, path, stamp)) ?? { stamp }
    known.set(source.id, index)
  }
  return 'mayHold' in index ? index : null
}

function openIndex(c: CaseFile, source: Source, path: string, stamp: string): OpenIndex | null {
  if (custodyOf(c, 'index-built', idOf(source.id))?.details['sha256'] !== hashOf(path)) return null
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  const about = new Map(
    db
      .prepare<[], { key: string; value: string }>('SELECT key, value FROM about')
      .all()
      .map(({ key, value }) => [key, value]),
  )
  if (about.get('source') !== source.sha256 || about.get('version') !== String(VERSION)) {
    db.close()
    return null
  }
  const columns = new Map(
    db
      .prepare<[], { id: number; name: string }>('SELECT id, name FROM columns')
      .all()
      .map(({ id, name }) => [name, id]),
  )
  const asked = new Map<string, Set<number> | null>()
  return {
    stamp,
    close: () => db.close(),
    mayHold(column, ordinal, literal) {
      const id = columns.get(column)
      if (id === undefined) return true
      let documents = asked.get(literal)
      if (documents === undefined) {
        if (asked.size > 20) asked.clear()
        asked.set(literal, (documents = candidates(db, literal)))
      }
      return documents === null || documents.has(id * ORDINALS + ordinal)
    },
  }
}

const idOf = (source: number): string => `words-${source}`

function hashOf(path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  const block = Buffer.allocUnsafe(1 << 20)
  try {
    for (let length = readSync(file, block); length > 0; length = readSync(file, block))
      hash.update(block.subarray(0, length))
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}

/** What there is, and what there could be. */
export function listIndexes(c: CaseFile): TextIndex[] {
  return listSources(c)
    .filter(({ kind }) => kind === 'capture')
    .map((source) => {
      const bytes = indexSize(c, source.id)
      return {
        source: source.id,
        name: source.name,
        bytes,
        estimate: estimate(c, source),
        trusted: bytes !== null && wordIndex(c, source) !== null,
      }
    })
}

/** At most about so many bytes: the index of some chunks, made in memory; words that several chunks share count once in the whole. */
function estimate(c: CaseFile, { id, columns }: Source): number {
  const db = new Sqlite(':memory:')
  try {
    db.exec(SCHEMA)
    const empty = sizeOf(db)
    const insert = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
    const texts = columns.filter(({ type }) => type === 'text')
    let sampled = 0
    for (const [i, { name }] of texts.entries()) {
      const dictionary = columnChunks(c, id, name)
        .find(({ type }) => type === 'text')
        ?.texts()
      if (!dictionary || sampled > SAMPLED) continue
      insert.run(BigInt(i), indexedText(dictionary).text)
      sampled += dictionary.bytes.length
    }
    db.exec("INSERT INTO words (words) VALUES ('optimize')")
    return sampled === 0 ? 0 : Math.round(((sizeOf(db) - empty) / sampled) * dictionaryBytes(c, id))
  } finally {
    db.close()
  }
}

function sizeOf(db: Database): number {
  return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
}

/** Of all text columns; stands in the heads of the stored chunks. */
function dictionaryBytes(c: CaseFile, source: number): number {
  const heads = c.db
    .prepare<[number], Buffer>(
      "SELECT substr(data, 13, 4) FROM column_chunks WHERE source = ? AND type = 'text'",
    )
    .pluck()
  return reading(c, () => heads.all(source)).reduce((sum, head) => sum + head.readUInt32LE(0), 0)
}

interface BuildContext {
  signal: AbortSignal
  progress(point: { step: string; fraction: number }): void
}

/**
 * Makes the index of a capture, whole or not at all, in place of one that is there.
 * @throws Problem no-such-source; the signal's reason when canceled
 */
export async function buildIndex(c: CaseFile, id: number, ctx: BuildContext): Promise<TextIndex> {
  const source = getSource(c, id)
  const part = `${indexPath(c, id)}.part`
  dropFile(c, id)
  const db = new Sqlite(part)
  try {
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.pragma('page_size = 8192')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.exec(SCHEMA)
    db.exec("INSERT INTO words (words, rank) VALUES ('hashsize', 33554432)")
    db.exec('BEGIN')
    const look = (fraction: number): void =>
      ctx.progress({ step: 'reading the words', fraction: 0.95 * fraction })
    await breathing(fill(c, source, db), look, ctx.signal)
    db.exec('COMMIT')
    ctx.progress({ step: 'ordering the words', fraction: 0.95 })
    db.exec("INSERT INTO words (words) VALUES ('optimize')")
    db.close()
    ctx.signal.throwIfAborted()
    const sha256 = hashOf(part)
    record(c, 'index-built', { id: idOf(id), source: id, bytes: statSync(part).size, sha256 })
    renameSync(part, indexPath(c, id))
  } catch (error) {
    if (db.open) db.close()
    dropFile(c, id)
    throw error
  }
  ctx.progress({ step: 'done', fraction: 1 })
  return listIndexes(c).find((index) => index.source === id)!
}

/** One step a chunk; tells the share that is done. */
function* fill(c: CaseFile, source: Source, db: Database): Generator<number, void> {
  const about = db.prepare('INSERT INTO about (key, value) VALUES (?, ?)')
  about.run('source', source.sha256)
  about.run('version', String(VERSION))
  const insert = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const texts = source.columns.filter(({ type }) => type === 'text')
  for (const [column, { name }] of texts.entries()) {
    db.prepare('INSERT INTO columns (id, name) VALUES (?, ?)').run(column, name)
    const chunks = columnChunks(c, source.id, name)
    for (const [i, chunk] of chunks.entries()) {
      const dictionary = chunk.texts()
      if (dictionary) {
        const document = column * ORDINALS + chunk.ordinal
        const { text, always } = indexedText(dictionary)
        insert.run(BigInt(document), text)
        if (always) db.prepare('INSERT INTO always (document) VALUES (?)').run(BigInt(document))
      }
      yield (column + (i + 1) / chunks.length) / texts.length
    }
  }
}

/** Removes the index of a capture, with an entry in the custody log. */
export function removeIndex(c: CaseFile, source: number): void {
  if (indexSize(c, source) === null) return
  record(c, 'index-removed', { id: idOf(source), source })
  dropFile(c, source)
}

function dropFile(c: CaseFile, source: number): void {
  const index = open.get(c)?.get(source)
  if (index && 'close' in index) index.close()
  open.get(c)?.delete(source)
  dropIndex(c, source)
}
