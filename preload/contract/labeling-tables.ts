/** What a labeling rule does, account by account, search by search, class against class. */
import { z } from 'zod'

export const LabelEntity = z.object({
  /** The account, as the rule compares it. */
  name: z.string(),
  alerts: z.int(),
  /** Of these, alerts whose window holds an event of this account. */
  matched: z.int(),
  /** Events of the account in all, and those in any window. */
  events: z.int(),
  caught: z.int(),
  /** Classes of its alerts, most alerts first, at most six. */
  classes: z.array(z.string()),
})
export type LabelEntity = z.infer<typeof LabelEntity>

/** Two classes whose windows hold the same events. */
export const ClassMeeting = z.object({ a: z.string(), b: z.string(), events: z.int() })
export type ClassMeeting = z.infer<typeof ClassMeeting>

/** An alert rule (a search) as a labeling function, in the words of weak supervision. */
export const LabelSearch = z.object({
  name: z.string(),
  /** Classes that its alerts stand for. */
  classes: z.array(z.string()),
  alerts: z.int(),
  matched: z.int(),
  /** Events in its windows. */
  covered: z.int(),
  /** Of the covered ones: also covered by another search; in windows of another class. */
  overlap: z.int(),
  conflict: z.int(),
  /** Of the covered ones: of known truth, and those where truth says the same. */
  known: z.int(),
  right: z.int(),
})
export type LabelSearch = z.infer<typeof LabelSearch>
