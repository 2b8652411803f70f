/** What to train, on what, and how to test it. A config is one JSON document; its hash is part of the run. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RivalKind } from './baselines.ts'
import { Micros, Sha256, Started } from './common.ts'
import { ENGINE_NAMES } from './engines.ts'
import { LossPoint } from './jobs.ts'
import { ModelConfig } from './models.ts'
import { SplitConfig } from './split-config.ts'

export const FeatureConfig = z.strictObject({
  /** Columns to use; null lets Tribunal choose (no labels, identifiers, users or times). */
  columns: z.array(z.string()).nullable().default(null),
  numeric: z.boolean().default(true),
  /** Numbers are standardized after a logarithm, or plain. */
  numbers: z.enum(['log', 'plain']).default('log'),
  categorical: z.boolean().default(true),
  /** Numbers that stand for kinds (ports, codes): one column per frequent value, or as the numbers they are. */
  codes: z.enum(['categories', 'numbers']).default('categories'),
  /** One-hot width per categorical column; the rest become "other". */
  topValues: z.int().min(1).max(256).default(12),
  timeOfDay: z.boolean().default(false),
  /** Trailing windows, in seconds, for event rates per entity. */
  rateWindows: z.array(z.number().positive().max(86_400)).max(8).default([10, 60]),
  /** Rates are counted per this entity. */
  rateEntity: z.enum(['host', 'user']).default('host'),
  identifiers: z.boolean().default(false),
  users: z.boolean().default(false),
  /** Widest feature matrix; categorical values beyond it fall into "other". */
  maxWidth: z.int().min(1).max(5000).default(256),
})

export const SamplingConfig = z.strictObject({
  /** Benign share of the imbalanced regime (published: 0.722); null keeps it as captured. */
  benignShare: z.number().gt(0).lt(1).nullable().default(0.722),
  /** Share of malicious rows that the realistic test keeps (published: 0.1). */
  realisticKeep: z.number().gt(0).max(1).default(0.1),
  /** Most rows used in all; a stratified sample is drawn above it. */
  maxRows: z.int().min(10).max(50_000_000).default(200_000),
})

export const ProtocolId = z.enum(['E1', 'E2', 'E3'])
export type ProtocolId = z.infer<typeof ProtocolId>

export const ExperimentConfig = z.strictObject({
  name: z.string().max(200).default('S1'),
  /** Id of a label set; null takes the newest. */
  labelSet: z.string().nullable().default(null),
  features: FeatureConfig.prefault({}),
  split: SplitConfig.prefault({}),
  sampling: SamplingConfig.prefault({}),
  model: ModelConfig.prefault({}),
  /** What is trained on the same rows to stand beside the result. An ensemble takes about as long as the experiment itself. */
  baselines: z.array(RivalKind).default(['boosted-trees', 'logistic-regression', 'isolation-forest']),
  protocols: z.array(ProtocolId).min(1).default(['E1', 'E2', 'E3']),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42),
  engine: z.enum(['auto', ...ENGINE_NAMES]).default('auto'),
})
export type ExperimentConfig = z.infer<typeof ExperimentConfig>
export type ExperimentInput = z.input<typeof ExperimentConfig>

export const RunSummary = z.object({
  id: z.string(),
  name: z.string(),
  labelSet: z.string(),
  createdAt: Micros,
  /** That it took, of a resumed run with those of earlier tries, up to the state that it went on from. */
  seconds: z.number(),
  engine: z.string(),
  /** What went wrong with an engine and was made good, e.g. that a GPU failed and the processor went on. */
  engineTrouble: z.string().nullish(),
  seed: z.int(),
  configHash: Sha256,
  weightsHash: Sha256,
  scoresHash: Sha256,
  classes: z.array(z.string()),
  features: z.int(),
  /** Macro F1 and ailment count of each protocol's chosen strategy. */
  protocols: z.array(z.object({ id: ProtocolId, macroF1: z.number(), ailments: z.int() })),
})
export type RunSummary = z.infer<typeof RunSummary>

export const FeatureNote = z.object({
  column: z.string(),
  role: z.enum([
    'numeric',
    'categorical',
    'label',
    'time',
    'user',
    'host',
    'identifier',
    'text',
    'constant',
    'empty',
  ]),
  used: z.boolean(),
  /** Why it is or is not used, in one plain sentence. */
  reason: z.string(),
})
export type FeatureNote = z.infer<typeof FeatureNote>

export const experiments = {
  /** A ready config per published system, with defaults filled in. */
  presets: oc
    .input(z.object({}))
    .output(z.array(z.object({ name: z.string(), note: z.string(), config: ExperimentConfig }))),
  schema: oc.input(z.object({})).output(z.record(z.string(), z.unknown())),
  /** Which columns the config would use, and why. */
  features: oc.input(FeatureConfig).output(z.array(FeatureNote)),
  run: oc.input(z.object({ config: ExperimentConfig })).output(Started),
  list: oc.input(z.object({})).output(z.array(RunSummary)),
  get: oc.input(z.object({ run: z.string() })).output(
    z.object({
      summary: RunSummary,
      config: ExperimentConfig,
      losses: z.array(LossPoint),
      features: z.array(z.string()),
    }),
  ),
}
