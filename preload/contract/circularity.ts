/** What a run knows beyond the labeling rule that made its labels, and which columns give the rule's inputs away. */
import { z } from 'zod'
import { FeatureNote, ProtocolId } from './experiment.ts'

/** A column, and the share of the uncertainty about the user and about the time that knowing it takes away; 0 to 1. */
export const TellingColumn = FeatureNote.extend({ user: z.number(), time: z.number() })
export type TellingColumn = z.infer<typeof TellingColumn>

const Share = z.number().nullable()

/** Events called malicious, held against truth. */
export const Against = z.object({
  called: z.int(),
  /** Of these, events that are malicious. */
  right: z.int(),
  precision: Share,
  recall: Share,
  f1: Share,
})
export type Against = z.infer<typeof Against>

export const RuleLift = z.object({
  /** Test events of known truth, and the malicious among them. */
  events: z.int(),
  malicious: z.int(),
  rule: Against,
  model: Against,
  /** F1 of the model less that of the rule; null where either is not defined. */
  lift: Share,
})
export type RuleLift = z.infer<typeof RuleLift>

export const CircularityReport = z.object({
  /** False: the labels come from a column of the captures, so there is no rule to learn again. */
  byRule: z.boolean(),
  /** Columns that could be features, those that tell most first. */
  columns: z.array(TellingColumn),
  /** The column (or `verdicts`) that truth comes from; null where the case has none. */
  truth: z.string().nullable(),
  /** By protocol, under the strategy that the config chose; empty without truth or rule. */
  lifts: z.array(z.object({ protocol: ProtocolId, lift: RuleLift })),
})
export type CircularityReport = z.infer<typeof CircularityReport>
