/**
 * How a file was understood before it is imported: one guess a part, each with what speaks for it. Confidence is always counted
 * from the sample (docs/decisions/0046-confidence-is-counted.md), never set by hand.
 */
import { z } from 'zod'

export const GuessPart = z.enum([
  'kind',
  'format',
  'encoding',
  'delimiter',
  'header',
  'time',
  'order',
  'zone',
  'host',
  'users',
  'action',
  'labels',
])
export type GuessPart = z.infer<typeof GuessPart>

export const Guess = z.object({
  part: GuessPart,
  /** What is assumed, in words; `none` where nothing is. */
  value: z.string(),
  /** Share of the sample that agrees, halved where something else fits as well; null where there is nothing to count. */
  confidence: z.number().min(0).max(1).nullable(),
  /** What speaks for it, with counts. */
  evidence: z.string(),
  /** What only a person can answer here; null where the file says enough. */
  question: z.string().nullable(),
  /** The person has decided it. */
  chosen: z.boolean(),
})
export type Guess = z.infer<typeof Guess>

/** Below this, a person is asked. */
export const SURE_ENOUGH = 0.75

/** How well a stored profile fits a file. */
export const ProfileMatch = z.object({
  id: z.string(),
  name: z.string(),
  /** Columns of the profile that the file has, of all the profile names. */
  found: z.int(),
  of: z.int(),
  /** Columns of the file. */
  columns: z.int(),
})
export type ProfileMatch = z.infer<typeof ProfileMatch>
