/** Version 10: stretches in which a host of a capture said nothing, which captures were looked through for gaps, and clocks set right. */
import type { Migration } from '../opening/migrate.ts'

export const silencesAndClocks: Migration = {
  version: 10,
  name: 'silences and clocks',
  sql: `
CREATE TABLE silences (
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  host TEXT NOT NULL,                -- '' for the events that name none
  from_time INTEGER NOT NULL,        -- microseconds: the last event before it
  to_time INTEGER NOT NULL,          -- and the first behind it
  usual INTEGER NOT NULL             -- all but one in twenty pauses of this host are shorter
) STRICT;
CREATE INDEX silences_by_source ON silences (source);

CREATE TABLE gap_looks (
  source INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  at INTEGER NOT NULL                -- microseconds
) STRICT;

CREATE TABLE host_clocks (
  host TEXT PRIMARY KEY,             -- in lower case
  shift INTEGER NOT NULL,            -- microseconds added to the times of its events where they are read
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
`,
}
