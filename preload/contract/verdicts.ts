/** A person's verdict on one event. */
import { z } from 'zod'
import { Micros } from './common.ts'

export const VerdictKind = z.enum(['malicious', 'benign', 'unsure', 'withdrawn'])

export const Verdict = z.object({
  /** Running number; a rule that counts verdicts names the last one that it counts. */
  id: z.int(),
  at: Micros,
  event: z.int(),
  verdict: VerdictKind,
  /** Class of a malicious event; null: of a kind that nobody said. */
  class: z.string().nullable(),
  note: z.string(),
})
export type Verdict = z.infer<typeof Verdict>
