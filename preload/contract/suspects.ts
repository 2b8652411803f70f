/** Labels that are probably wrong, as a queue for people, and people's verdicts. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Started } from './common.ts'
import { Verdict, VerdictKind } from './verdicts.ts'

/** How the out-of-fold scores of a label set came to be. */
export const SuspectsInfo = z.object({
  labelSet: z.string(),
  createdAt: Micros,
  /** Events that were scored, each by trees that saw no event near it. */
  events: z.int(),
  folds: z.int(),
  classes: z.array(z.string()),
  /** Events whose label is probably wrong, by confident learning. */
  suspects: z.int(),
  /** Share of events whose most likely class is their label. */
  agreement: z.number(),
  scoresHash: z.string(),
})
export type SuspectsInfo = z.infer<typeof SuspectsInfo>

export const SuspectEvent = z.object({
  /** From 1. */
  rank: z.int(),
  event: z.int(),
  time: Micros.nullable(),
  user: z.string(),
  host: z.string(),
  action: z.string(),
  label: z.string(),
  /** What the trees think instead. */
  likely: z.string(),
  /** Probability of the label, and of the likely class. */
  ofLabel: z.number(),
  ofLikely: z.number(),
  /** Confidently another class; else only less sure. */
  suspect: z.boolean(),
  /** The alert that labeled it; null for benign events. */
  alert: z.int().nullable(),
  verdict: VerdictKind.nullable(),
})
export type SuspectEvent = z.infer<typeof SuspectEvent>

export const SuspectAlert = z.object({
  rank: z.int(),
  alert: z.int(),
  name: z.string(),
  user: z.string(),
  host: z.string(),
  time: Micros.nullable(),
  class: z.string(),
  /** Scored events that it labels, and those of them that are suspects. */
  events: z.int(),
  suspects: z.int(),
  /** What its events most likely are. */
  likely: z.string(),
  /** Mean probability of the label, and of benign, over its events. */
  ofLabel: z.number(),
  ofBenign: z.number(),
})
export type SuspectAlert = z.infer<typeof SuspectAlert>

/** How often an alert rule's labels are what the trees think. */
export const SearchAgreement = z.object({ name: z.string(), events: z.int(), agree: z.int() })
export type SearchAgreement = z.infer<typeof SearchAgreement>

const Asked = z.object({
  labelSet: z.string(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
})

export const suspects = {
  /** Trains trees on the label set, fold by fold, and ranks its labels. */
  find: oc.input(z.object({ labelSet: z.string().nullable().default(null) })).output(Started),
  /** Of a label set; null when its labels were not ranked yet. */
  info: oc.input(z.object({ labelSet: z.string() })).output(SuspectsInfo.nullable()),
  /** Most suspicious first. */
  events: oc
    .input(Asked.extend({ only: z.enum(['every', 'open']).default('every') }))
    .output(z.object({ total: z.int(), rows: z.array(SuspectEvent) })),
  alerts: oc.input(Asked).output(z.object({ total: z.int(), rows: z.array(SuspectAlert) })),
  searches: oc.input(z.object({ labelSet: z.string() })).output(z.array(SearchAgreement)),
  verdicts: oc.input(z.object({})).output(z.array(Verdict)),
  /** Says what an event is, or takes back what was said; logged, and counted by rules that say so. */
  adjudicate: oc
    .input(
      z.object({
        event: z.int().min(0),
        verdict: VerdictKind,
        class: z.string().max(500).nullable().default(null),
        note: z.string().max(10_000).default(''),
      }),
    )
    .output(Verdict),
}
