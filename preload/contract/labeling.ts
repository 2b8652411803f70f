/** Labels from alerts by user and time window, or from a column of the capture. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { HostClock } from './clocks.ts'
import { Micros, Sha256 } from './common.ts'
import { Rule } from './labeling-rule.ts'
import { Stability, Sweep, SweepInput, TruthChoice } from './labeling-sweep.ts'
import { ClassMeeting, LabelEntity, LabelSearch } from './labeling-tables.ts'
import { ColumnRequest, ColumnRule, LabelColumn } from './label-column.ts'

export { Rule } from './labeling-rule.ts'

/** What a label set was made by: a window rule over alerts, or a column. Only the latter has a `kind`. */
export const LabelRule = z.union([ColumnRule, Rule])
export type LabelRule = z.infer<typeof LabelRule>

export const isColumnRule = (rule: LabelRule): rule is ColumnRule => 'kind' in rule && rule.kind === 'column'

export const ClassCount = z.object({
  name: z.string(),
  events: z.int(),
  alerts: z.int(),
  /** False: labeled, but not among the K most frequent; neither trained nor tested on. */
  kept: z.boolean(),
})

export const UnmatchedReason = z.enum([
  'no user',
  'excluded account',
  'no such user',
  'no such host',
  'no events then',
  'in a gap',
  'outside capture',
  'no time',
  'left out',
])

export const Labeling = z.object({
  events: z.int(),
  /** Events that got at least one class. */
  labeled: z.int(),
  benign: z.int(),
  /** Labeled with a class that is not among the K kept. */
  apart: z.int(),
  /** Dropped by conflict policy `drop`. */
  dropped: z.int(),
  withoutTime: z.int(),
  /** Labels from a column: events that have no value there. They are neither benign nor of a class. */
  withoutLabel: z.int().optional(),
  alerts: z.int(),
  unmatchedAlerts: z.int(),
  unmatchedBy: z.partialRecord(UnmatchedReason, z.int()),
  /** Events that lie in windows of two or more classes. */
  conflicts: z.int(),
  /** Alerts whose window meets that of another alert about the same user. Absent in label sets from before it was counted. */
  overlapping: z.int().optional(),
  /** Events that a person's verdict decides. */
  byVerdict: z.int().optional(),
  byClass: z.array(ClassCount),
})
export type Labeling = z.infer<typeof Labeling>

export const AlertStrip = z.object({
  alert: z.int(),
  name: z.string(),
  class: z.string(),
  user: z.string(),
  time: Micros.nullable(),
  /** Events caught, by slice of the window (at most 60 slices). */
  slices: z.array(z.int()),
  caught: z.int(),
  unmatched: UnmatchedReason.nullable(),
})
export type AlertStrip = z.infer<typeof AlertStrip>

export const LabelSet = z.object({
  id: z.string(),
  name: z.string(),
  rule: LabelRule,
  ruleHash: Sha256,
  labelsHash: Sha256,
  createdAt: Micros,
  labeling: Labeling,
})
export type LabelSet = z.infer<typeof LabelSet>

export const labeling = {
  /** Applies the rule to the open case in memory; changes nothing. */
  preview: oc.input(Rule).output(z.object({ labeling: Labeling, milliseconds: z.number() })),
  strips: oc
    .input(
      z.object({
        rule: Rule,
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
        only: z.enum(['every', 'matched', 'unmatched']).default('every'),
        /** Of the unmatched, those with this reason alone. */
        reason: UnmatchedReason.optional(),
      }),
    )
    .output(z.object({ total: z.int(), strips: z.array(AlertStrip) })),
  /** Stores the rule and its labels as a label set. */
  lock: oc.input(z.object({ rule: Rule, name: z.string().max(200).optional() })).output(LabelSet),
  list: oc.input(z.object({})).output(z.array(LabelSet)),
  /** What can serve as truth: columns that are mapped as labels, and how many events have a verdict. */
  truths: oc.input(z.object({})).output(z.object({ columns: z.array(z.string()), verdicts: z.int() })),
  /** Every window size at once. */
  sweep: oc.input(SweepInput).output(Sweep),
  /** The rule's accounts, the pairs of classes that meet, and its searches; each at most 2,000 rows, the largest. */
  entities: oc
    .input(z.object({ rule: Rule }))
    .output(z.object({ total: z.int(), rows: z.array(LabelEntity) })),
  meetings: oc
    .input(z.object({ rule: Rule }))
    .output(z.object({ total: z.int(), rows: z.array(ClassMeeting) })),
  searches: oc
    .input(z.object({ rule: Rule, truth: TruthChoice.nullable().default(null) }))
    .output(z.object({ total: z.int(), rows: z.array(LabelSearch) })),
  /** Clocks that seem wrong, host by host; nothing is corrected by asking. */
  clocks: oc.input(z.object({ rule: Rule })).output(z.array(HostClock)),
  /** The rule's JSON schema. */
  schema: oc.input(z.object({})).output(z.record(z.string(), z.unknown())),
  /** How far the sweep's suggestion, and the precision of some cells, depend on which alerts there are. */
  stability: oc
    .input(SweepInput.extend({ cells: z.array(z.int().min(0)).max(400).default([]) }))
    .output(Stability),
  /** Columns of the captures that hold labels, as far as they are known, with their values. */
  columns: oc.input(z.object({})).output(z.array(LabelColumn)),
  /** Stores the labels that captures carry in a column as a label set. */
  lockColumn: oc.input(ColumnRequest).output(LabelSet),
}
