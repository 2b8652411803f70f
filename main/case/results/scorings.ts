/** What a stored model said of events: answer, attack score and expert per event, joined by the event's number. */
import type { Scoring } from '../../../preload/contract/scoring.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import { record } from '../custody.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { pack, unpack } from '../codec/pack.ts'
import { reading, transact } from '../storage-problem.ts'

export interface ScoringColumns {
  /** Event numbers, ascending. */
  events: Uint32Array
  /** Index into the scoring's answers. */
  predicted: Uint8Array
  /** 0 to 1: above one half where an attack stands before benign. */
  attack: Float32Array
  /** Index into the scoring's experts: the one whose class won, or, in a joint system, the one that weighed most. */
  expert: Uint8Array
}
export type ScoringDraft = Omit<Scoring, 'id' | 'createdAt'>

interface Row {
  id: number
  created_at: number
  summary: string
}
interface Blobs {
  rows: number
  events: Buffer
  predicted: Buffer
  attack: Buffer
  expert: Buffer
}

/** Over every column, byte for byte. */
export function hashScoring({ events, predicted, attack, expert }: ScoringColumns): string {
  const hash = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray) =>
    sha256(new Uint8Array(buffer, byteOffset, byteLength))
  return sha256(canonicalJson([events.length, ...[events, predicted, attack, expert].map(hash)]))
}

/** Stores a scoring, whole or not at all, with its custody entry. */
export function saveScoring(c: CaseFile, draft: ScoringDraft, columns: ScoringColumns): Scoring {
  const createdAt = Date.now() * 1000
  return transact(c, () => {
    const insert = c.db.prepare(
      `INSERT INTO scorings (created_at, summary, rows, events, predicted, attack, expert)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    const { events, predicted, attack, expert } = columns
    const blobs = [events, predicted, attack, expert].map(pack)
    const { lastInsertRowid } = insert.run(createdAt, JSON.stringify(draft), events.length, ...blobs)
    const saved: Scoring = { ...draft, id: idText(Number(lastInsertRowid)), createdAt }
    const { id, name, run, modelCase, regime, sources, hashes } = saved
    const scoresHash = hashes.scores
    record(c, 'events-scored', { id, name, run, modelCase, regime, sources, hashes, scoresHash })
    return saved
  })
}

/** Every scoring, oldest first. */
export function listScorings(c: CaseFile): Scoring[] {
  const find = c.db.prepare<[], Row>('SELECT id, created_at, summary FROM scorings ORDER BY id')
  return reading(c, () => find.all().map(toScoring))
}

/** @throws Problem no-such-scoring */
export function getScoring(c: CaseFile, id: string): Scoring {
  const find = c.db.prepare<[number], Row>('SELECT id, created_at, summary FROM scorings WHERE id = ?')
  const row = reading(c, () => find.get(idNumber(id)))
  if (row) return toScoring(row)
  throw unknown(c, id)
}

/** @throws Problem no-such-scoring */
export function readScoring(c: CaseFile, id: string): ScoringColumns {
  const find = c.db.prepare<[number], Blobs>(
    'SELECT rows, events, predicted, attack, expert FROM scorings WHERE id = ?',
  )
  return reading(c, () => {
    const row = find.get(idNumber(id))
    if (!row) throw unknown(c, id)
    return {
      events: unpack(row.events, new Uint32Array(row.rows)),
      predicted: unpack(row.predicted, new Uint8Array(row.rows)),
      attack: unpack(row.attack, new Float32Array(row.rows)),
      expert: unpack(row.expert, new Uint8Array(row.rows)),
    }
  })
}

function toScoring(row: Row): Scoring {
  const draft = JSON.parse(row.summary) as ScoringDraft
  return { ...draft, id: idText(row.id), createdAt: row.created_at }
}

const idText = (id: number): string => `scores-${id}`
/** 0, which no row has, for what is no id. */
const idNumber = (id: string): number => Number(/^scores-(\d{1,9})$/.exec(id)?.[1] ?? 0)

function unknown(c: CaseFile, id: string): Problem {
  return new Problem('no-such-scoring', `The case has no scores ${id}.`, {
    where: { file: c.path },
    advice: 'List the scores to see what there is.',
  })
}
