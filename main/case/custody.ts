/**
 * The custody log: who did what, when, with which version. Each entry's hash covers the hash before it and the canonical
 * JSON of the entry, so a changed, removed or inserted entry breaks the chain from there on. Triggers forbid UPDATE and
 * DELETE; the chain shows what was done around them. The tip, printed in every report, pins the whole log.
 */
import { userInfo } from 'node:os'
import type { CustodyEntry } from '../../preload/contract/custody.ts'
import type { CaseFile } from './case-file.ts'
import { canonicalJson, sha256 } from './hash.ts'
import { reading, transact } from './storage-problem.ts'
import { VERSION } from './version.ts'

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64)

interface Row {
  seq: number
  at: number
  actor: string
  version: string
  action: string
  details: string
  hash: string
}

/** Appends one entry. Call it inside the transaction of the act itself: both happen or neither. */
export function record(c: CaseFile, action: string, details: Record<string, unknown>): void {
  transact(c, () => {
    const last = lastEntry(c)
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: Date.now() * 1000,
      actor: actor(),
      version: VERSION,
      action,
      details: canonicalJson(details),
    }
    c.db
      .prepare(
        'INSERT INTO custody (seq, at, actor, version, action, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(...Object.values(entry), entryHash(last?.hash ?? GENESIS, entry))
  })
}

/** The hash of the newest entry. */
export function custodyTip(c: CaseFile): string {
  return reading(c, () => lastEntry(c)?.hash ?? GENESIS)
}

/**
 * Recomputes the whole chain.
 * @returns `brokenAt`: the first sequence number that does not fit, null when all do.
 */
export function checkCustody(c: CaseFile): {
  total: number
  intact: boolean
  brokenAt: number | null
  tip: string
} {
  return reading(c, () => {
    let previous = GENESIS
    let total = 0
    let brokenAt: number | null = null
    for (const row of c.db.prepare<[], Row>('SELECT * FROM custody ORDER BY seq').iterate()) {
      total++
      const fits = row.seq === total && row.hash === entryHash(previous, row)
      if (!fits) brokenAt ??= total
      previous = row.hash
    }
    return { total, intact: brokenAt === null, brokenAt, tip: previous }
  })
}

/** Entries in order, oldest first. */
export function custodyEntries(c: CaseFile, offset: number, limit: number): CustodyEntry[] {
  return reading(c, () =>
    c.db
      .prepare<[number, number], Row>('SELECT * FROM custody ORDER BY seq LIMIT ? OFFSET ?')
      .all(limit, offset)
      .map((row) => ({ ...row, details: parseDetails(row.details) ?? { unreadable: row.details } })),
  )
}

/** The newest entry of an action about the thing with this id; null when the log has none. */
export function custodyOf(c: CaseFile, action: string, id: string): CustodyEntry | null {
  const find = c.db.prepare<[string, string], Row>(
    `SELECT * FROM custody WHERE action = ? AND json_extract(details, '$.id') = ? ORDER BY seq DESC LIMIT 1`,
  )
  return reading(c, () => {
    const row = find.get(action, id)
    return row ? { ...row, details: parseDetails(row.details) ?? {} } : null
  })
}

function lastEntry(c: CaseFile): Row | undefined {
  return c.db.prepare<[], Row>('SELECT * FROM custody ORDER BY seq DESC LIMIT 1').get()
}

/** Empty (which no entry's hash is) when the details are not what `record` wrote: canonical JSON of an object. */
function entryHash(previous: string, row: Omit<Row, 'hash'>): string {
  const details = parseDetails(row.details)
  if (!details || canonicalJson(details) !== row.details) return ''
  const { seq, at, actor: by, version, action } = row
  return sha256(previous + canonicalJson({ seq, at, actor: by, version, action, details }))
}

function parseDetails(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The user's name at the operating system; containers may run under ids that have none. */
function actor(): string {
  try {
    return userInfo().username
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
