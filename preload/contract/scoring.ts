/** Stored models put to work: any capture of any case scored with the model of a run, kept beside the events. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Id, Micros, Path, Sha256, Started } from './common.ts'
import { Strategy } from './evaluation.ts'

/** What a capture lacks of what the model was trained on, and what stands for it there. */
export const LackingCapture = z.object({
  source: z.int(),
  name: z.string(),
  /** Of so many columns that the model reads. */
  of: z.int(),
  missing: z.array(z.object({ column: z.string(), becomes: z.string() })),
})
export type LackingCapture = z.infer<typeof LackingCapture>

export const Scoring = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Micros,
  /** The run whose model it was, and the case file that holds it; null when it is this one. */
  run: z.string(),
  runName: z.string(),
  modelCase: z.string().nullable(),
  system: z.string(),
  regime: z.string(),
  strategy: Strategy,
  /** k, or the threshold. */
  parameter: z.number(),
  /** Possible answers, benign first; names of the experts. */
  answers: z.array(z.string()),
  experts: z.array(z.string()),
  /** Ids of the captures that were scored. */
  sources: z.array(z.int()),
  events: z.int(),
  /** Events by answer. */
  byAnswer: z.array(z.int()),
  lacking: z.array(LackingCapture),
  /** What scored, and what had trained the model, with the versions of Tribunal. */
  engine: z.string(),
  trainedOn: z.string(),
  version: z.string(),
  trainedBy: z.string(),
  seed: z.int(),
  hashes: z.object({ config: Sha256, weights: Sha256, encoder: Sha256, scores: Sha256 }),
  seconds: z.number(),
})
export type Scoring = z.infer<typeof Scoring>

export const ScoreInput = z.object({
  run: Id,
  /** Which of its models; the first trained when left out. */
  regime: z.enum(['imbalanced', 'balanced']).optional(),
  /** The case file that holds the run; this one when left out. */
  modelCase: Path.optional(),
  /** Captures to score, by id; all when left out. */
  sources: z.array(z.int()).min(1).optional(),
  name: z.string().max(200).optional(),
})
export type ScoreInput = z.infer<typeof ScoreInput>

export const scoring = {
  /** Newest last. */
  list: oc.input(z.object({})).output(z.array(Scoring)),
  /** Scores captures of the open case; result: Scoring. */
  start: oc.input(ScoreInput).output(Started),
}
