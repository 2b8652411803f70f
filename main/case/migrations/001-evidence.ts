/** Version 1: what the case is, its evidence, its column chunks, and the custody log. */
import type { Migration } from '../opening/migrate.ts'

export const evidence: Migration = {
  version: 1,
  name: 'evidence',
  sql: `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('importing', 'ready')),
  owner TEXT,                        -- who is importing it; null when ready
  kind TEXT NOT NULL CHECK (kind IN ('capture', 'alerts')),
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  reader TEXT NOT NULL,
  sha256 TEXT,
  rows INTEGER, accepted INTEGER, rejected INTEGER,
  zone TEXT, zone_evidence TEXT,
  first INTEGER, last INTEGER,       -- microseconds
  imported_at INTEGER,               -- microseconds
  mapping TEXT,                      -- JSON
  columns TEXT                       -- JSON, array of SourceColumn
) STRICT;

CREATE TABLE rejected (
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  byte INTEGER NOT NULL,
  length INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL
) STRICT;
CREATE INDEX rejected_by_source ON rejected (source);

CREATE TABLE chunks (
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  first_byte INTEGER NOT NULL,
  byte_length INTEGER NOT NULL,
  sha256 TEXT NOT NULL,              -- of that stretch of the (decompressed) evidence
  places BLOB NOT NULL,              -- offset and length of each row, packed
  PRIMARY KEY (source, ordinal)
) STRICT;

CREATE TABLE column_chunks (
  source INTEGER NOT NULL,
  name TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('text', 'number', 'integer', 'boolean', 'time')),
  nulls INTEGER NOT NULL,
  min REAL, max REAL,                -- of the values present; null for text
  data BLOB NOT NULL,                -- last, so that the rest is read without it
  PRIMARY KEY (source, name, ordinal),
  FOREIGN KEY (source, ordinal) REFERENCES chunks (source, ordinal) ON DELETE CASCADE
) STRICT;
CREATE INDEX column_chunks_by_chunk ON column_chunks (source, ordinal);

CREATE TABLE custody (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,               -- microseconds
  actor TEXT NOT NULL,
  version TEXT NOT NULL,
  action TEXT NOT NULL,
  details TEXT NOT NULL,             -- canonical JSON
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody
  BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody
  BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_in_order BEFORE INSERT ON custody
  WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM custody)
  BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
`,
}
