/** The systems that can be trained, one settings document each, told apart by `system`. Left out, it is S1. */
import { z } from 'zod'

/** S1: a panel of one expert per class, and a gate that says who speaks. */
export const S1Model = z.strictObject({
  system: z.literal('S1').default('S1'),
  /** What experts and gate are made of: networks, or boosted trees (always one-vs-rest; layers and epochs then mean nothing). */
  learner: z.enum(['networks', 'trees']).default('networks'),
  /** Rounds of boosting, at most, where they are trees. */
  rounds: z.int().min(1).max(1000).default(100),
  experts: z.enum(['one-class', 'one-vs-rest']).default('one-vs-rest'),
  hidden: z.array(z.int().min(1).max(4096)).min(1).max(6).default([64, 32]),
  dropout: z.number().min(0).max(0.9).default(0.2),
  learningRate: z.number().positive().max(1).default(1e-3),
  batchSize: z.int().min(1).max(65_536).default(128),
  expertEpochs: z.int().min(1).max(1000).default(10),
  gateEpochs: z.int().min(1).max(1000).default(30),
  gating: z.enum(['top-1', 'top-k', 'threshold']).default('threshold'),
  k: z.int().min(1).max(64).default(2),
  threshold: z.number().min(0).max(1).default(0.5),
  /** One more expert, `unknown`, that knows benign only and may object where the panel calls an event benign. */
  novelty: z.boolean().default(false),
})

export const FlowExpertName = z.enum(['tabular', 'temporal', 'protocol', 'statistics'])
export type FlowExpertName = z.infer<typeof FlowExpertName>

/** S2: experts that each see one kind of column, mixed inside one network. The defaults are as published. */
export const S2Model = z
  .strictObject({
    system: z.literal('S2'),
    /** One alone stands without a gate. */
    experts: z.array(FlowExpertName).min(1).max(4).default(['tabular', 'temporal']),
    gate: z.enum(['soft', 'top-k', 'attention', 'hierarchical']).default('soft'),
    /** Experts that the top-k gate lets speak. */
    k: z.int().min(1).max(4).default(1),
    /** Width of a token and of every embedding. */
    tokenWidth: z.int().min(8).max(1024).default(128),
    /** Blocks of the FT-Transformer and its attention heads, which must divide the width. */
    layers: z.int().min(1).max(12).default(3),
    heads: z.int().min(1).max(32).default(8),
    dropout: z.number().min(0).max(0.9).default(0.1),
    /** Epochs of masked feature modelling before labels are shown; 0 leaves it out. */
    pretrainEpochs: z.int().min(0).max(1000).default(1),
    epochs: z.int().min(1).max(1000).default(10),
    batchSize: z.int().min(1).max(65_536).default(256),
    learningRate: z.number().positive().max(1).default(1e-4),
    /** `balanced`: every class weighs the same in the loss, however rare it is. */
    classWeights: z.enum(['balanced', 'none']).default('balanced'),
    /** Columns by expert, by name; null, or an expert left out: by the kind that a column's name tells. */
    groups: z.partialRecord(FlowExpertName, z.array(z.string()).min(1)).nullable().default(null),
  })
  .refine(({ tokenWidth, heads }) => tokenWidth % heads === 0, {
    path: ['heads'],
    message: 'the heads must divide the token width',
  })

/** S3: one small network with one output, attack or benign. The defaults are as published, fault included. */
export const S3Model = z.strictObject({
  system: z.literal('S3'),
  hidden: z.array(z.int().min(1).max(4096)).min(1).max(6).default([128, 64]),
  /** `softmax`: cross entropy over the single output, which is always zero. `binary`: binary cross entropy. */
  loss: z.enum(['softmax', 'binary']).default('softmax'),
  optimizer: z.enum(['sgd', 'adam']).default('sgd'),
  learningRate: z.number().positive().max(1).default(1e-3),
  /** Share of each weight taken off per unit of learning rate and step (L2 in the gradient). */
  weightDecay: z.number().min(0).max(1).default(1e-4),
  epochs: z.int().min(1).max(1000).default(10),
  /** Rows a step; null takes all rows at once. */
  batchSize: z.int().min(1).max(65_536).nullable().default(null),
  /** `balanced`: both classes weigh the same in the loss, however rare one is. */
  classWeights: z.enum(['none', 'balanced']).default('none'),
})

/** The expert for the unknown, alone: it learns from benign events only, and calls an attack what is unlike them. */
export const NoveltyModel = z.strictObject({
  system: z.literal('novelty'),
  /** `mixture`: how likely a Gaussian mixture finds the event; `nearest`: how far the nearest benign event is. */
  density: z.enum(['mixture', 'nearest']).default('mixture'),
  /** Numbers of components to choose from, by the likelihood of held-out benign events. */
  components: z.array(z.int().min(1).max(256)).min(1).max(12).default([1, 2, 4, 8, 16, 32]),
  /** `auto`: full up to 16 features, diagonal beyond. */
  covariance: z.enum(['auto', 'full', 'diagonal']).default('auto'),
  /** Added to every variance. */
  ridge: z.number().positive().max(1).default(1e-3),
  /** Share of benign validation events that may be alarms: where the threshold lies. */
  falseAlarms: z.number().positive().max(0.49).default(0.01),
})

export const ModelConfig = z.discriminatedUnion('system', [S1Model, S2Model, S3Model, NoveltyModel])
export type ModelSettings = z.output<typeof ModelConfig>
export type SystemId = ModelSettings['system']
/** The settings of one system. */
export type SettingsOf<S extends SystemId> = Extract<ModelSettings, { system: S }>
