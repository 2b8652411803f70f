/** Long work: it starts at once, tells of itself through events, and can be canceled. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ProblemShape } from './problem.ts'

export const JobKind = z.enum([
  'import',
  'import-files',
  'alerts',
  'label',
  'experiment',
  'report',
  'verify',
  'suspects',
  'export',
  'export-events',
  'practice',
  'score',
  'index',
])
export type JobKind = z.infer<typeof JobKind>

/** One point of a training curve, sent while it is drawn. */
export const LossPoint = z.object({
  regime: z.string(),
  network: z.string(),
  /** Epochs, or what `counts` says. */
  epoch: z.int(),
  train: z.number(),
  validation: z.number().nullable(),
  /** Rounds of boosting, or components of a mixture that were tried (losses are then minus the log-likelihood). */
  counts: z.enum(['rounds', 'components']).optional(),
})
export type LossPoint = z.infer<typeof LossPoint>

export const JobProgress = z.object({
  /** What is being done now, e.g. `training expert T1059`. */
  step: z.string(),
  /** 0 to 1 over the whole job; null while the size is unknown. */
  fraction: z.number().min(0).max(1).nullable(),
  /** Seconds left, estimated; null while unknown. */
  eta: z.number().nullable(),
  /** Free counts for the reader, e.g. { rows: 65536 }. */
  counts: z.record(z.string(), z.number()).optional(),
  losses: z.array(LossPoint).optional(),
})
export type JobProgress = z.infer<typeof JobProgress>

export const JobState = z.enum(['queued', 'running', 'done', 'failed', 'canceled'])

export const Job = z.object({
  id: z.string(),
  kind: JobKind,
  title: z.string(),
  state: JobState,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  progress: JobProgress,
  /** The job's answer when done: the same JSON that the terminal prints with `--json`. */
  result: z.unknown().optional(),
  problem: ProblemShape.optional(),
})
export type Job = z.infer<typeof Job>

export const jobs = {
  list: oc.input(z.object({})).output(z.array(Job)),
  /** Sends every job once, then each change, at 10 Hz at most. */
  watch: oc.input(z.object({})).output(eventIterator(Job)),
  cancel: oc.input(z.object({ id: z.string() })).output(z.object({})),
}
