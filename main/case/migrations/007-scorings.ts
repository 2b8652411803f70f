/** Version 7: what stored models say of events, as columns of their own. */
import type { Migration } from '../opening/migrate.ts'

export const scorings: Migration = {
  version: 7,
  name: 'scorings',
  sql: `
CREATE TABLE scorings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  summary TEXT NOT NULL,             -- JSON
  rows INTEGER NOT NULL,             -- length of the columns below
  events BLOB NOT NULL,              -- Uint32, packed: event numbers, ascending
  predicted BLOB NOT NULL,           -- Uint8: index into the summary's answers
  attack BLOB NOT NULL,              -- Float32: attack score, 0 to 1
  expert BLOB NOT NULL               -- Uint8: index into the summary's experts
) STRICT;
`,
}
