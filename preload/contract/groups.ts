/** Counts of the selected events by one column or two. */
import { z } from 'zod'

/** A field as filters name it: host, user, action, source, label, …, or a column. */
export const GroupField = z.string().min(1).max(1000)

export const Groups = z.object({
  by: z.array(GroupField),
  /** Events selected. */
  total: z.int(),
  /** Of these, without a value in any of the fields. */
  missing: z.int(),
  /** With values that are not listed. */
  other: z.int(),
  /** Different values (pairs of values); at least so many where `cut` is not null. */
  distinct: z.int(),
  /**
   * Null: every value was kept, all is exact. Else there were more different values than are kept: counts are exact still,
   * but a value of at most this many events may be missing from the list.
   */
  cut: z.int().nullable(),
  /** Most events first. With two fields, either value may be '' (missing), but not both. */
  groups: z.array(z.object({ values: z.array(z.string()), count: z.int() })),
})
export type Groups = z.infer<typeof Groups>

/** The most frequent values of two fields against each other. */
export const CrossTable = z.object({
  by: z.tuple([GroupField, GroupField]),
  total: z.int(),
  /** Values of the second field, most events first; events with other values and without one stand in `other` and `missing`. */
  columns: z.array(z.object({ value: z.string(), count: z.int() })),
  /** Values of the first field; each with its counts in the order of `columns`, then other, then missing. */
  rows: z.array(z.object({ value: z.string(), count: z.int(), cells: z.array(z.int()) })),
  /** The events whose first value is not among `rows`, and those without one: counts as in a row. */
  otherRows: z.object({ count: z.int(), cells: z.array(z.int()) }),
  missingRows: z.object({ count: z.int(), cells: z.array(z.int()) }),
  /** See Groups.cut, of both fields. */
  cut: z.int().nullable(),
})
export type CrossTable = z.infer<typeof CrossTable>
