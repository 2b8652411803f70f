/** A labeling rule at every window size at once: counts, cliffs, precision where truth exists, a suggestion and how stable it is. */
import { z } from 'zod'
import { Rule } from './labeling-rule.ts'

/** Where truth comes from: a column of the capture, or people's verdicts. */
export const TruthChoice = z.union([
  z.object({
    column: z.string(),
    /** What of an alert is compared with it; found from the values when left out. */
    key: z.enum(['name', 'first word of the name', 'technique', 'tactic', 'malicious']).optional(),
  }),
  z.object({ verdicts: z.literal(true) }),
])
export type TruthChoice = z.infer<typeof TruthChoice>

export const SweepInput = z.object({
  rule: Rule,
  /** Window lengths tried on each side. */
  steps: z.int().min(2).max(120).default(60),
  truth: TruthChoice.nullable().default(null),
  /** Only alerts of this class count; the others stay where they are. */
  className: z.string().optional(),
})
export type SweepInput = z.infer<typeof SweepInput>

export const Cliff = z.object({
  /** The last length before it and where it ends, microseconds. */
  from: z.number(),
  to: z.number(),
  /** Share of labels that is wrong (by truth) or doubtful at either end. */
  low: z.number(),
  high: z.number(),
})

export const SweepCurve = z.object({
  side: z.enum(['before', 'after', 'both']),
  /** Cells of the grid that it passes, in order. */
  cells: z.array(z.int()),
  cliffs: z.array(Cliff),
})

export type SweepCurve = z.infer<typeof SweepCurve>

export const WindowSuggestion = z.object({
  cell: z.int(),
  before: z.number(),
  after: z.number(),
  byTruth: z.boolean(),
  wrong: z.number(),
  /** Events labeled rightly (by truth) or alerts with events, and the most that any window as good reaches. */
  reached: z.number(),
  best: z.number(),
  reason: z.string(),
})
export type WindowSuggestion = z.infer<typeof WindowSuggestion>

const Cells = z.array(z.number())

export const Sweep = z.object({
  events: z.int(),
  alerts: z.int(),
  /** Window lengths in microseconds, rising; cell (b, a) is at b * after.length + a. */
  before: Cells,
  after: Cells,
  labeled: Cells,
  conflicts: Cells,
  /** Labeled events whose nearest alert of all is of another class. */
  strays: Cells,
  /** Events in conflict or strays. */
  doubtful: Cells,
  /** Alerts with any event. */
  matched: Cells,
  /** Alerts whose window meets that of another alert about the same user. */
  overlapping: Cells,
  /** Labeled events of known truth, and those that are right. */
  known: Cells,
  right: Cells,
  truth: z.object({ name: z.string(), key: z.string(), malicious: z.int(), known: z.int() }).nullable(),
  /** The curves through the rule's own window. */
  curves: z.array(SweepCurve),
  /** The cell nearest to the rule's own window. */
  here: z.int(),
  suggestion: WindowSuggestion.nullable(),
  milliseconds: z.number(),
})
export type Sweep = z.infer<typeof Sweep>

const Interval = z.tuple([z.number(), z.number()])

export const Stability = z.object({
  draws: z.int(),
  /** Draws in which the suggested window would still be good enough. */
  held: z.int(),
  /** Range of the windows that the draws suggest, 95 %; null when none suggests any. */
  before: Interval.nullable(),
  after: Interval.nullable(),
  /** 95 % intervals of the cells asked for, by resampling alerts; null without truth. */
  precision: z.array(
    z.object({ cell: z.int(), precision: Interval.nullable(), recall: Interval.nullable() }),
  ),
})
export type Stability = z.infer<typeof Stability>
