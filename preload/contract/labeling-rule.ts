/** The labeling window rule: which events an alert labels. */
import { z } from 'zod'

/** The labeling window rule. Times are integer microseconds. Its hash identifies it. */
export const Rule = z.object({
  before: z.int().min(0).max(31_536_000_000_000).default(0),
  after: z.int().min(0).max(31_536_000_000_000).default(600_000_000),
  anchor: z.enum(['fired', 'first', 'last']).default('fired'),
  entity: z.enum(['exact', 'normalized']).default('normalized'),
  conflict: z.enum(['nearest', 'all', 'drop']).default('nearest'),
  /** What becomes an alert's class. */
  classBy: z.enum(['name', 'technique', 'tactic']).default('technique'),
  /** The K most frequent classes (by labeled events) are kept; the rest are set apart. */
  top: z.int().min(1).max(64).default(4),
  /** Alerts of machine accounts (`NAME$`) and of no-one (`unknown`, `null`, empty) match nothing. */
  excludeMachines: z.boolean().default(true),
})
export type Rule = z.infer<typeof Rule>
