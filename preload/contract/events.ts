/** Reading events: pages, histograms, one record with its original bytes. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Page, Started } from './common.ts'
import { CrossTable, GroupField, Groups } from './groups.ts'
import { TextIndex } from './text-index.ts'

/**
 * Filter text: terms joined by spaces (AND), `OR`, `NOT` or `-`, parentheses; `field:value`, `field:adm*`, `field>3`, a bare
 * word or quoted phrase is looked for inside host, users, action and every text column; `field:"*a phrase*"` inside one. Fields: time, host, user, action, source, label, alert, predicted, attack_score, expert, or any column.
 */
export const FilterText = z.string().max(4000)
const Range = { from: Micros.nullable().default(null), to: Micros.nullable().default(null) }

export const EventRow = z.object({
  /** Global event id: the source's first id + row in the source. */
  id: z.int(),
  source: z.int(),
  time: Micros.nullable(),
  host: z.string(),
  user: z.string(),
  action: z.string(),
  message: z.string(),
  /** Class in the chosen label set, empty when none is chosen. */
  label: z.string(),
  /** What the chosen scores say of it; absent when none are chosen or it was not scored. */
  scored: z.object({ predicted: z.string(), attack: z.number(), expert: z.string() }).optional(),
})
export type EventRow = z.infer<typeof EventRow>

export const Histogram = z.object({
  from: Micros,
  to: Micros,
  bucket: Micros,
  counts: z.array(z.int()),
  /** Alerts in the same buckets. */
  alerts: z.array(z.int()),
})
export type Histogram = z.infer<typeof Histogram>

export const EventRecord = z.object({
  id: z.int(),
  source: z.int(),
  file: z.string(),
  /** Row in the source, from 0. */
  row: z.int(),
  /** Offset and length in the file (in the decompressed stream, when it is compressed). */
  byte: z.int(),
  length: z.int(),
  /** The original bytes, decoded as UTF-8 where they are, at most 1 MiB; of a binary format a hex dump of at most 64 KiB. */
  original: z.string(),
  binary: z.boolean(),
  /** The bytes that are there now hash as they did at import; null when the file is gone. */
  intact: z.boolean().nullable(),
  note: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  time: Micros.nullable(),
  /** Microseconds that its host's clock is set right by, included in `time`; 0 for as recorded. */
  shift: z.int(),
})
export type EventRecord = z.infer<typeof EventRecord>

export const FieldInfo = z.object({
  /** As a filter writes it. */
  name: z.string(),
  type: z.string(),
  /** Frequent ones. */
  values: z.array(z.string()),
  /** Means the same in every case; else a column. */
  builtIn: z.boolean(),
  /** Different values in the captures, counted at import (text columns); null where not counted. Of several captures the most. */
  distinct: z.int().nullable(),
})

const Selection = {
  filter: FilterText.default(''),
  labelSet: z.string().nullable().default(null),
  scoring: z.string().nullable().optional(),
  ...Range,
}
const Order = { order: z.enum(['oldest', 'newest']).default('oldest') }
/** Which events, in which order. */
export const EventSelection = z.object({ ...Selection, ...Order })
export type EventSelection = z.infer<typeof EventSelection>

/** How far a search is; the last one is `done`, and from then on pages and histograms of the selection answer at once. */
export const SearchPoint = z.object({
  done: z.boolean(),
  /** 0 to 1. */
  fraction: z.number(),
  /** Events found so far. */
  matched: z.int(),
  /** The first of them as they stand in the evidence; none when `done`. */
  rows: z.array(EventRow),
})
export type SearchPoint = z.infer<typeof SearchPoint>

/** Counts on their way: `result` is null but in the last message. */
const Fraction = z.object({ fraction: z.number() })
const CountedGroups = eventIterator(Fraction.extend({ result: Groups.nullable() }))
const CountedTable = eventIterator(Fraction.extend({ result: CrossTable.nullable() }))
const Most = z.int().min(1)

export const events = {
  /** Makes a selection that may take a while; it stops when the caller goes away. */
  search: oc.input(EventSelection).output(eventIterator(SearchPoint)),
  groups: oc
    .input(
      EventSelection.extend({ by: z.array(GroupField).min(1).max(2), limit: Most.max(10_000).default(10) }),
    )
    .output(CountedGroups),
  cross: oc
    .input(
      EventSelection.extend({
        by: z.tuple([GroupField, GroupField]),
        rows: Most.max(1000).default(25),
        columns: Most.max(100).default(10),
      }),
    )
    .output(CountedTable),
  page: oc
    .input(z.object({ ...Selection, ...Page, ...Order }))
    .output(z.object({ total: z.int(), matched: z.int(), rows: z.array(EventRow) })),
  histogram: oc
    .input(z.object({ ...Selection, buckets: z.int().min(1).max(2000).default(240) }))
    .output(Histogram.nullable()),
  /** Word indexes of the captures: what there is, and how large one would be. */
  indexes: oc.input(z.object({})).output(z.array(TextIndex)),
  /** Result of the job: a TextIndex. */
  buildIndex: oc.input(z.object({ source: z.int() })).output(Started),
  removeIndex: oc.input(z.object({ source: z.int() })).output(z.array(TextIndex)),
  record: oc.input(z.object({ id: z.int().min(0) })).output(EventRecord),
  /** Names that a filter may use, with frequent values, for completion. */
  fields: oc.input(z.object({})).output(z.array(FieldInfo)),
}
