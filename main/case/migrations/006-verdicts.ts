/** Version 6: what people decided of single events. */
import type { Migration } from '../opening/migrate.ts'

export const verdicts: Migration = {
  version: 6,
  name: 'verdicts',
  sql: `
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,               -- microseconds
  event INTEGER NOT NULL,            -- number of the event in the case
  verdict TEXT NOT NULL CHECK (verdict IN ('malicious', 'benign', 'unsure', 'withdrawn')),
  class TEXT,                        -- of a malicious event; null: of a kind that nobody said
  note TEXT NOT NULL
) STRICT;
CREATE TRIGGER verdicts_no_update BEFORE UPDATE ON verdicts
  BEGIN SELECT RAISE(ABORT, 'verdicts are append-only; withdraw one instead'); END;
CREATE TRIGGER verdicts_no_delete BEFORE DELETE ON verdicts
  BEGIN SELECT RAISE(ABORT, 'verdicts are append-only; withdraw one instead'); END;
`,
}
