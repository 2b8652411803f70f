/** Labels that a capture carries itself: a column that holds the truth, such as `Label`, `sus_label`, `evil`. */
import { z } from 'zod'

/** The same, as it is stored with its labels: everything decided, nothing left to find out. Its hash identifies it. */
export const ColumnRule = z.object({
  kind: z.literal('column'),
  /** In each capture the first of these that it has; names that differ in case, spaces or signs only are one. */
  columns: z.array(z.string().min(1).max(1000)).min(1).max(16),
  /** Values that mean benign, compared without case and outer spaces; '' stands for an empty cell. */
  benign: z.array(z.string().max(1000)).min(1).max(64),
  /** The K most frequent classes are kept; the rest are set apart. */
  top: z.int().min(1).max(64),
  /** Every value that is not benign is one class, `attack`. */
  binary: z.literal(true).optional(),
  /** Captures that were read, by id; events of all others have no label. */
  sources: z.array(z.int()).min(1),
})
export type ColumnRule = z.infer<typeof ColumnRule>

/** What a person says; the rest is found out. */
export const ColumnRequest = z.object({
  columns: ColumnRule.shape.columns,
  /** Left out: recognized (BENIGN, Normal, 0, false, - …). */
  benign: ColumnRule.shape.benign.optional(),
  top: ColumnRule.shape.top.default(64),
  /** Make every value that is not benign one class, `attack`. */
  binary: z.boolean().default(false),
  /** Left out: every capture that has such a column. */
  sources: ColumnRule.shape.sources.optional(),
  name: z.string().max(200).optional(),
})
export type ColumnRequest = z.input<typeof ColumnRequest>

/** A column that may hold the truth, for choosing one. */
export const LabelColumn = z.object({
  column: z.string(),
  /** Ids of the captures that have it. */
  sources: z.array(z.int()),
  /** Events without a value there. */
  missing: z.int(),
  distinct: z.int(),
  /** The most frequent values, at most 100; `benign` where it is recognized as such. */
  values: z.array(z.object({ value: z.string(), events: z.int(), benign: z.boolean() })),
})
export type LabelColumn = z.infer<typeof LabelColumn>
