/** The alerts of the case, as the alert readers understood them. */
import type { CaseFile } from './case-file.ts'
import { reading, transact } from './storage-problem.ts'

/** Times are integer microseconds UTC; null where the alert does not say. */
export interface Alert {
  id: number
  source: number
  name: string
  /** The first of `users`, or ''. */
  user: string
  users: string[]
  host: string
  techniques: string[]
  tactics: string[]
  fired: number | null
  first: number | null
  last: number | null
  /** The alert as it stood in its file. */
  original: string
}

type Row = Omit<Alert, 'users' | 'techniques' | 'tactics'> &
  Record<'users' | 'techniques' | 'tactics', string>

/** Stores the alerts of a source that is being imported, in one transaction; ids follow their order. */
export function insertAlerts(c: CaseFile, sourceId: number, alerts: Omit<Alert, 'id' | 'source'>[]): void {
  transact(c, () => {
    const insert = c.db.prepare(
      `INSERT INTO alerts (source, name, user, users, host, techniques, tactics, fired, first, last, original)
       VALUES (@source, @name, @user, @users, @host, @techniques, @tactics, @fired, @first, @last, @original)`,
    )
    for (const alert of alerts) {
      insert.run({
        ...alert,
        source: sourceId,
        users: JSON.stringify(alert.users),
        techniques: JSON.stringify(alert.techniques),
        tactics: JSON.stringify(alert.tactics),
      })
    }
  })
}

/** Every alert of every finished source, in the order of import. */
export function listAlerts(c: CaseFile): Alert[] {
  const find = c.db.prepare<[], Row>(
    `SELECT alerts.id, source, alerts.name, user, users, host, techniques, tactics, fired, alerts.first, alerts.last,
       original
     FROM alerts JOIN sources ON sources.id = alerts.source WHERE state = 'ready' ORDER BY alerts.id`,
  )
  return reading(c, () =>
    find.all().map((row) => ({
      ...row,
      users: JSON.parse(row.users) as string[],
      techniques: JSON.parse(row.techniques) as string[],
      tactics: JSON.parse(row.tactics) as string[],
    })),
  )
}
