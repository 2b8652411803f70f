/**
 * An index of the words of a capture, made on request: which words come in which chunk of which text column. It never answers a
 * search; it names the chunks that may hold the text, and these are scanned as without it. So results are the same with it
 * and without, to the letter, and a rare text is found in few chunks.
 *
 * How: values are put in lower case as the scan does, and cut into words at every ASCII character that is no letter or digit. One document of
 * SQLite's FTS5 (contentless, detail=none, tokenizer ascii, which cuts at the same places) is the dictionary of one chunk of one
 * column. A text `a.b c` in a value means there: a word that ends in `a`, the word `b`, a word that begins with `c`. Words
 * that hold a part are found in the index's own list of words (fts5vocab).
 * Source: SQLite, FTS5 Extension (contentless tables, detail, fts5vocab, ascii tokenizer).
 */
import { isAscii } from 'node:buffer'
import type { Database } from 'better-sqlite3'
import type { TextBytes } from '../../case/codec/text.ts'
import { splitText } from '../../case/codec/text.ts'

/** FTS5 cuts words off behind 32,768 bytes; chunks with longer ones are always scanned. */
const LONGEST_WORD = 30_000
/** More words than this hold a part: most chunks would be named, and scanning is quicker than asking. */
const MOST_WORDS = 2000
/** Chunks a column at most: a document's number is column × this + chunk. */
export const ORDINALS = 2 ** 24

const WORD = /[a-z0-9\u0080-\uffff]+/g
const LONG = new RegExp(`[a-z0-9\\u0080-\\uffff]{${LONGEST_WORD / 3},}`)

export const SCHEMA = `
CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
CREATE TABLE columns (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE always (document INTEGER PRIMARY KEY) STRICT;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`

/** The dictionary as the index takes it: lower case, each value on its own. */
export function indexedText({ bytes, offsets }: TextBytes): { text: string; always: boolean } {
  const values = splitText(bytes, offsets)
  // Values of ASCII are lowercased together; others one by one, since what stands beside a letter may matter.
  const lower = isAscii(bytes)
    ? values.join('\n').toLowerCase()
    : values.map((value) => value.toLowerCase()).join('\n')
  return { text: lower, always: lower.length >= LONGEST_WORD / 3 && LONG.test(lower) }
}

/**
 * The documents that may hold a text.
 * @param literal in lower case
 * @returns null when the index cannot tell: all may
 */
export function candidates(db: Database, literal: string): Set<number> | null {
  const found = [...literal.matchAll(WORD)]
  let all: Set<number> | null = null
  for (const { 0: word, index } of found) {
    const begins = index > 0
    const ends = index + word.length < literal.length
    const documents = documentsWith(db, word, { begins, ends })
    if (!documents) continue
    all = all ? both(all, documents) : documents
  }
  if (!all) return null
  const always = db.prepare<[], number>('SELECT document FROM always').pluck().all()
  for (const document of always) all.add(document)
  return all
}

function both(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((document) => b.has(document)))
}

/** @param part whether a word must begin, and end, where the part does */
function documentsWith(
  db: Database,
  part: string,
  { begins, ends }: { begins: boolean; ends: boolean },
): Set<number> | null {
  const match = db.prepare<[string], number>('SELECT rowid FROM words WHERE words MATCH ?').pluck()
  if (begins && ends) return new Set(match.all(quoted(part)))
  if (begins) return new Set(match.all(`${quoted(part)} *`))
  const like = ends ? 'substr(term, -length(@part)) = @part' : 'instr(term, @part) > 0'
  const words = db
    .prepare<{ part: string }, string>(`SELECT term FROM vocabulary WHERE ${like} LIMIT ${MOST_WORDS + 1}`)
    .pluck()
    .all({ part })
  if (words.length > MOST_WORDS) return null
  const documents = new Set<number>()
  for (const word of words) for (const document of match.all(quoted(word))) documents.add(document)
  return documents
}

function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`
}
