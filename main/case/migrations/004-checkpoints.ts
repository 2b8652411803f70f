/** Version 4: where unfinished trainings stand. */
import type { Migration } from '../opening/migrate.ts'

export const checkpoints: Migration = {
  version: 4,
  name: 'checkpoints',
  sql: `
CREATE TABLE checkpoints (
  experiment TEXT NOT NULL,          -- hash of all that decides its numbers
  stage TEXT NOT NULL,               -- e.g. "gate (balanced)"
  saved_at INTEGER NOT NULL,         -- microseconds
  state TEXT NOT NULL,               -- JSON
  length INTEGER NOT NULL,           -- numbers in the vectors
  vectors BLOB NOT NULL,             -- Float32, packed
  PRIMARY KEY (experiment, stage)
) STRICT;
`,
}
