/** Every number of a run. The window, the terminal and the report all show this one document. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { BaselineKind } from './baselines.ts'
import { CircularityReport } from './circularity.ts'
import { ProtocolId } from './experiment.ts'
import { TruthChoice } from './labeling-sweep.ts'

/** null: not defined for these rows (say, no positive among them); never shown as 0. */
const Rate = z.number().nullable()

export const ClassMetrics = z.object({
  class: z.string(),
  support: z.int(),
  predicted: z.int(),
  /** null when nothing was predicted as this class; counts as 0 in averages. */
  precision: Rate,
  recall: Rate,
  f1: Rate,
  rocAuc: Rate,
  prAuc: Rate,
  /** The PR-AUC of a coin: this class's share of the rows. */
  prevalence: z.number(),
})
export type ClassMetrics = z.infer<typeof ClassMetrics>

export const Average = z.object({ precision: z.number(), recall: z.number(), f1: z.number() })

/** Attack (any class but benign) against benign. */
export const BinaryMetrics = z.object({
  precision: Rate,
  recall: Rate,
  f1: Rate,
  rocAuc: Rate,
  prAuc: Rate,
  prevalence: z.number(),
  falsePositiveRate: Rate,
  /** Recall at the strictest threshold whose false-positive rate is at most this. */
  recallAtFpr1e3: Rate,
  recallAtFpr1e4: Rate,
})

export const Metrics = z.object({
  rows: z.int(),
  accuracy: z.number(),
  balancedAccuracy: Rate,
  mcc: Rate,
  macro: Average,
  weighted: Average,
  perClass: z.array(ClassMetrics),
  binary: BinaryMetrics,
  /** confusion[true][predicted], counts, in the order of the classes. */
  confusion: z.array(z.array(z.int())),
})
export type Metrics = z.infer<typeof Metrics>

export const Curve = z.object({ x: z.array(z.number()), y: z.array(z.number()) })
export type Curve = z.infer<typeof Curve>

export const Ailment = z.object({
  kind: z.enum([
    'majority-class-collapse',
    'gate-collapse',
    'constant-expert',
    'idle-expert',
    'zero-gradient-loss',
    'duplicate-leakage',
    'label-shift',
    'single-feature',
    'identifier-feature',
    'too-few-positives',
    'false-alarms',
  ]),
  severity: z.enum(['severe', 'warning']),
  /** Which expert, class or feature it concerns; empty when the whole model. */
  subject: z.string(),
  /** What is the matter, in plain words. */
  finding: z.string(),
  /** The numbers it rests on. */
  evidence: z.string(),
  why: z.string(),
  advice: z.string(),
})
export type Ailment = z.infer<typeof Ailment>

/** An ailment that was looked for and not found, with the numbers that say so. */
export const Clearance = z.object({ kind: Ailment.shape.kind, evidence: z.string() })

/** Three ways of gating a panel; `joint` where experts are mixed inside the network and the likeliest class is called. */
export const Strategy = z.enum(['top-1', 'top-k', 'threshold', 'joint'])
export type Strategy = z.infer<typeof Strategy>

export const StrategyResult = z.object({
  strategy: Strategy,
  /** k, or the threshold; 1 for top-1 and joint. */
  parameter: z.number(),
  metrics: Metrics,
  /** Mean number of active experts per row. */
  meanActive: z.number(),
  /** Rows where no expert passed the threshold; there the one that the gate ranks first speaks alone. */
  silent: z.int(),
})

/** What the gate gives an expert over some rows. */
export const WeightSpread = z.object({
  mean: z.number(),
  deviation: z.number(),
  min: z.number(),
  max: z.number(),
  /** Share of the rows on which no expert has more. */
  dominant: z.number(),
})
export type WeightSpread = z.infer<typeof WeightSpread>

export const ExpertReport = z.object({
  expert: z.string(),
  /** Share of rows for which the gate ranks it first. */
  load: z.number(),
  meanGateWeight: z.number(),
  /** Of its probability over the test rows; null where it has none of its own (joint). */
  outputMean: Rate,
  outputDeviation: Rate,
  /** Its own ROC-AUC: its class against the rest. */
  rocAuc: Rate,
  health: z.enum(['sound', 'constant', 'idle']),
  /** Joint systems with several experts: the feature columns that it sees, and its trained numbers. */
  columns: z.array(z.string()).optional(),
  parameters: z.int().optional(),
})
export type ExpertReport = z.infer<typeof ExpertReport>

/** Something that was supposed of the gate, and what the data says. */
export const Hypothesis = z.object({
  family: z.string(),
  /** The classes of the run that belong to it. */
  classes: z.array(z.string()),
  /** The expert that should have the larger weight; balanced: both alike. */
  expected: z.enum(['temporal', 'tabular', 'balanced']),
  outcome: z.enum(['confirmed', 'refuted', 'undecided']),
  /** Temporal part of what the two experts weigh together, mean over its events, with its 95 % interval. */
  temporal: z.number(),
  interval: z.tuple([z.number(), z.number()]),
  /** The same over all other events; null when there are none. */
  others: Rate,
  events: z.int(),
  evidence: z.string(),
})
export type Hypothesis = z.infer<typeof Hypothesis>

export const GateReport = z.object({
  /** meanWeight[class][expert]: mean gate weight over test rows of that class. */
  meanWeight: z.array(z.array(z.number())),
  /** Shannon entropy of the load, divided by its largest value: 1 even, 0 one expert does all. */
  loadEntropy: z.number(),
  /** Joint systems: spread[class][expert] over test rows of that class, and over all of them. */
  spread: z.object({ all: z.array(WeightSpread), perClass: z.array(z.array(WeightSpread)) }).optional(),
  /** Joint systems with several experts: the spread over validation rows after each epoch. */
  history: z.array(z.object({ epoch: z.int(), experts: z.array(WeightSpread) })).optional(),
  /** Joint systems of a tabular and a temporal expert. */
  hypotheses: z.array(Hypothesis).optional(),
  /** Points of the threshold slider, 0 to 1 in steps of 0.02; none for joint systems. */
  sweep: z.array(
    z.object({
      threshold: z.number(),
      meanActive: z.number(),
      silent: z.int(),
      macroF1: z.number(),
      attackRecall: Rate,
      attackPrecision: Rate,
      falsePositiveRate: Rate,
    }),
  ),
})

export const Baseline = z.object({
  kind: BaselineKind,
  /** What it does, e.g. the feature and its cut. */
  detail: z.string(),
  metrics: Metrics,
})
export type Baseline = z.infer<typeof Baseline>

export const Regime = z.object({
  kind: z.enum(['imbalanced', 'balanced', 'realistic']),
  rows: z.int(),
  perClass: z.array(z.int()),
})

export const ProtocolResult = z.object({
  id: ProtocolId,
  title: z.string(),
  train: Regime,
  validation: Regime,
  test: Regime,
  /** The strategy that the config chose; its metrics head the page. */
  chosen: Strategy,
  strategies: z.array(StrategyResult),
  baselines: z.array(Baseline),
  ailments: z.array(Ailment),
  cleared: z.array(Clearance),
  experts: z.array(ExpertReport),
  gate: GateReport,
  /** Of the attack score, 1,000 points at most. */
  roc: Curve,
  pr: Curve,
  /** Test rows whose exact twin (features) is among the training rows. */
  twins: z.int(),
  /** In one sentence: does the result hold, and why or why not. */
  verdict: z.string(),
  holds: z.boolean(),
})
export type ProtocolResult = z.infer<typeof ProtocolResult>

export const Evaluation = z.object({
  run: z.string(),
  /** Index 0 is always benign. */
  classes: z.array(z.string()),
  protocols: z.array(ProtocolResult),
  weightsHash: z.string(),
  scoresHash: z.string(),
})
export type Evaluation = z.infer<typeof Evaluation>

export const evaluation = {
  /** Which columns give the rule's inputs away, and what the run knows beyond the rule, where there is truth. */
  circularity: oc
    .input(z.object({ run: z.string(), truth: TruthChoice.optional() }))
    .output(CircularityReport),
  get: oc.input(z.object({ run: z.string() })).output(Evaluation),
  /** Event ids of one confusion cell. */
  cell: oc
    .input(
      z.object({
        run: z.string(),
        protocol: ProtocolId,
        strategy: Strategy,
        truth: z.int(),
        predicted: z.int(),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.int(), events: z.array(z.int()) })),
}
