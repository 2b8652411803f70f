/** Version 9: record numbers that a capture should have and has not, found at import. */
import type { Migration } from '../opening/migrate.ts'

export const gaps: Migration = {
  version: 9,
  name: 'gaps',
  sql: `
CREATE TABLE gaps (
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  host TEXT NOT NULL,                -- '' where the capture names none
  channel TEXT NOT NULL,
  after_id INTEGER NOT NULL,         -- the last number before the gap
  before_id INTEGER NOT NULL,        -- the first behind it
  from_time INTEGER, to_time INTEGER -- microseconds, of these two events
) STRICT;
CREATE INDEX gaps_by_source ON gaps (source);
`,
}
