/** Version 2: alerts, and label sets as columns of their own. */
import type { Migration } from '../opening/migrate.ts'

export const alertsAndLabels: Migration = {
  version: 2,
  name: 'alerts and labels',
  sql: `
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  users TEXT NOT NULL,               -- JSON array
  host TEXT NOT NULL,
  techniques TEXT NOT NULL,          -- JSON array
  tactics TEXT NOT NULL,             -- JSON array
  fired INTEGER, first INTEGER, last INTEGER, -- microseconds
  original TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_by_source ON alerts (source);

CREATE TABLE label_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  rule TEXT NOT NULL,                -- JSON
  rule_hash TEXT NOT NULL,
  labels_hash TEXT NOT NULL,
  labeling TEXT NOT NULL,            -- JSON
  classes TEXT NOT NULL,             -- JSON array
  events INTEGER NOT NULL,           -- length of the two columns below
  labels BLOB NOT NULL,              -- Int16 per event, packed
  alerts BLOB NOT NULL,              -- Int32 per event, packed
  pairs INTEGER,                     -- length of the two columns below
  pair_events BLOB,                  -- further labels of an event (policy "all"), packed
  pair_classes BLOB
) STRICT;
`,
}
