/** Who spoke for an event, and how loudly. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Metrics, Strategy } from './evaluation.ts'
import { ProtocolId } from './experiment.ts'

export const Voice = z.object({
  expert: z.string(),
  /** How much the gate gives this expert, 0 to 1. */
  gate: z.number(),
  /** sigmoid of the expert's own logit; null where it has no answer of its own (joint). */
  probability: z.number().nullable(),
  /** gate x probability: what the decision compares in a panel. */
  score: z.number().nullable(),
  active: z.boolean(),
})

export const Hearing = z.object({
  event: z.int(),
  time: z.number().nullable(),
  host: z.string(),
  user: z.string(),
  action: z.string(),
  truth: z.string(),
  predicted: z.string(),
  /** Best score less the second best among active experts; joint: of the class probabilities. */
  margin: z.number(),
  voices: z.array(Voice),
  /** Joint systems: probability of each class. */
  answers: z.array(z.object({ class: z.string(), probability: z.number() })).optional(),
})
export type Hearing = z.infer<typeof Hearing>

const Scope = {
  run: z.string(),
  protocol: ProtocolId,
  strategy: Strategy,
  threshold: z.number().min(0).max(1).optional(),
}
export const experts = {
  /** Metrics at any gating threshold, computed from the stored scores. */
  at: oc
    .input(z.object({ run: z.string(), protocol: ProtocolId, threshold: z.number().min(0).max(1) }))
    .output(
      z.object({ metrics: Metrics, meanActive: z.number(), silent: z.int(), load: z.array(z.number()) }),
    ),
  /** Test rows, filtered by truth and prediction, with every voice. */
  hearings: oc
    .input(
      z.object({
        ...Scope,
        truth: z.string().nullable().default(null),
        predicted: z.string().nullable().default(null),
        only: z.enum(['every', 'errors', 'right']).default('every'),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(Hearing) })),
}
