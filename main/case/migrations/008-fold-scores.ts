/** Version 8: what models say of events that they were not trained on, for one label set: the ground of the suspects queue. */
import type { Migration } from '../opening/migrate.ts'

export const foldScores: Migration = {
  version: 8,
  name: 'fold scores',
  sql: `
CREATE TABLE fold_scores (
  label_set INTEGER PRIMARY KEY REFERENCES label_sets (id),
  created_at INTEGER NOT NULL,       -- microseconds
  folds INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  classes TEXT NOT NULL,             -- JSON array, benign first
  rows INTEGER NOT NULL,
  events BLOB NOT NULL,              -- Int32 per row, packed
  labels BLOB NOT NULL,              -- Uint8 per row, packed
  probability BLOB NOT NULL,         -- Float32, rows x classes, packed
  hash TEXT NOT NULL
) STRICT;
`,
}
