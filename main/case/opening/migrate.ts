/**
 * The schema's history: numbered steps, each applied once, in its own transaction, with SQLite's `user_version` as the
 * mark of how far a case has come. A step that shipped is never edited; a change of the schema is a new step.
 */
import type { Database } from 'better-sqlite3'
import { evidence } from '../migrations/001-evidence.ts'
import { alertsAndLabels } from '../migrations/002-alerts-and-labels.ts'
import { runsAndReports } from '../migrations/003-runs-and-reports.ts'
import { checkpoints } from '../migrations/004-checkpoints.ts'
import { scoreForms } from '../migrations/005-score-forms.ts'
import { verdicts } from '../migrations/006-verdicts.ts'
import { scorings } from '../migrations/007-scorings.ts'
import { foldScores } from '../migrations/008-fold-scores.ts'
import { gaps } from '../migrations/009-gaps.ts'
import { silencesAndClocks } from '../migrations/010-silences-and-clocks.ts'

export interface Migration {
  /** Its number, from 1, without gaps; the `user_version` after it. */
  version: number
  name: string
  sql: string
}

export const MIGRATIONS: readonly Migration[] = [
  evidence,
  alertsAndLabels,
  runsAndReports,
  checkpoints,
  scoreForms,
  verdicts,
  scorings,
  foldScores,
  gaps,
  silencesAndClocks,
]

/** The version that this program reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length

/** How far the case has come. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Brings the case to version `target`; does nothing when it is there already or further. */
export function migrate(db: Database, target: number = SCHEMA_VERSION): void {
  for (const step of MIGRATIONS) {
    if (step.version > target || step.version <= schemaVersion(db)) continue
    const apply = db.transaction(() => {
      // Asked again inside the transaction: another process may have been faster.
      if (schemaVersion(db) >= step.version) return
      db.exec(step.sql)
      db.pragma(`user_version = ${step.version}`)
    })
    apply.immediate()
  }
}
