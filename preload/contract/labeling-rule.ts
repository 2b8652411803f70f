/**
 * The labeling window rule: which events an alert labels, and as what. Its hash identifies it.
 *
 * The first eight settings are in every rule; the others are left out where they say nothing, so that rules from before they
 * existed keep their hashes.
 */
import { z } from 'zod'

/** A length of time in integer microseconds, up to a year. */
const Length = z.int().min(0).max(31_536_000_000_000)
const Text = z.string().max(500)

export const Rule = z.object({
  before: Length.default(0),
  after: Length.default(600_000_000),
  anchor: z.enum(['fired', 'first', 'last']).default('fired'),
  /**
   * When two account names are one: the same spelling; the same but for case; the same name whatever the domain; or the same
   * name in the same domain (`CORP\ann`, `ann@corp.example`), no domain on either side being any.
   */
  entity: z.enum(['exact', 'caseless', 'normalized', 'domain']).default('normalized'),
  conflict: z.enum(['nearest', 'all', 'drop', 'priority']).default('nearest'),
  /** What becomes an alert's class. */
  classBy: z.enum(['name', 'technique', 'tactic']).default('technique'),
  /** The K most frequent classes (by labeled events) are kept; the rest are set apart. */
  top: z.int().min(1).max(64).default(4),
  /** Alerts of machine accounts (`NAME$`) and of no-one (`unknown`, `null`, empty) match nothing. */
  excludeMachines: z.boolean().default(true),
  /** Further accounts that match nothing; `*` stands for any text. */
  exclude: z.array(Text).max(1000).optional(),
  /** Account columns that count; every mapped one when left out. */
  accounts: z.array(Text).max(100).optional(),
  /** Account names of security identifiers, for logs or alerts that give only these. */
  sids: z.record(Text, Text).optional(),
  /** Events count only on the host that the alert names, where it names one. */
  matchHost: z.boolean().optional(),
  /** Own classes: what `classBy` gives → the class it becomes; '' leaves its alerts out. */
  classes: z.record(Text, Text).optional(),
  /** Policy `priority`: classes from the most to the least important; those not named come after, all alike. */
  priority: z.array(Text).max(1000).optional(),
  /** Windows of their own for some classes. */
  windows: z.record(Text, z.object({ before: Length, after: Length })).optional(),
  /** What is added to the times of a host's events, microseconds: its clock was that much behind. */
  skew: z.record(Text, z.int().min(-86_400_000_000).max(86_400_000_000)).optional(),
  /** People's verdicts up to this number decide over the alerts. */
  verdicts: z.int().min(1).optional(),
})
export type Rule = z.infer<typeof Rule>
