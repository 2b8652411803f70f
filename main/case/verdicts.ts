/**
 * What people decided of single events. Append-only: a verdict is taken back by a later one, so that what held at any time, and
 * what a label set was made of, can always be told.
 */
import type { Verdict } from '../../preload/contract/verdicts.ts'
import type { CaseFile } from './case-file.ts'
import { record } from './custody.ts'
import { reading, transact } from './storage-problem.ts'

/** Every verdict, oldest first. */
export function listVerdicts(c: CaseFile): Verdict[] {
  const find = c.db.prepare<[], Verdict>(
    'SELECT id, at, event, verdict, class, note FROM verdicts ORDER BY id',
  )
  return reading(c, () => find.all())
}

/** Stores one, with its custody entry. The newest on an event holds; `withdrawn` takes back what was said of it. */
export function saveVerdict(c: CaseFile, verdict: Omit<Verdict, 'id' | 'at'>): Verdict {
  const at = Date.now() * 1000
  return transact(c, () => {
    const { lastInsertRowid } = c.db
      .prepare(
        'INSERT INTO verdicts (at, event, verdict, class, note) VALUES (@at, @event, @verdict, @class, @note)',
      )
      .run({ ...verdict, at })
    const saved = { ...verdict, id: Number(lastInsertRowid), at }
    record(c, 'verdict', { ...saved })
    return saved
  })
}
