/** Events into a file: what the Events page shows, and every column of the evidence behind it. */
import { z } from 'zod'
import { Path, Sha256 } from './common.ts'
import { EventSelection } from './events.ts'

export const EventsFormat = z.enum(['arrow', 'csv', 'ndjson', 'parquet'])
export type EventsFormat = z.infer<typeof EventsFormat>

export const EventsExportInput = EventSelection.extend({
  format: EventsFormat,
  file: Path,
  /** Replace a file of that name, if there is one. */
  replace: z.boolean().default(false),
})
export type EventsExportInput = z.infer<typeof EventsExportInput>

export const EventsExport = z.object({
  file: z.string(),
  /** JSON beside it, with the selection, the hash and the place in the custody log. */
  sidecar: z.string(),
  format: EventsFormat,
  rows: z.int(),
  columns: z.array(z.string()),
  filter: z.string(),
  sha256: Sha256,
  bytes: z.int(),
})
export type EventsExport = z.infer<typeof EventsExport>
