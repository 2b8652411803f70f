/** Version 5: scores of systems whose experts are not the classes. */
import type { Migration } from '../opening/migrate.ts'

export const scoreForms: Migration = {
  version: 5,
  name: 'score forms',
  sql: `
ALTER TABLE scores ADD COLUMN form TEXT NOT NULL DEFAULT 'panel';   -- or 'joint'
ALTER TABLE scores ADD COLUMN experts TEXT NOT NULL DEFAULT '[]';   -- JSON, names; [] stands for the classes
`,
}
