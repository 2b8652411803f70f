/** Version 3: runs (config, models, scores, evaluation) and reports. */
import type { Migration } from '../opening/migrate.ts'

export const runsAndReports: Migration = {
  version: 3,
  name: 'runs and reports',
  sql: `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  summary TEXT NOT NULL,             -- JSON, all documents below too
  config TEXT NOT NULL,
  losses TEXT NOT NULL,
  features TEXT NOT NULL,
  encoder TEXT NOT NULL,
  evaluation TEXT NOT NULL
) STRICT;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  regime TEXT NOT NULL,
  name TEXT NOT NULL,
  meta TEXT NOT NULL                 -- JSON
) STRICT;
CREATE INDEX models_by_run ON models (run);

CREATE TABLE weights (
  model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  shape TEXT NOT NULL,               -- JSON array
  data BLOB NOT NULL,                -- Float32, packed
  PRIMARY KEY (model, position)
) STRICT;

CREATE TABLE scores (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  protocol TEXT NOT NULL,
  classes INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  events BLOB NOT NULL,
  truth BLOB NOT NULL,
  gate BLOB NOT NULL,
  probability BLOB NOT NULL,
  PRIMARY KEY (run, protocol)
) STRICT;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id),
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  html_sha256 TEXT NOT NULL,
  json_sha256 TEXT NOT NULL,
  html_length INTEGER NOT NULL,      -- bytes, uncompressed
  json_length INTEGER NOT NULL,
  html BLOB NOT NULL,                -- UTF-8, zstd
  json BLOB NOT NULL
) STRICT;
`,
}
