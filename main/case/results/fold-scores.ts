/** Out-of-fold scores of a label set: what models say of events that they were not trained on. The newest of a set holds. */
import type { CaseFile } from '../case-file.ts'
import { record } from '../custody.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { pack, unpack } from '../codec/pack.ts'
import { reading, transact } from '../storage-problem.ts'

export interface FoldScores {
  labelSet: string
  createdAt: number
  folds: number
  seed: number
  /** Benign first. */
  classes: string[]
  /** Global event ids, ascending. */
  events: Int32Array
  /** Class index per row. */
  labels: Uint8Array
  /** Rows x classes; each row adds up to 1. */
  probability: Float32Array
  hash: string
}

interface Row {
  created_at: number
  folds: number
  seed: number
  classes: string
  rows: number
  events: Buffer
  labels: Buffer
  probability: Buffer
  hash: string
}

const idOf = (labelSet: string): number => Number(/^labels-(\d{1,9})$/.exec(labelSet)?.[1] ?? 0)

/** Stores the scores with their custody entry, in place of older ones. */
export function saveFoldScores(c: CaseFile, scores: Omit<FoldScores, 'createdAt' | 'hash'>): FoldScores {
  const { labelSet, folds, seed, classes, events, labels, probability } = scores
  const createdAt = Date.now() * 1000
  const bytes = (part: ArrayBufferView) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
  const hash = sha256(
    canonicalJson([classes, ...[events, labels, probability].map((part) => sha256(bytes(part)))]),
  )
  return transact(c, () => {
    c.db
      .prepare(
        `INSERT OR REPLACE INTO fold_scores (label_set, created_at, folds, seed, classes, rows, events, labels, probability, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        idOf(labelSet),
        createdAt,
        folds,
        seed,
        JSON.stringify(classes),
        events.length,
        pack(events),
        pack(labels),
        pack(probability),
        hash,
      )
    record(c, 'labels-ranked', { labelSet, folds, seed, events: events.length, hash })
    return { ...scores, createdAt, hash }
  })
}

/** Null when the set has none. */
export function readFoldScores(c: CaseFile, labelSet: string): FoldScores | null {
  const find = c.db.prepare<[number], Row>('SELECT * FROM fold_scores WHERE label_set = ?')
  return reading(c, () => {
    const row = find.get(idOf(labelSet))
    if (!row) return null
    const classes = JSON.parse(row.classes) as string[]
    return {
      labelSet,
      createdAt: row.created_at,
      folds: row.folds,
      seed: row.seed,
      classes,
      events: unpack(row.events, new Int32Array(row.rows)),
      labels: unpack(row.labels, new Uint8Array(row.rows)),
      probability: unpack(row.probability, new Float32Array(row.rows * classes.length)),
      hash: row.hash,
    }
  })
}
