/** How events are parted into training, validation and test. */
import { z } from 'zod'

/** Names of captures (or their numbers), hosts or users, by `split.by`. */
const Names = z.array(z.string().min(1).max(1000)).min(1).max(1000).nullable().default(null)

export const SplitConfig = z.strictObject({
  /** `source`, `host`, `user`: what `testOn` names is never trained on. */
  by: z.enum(['stratified', 'time', 'source', 'host', 'user']).default('stratified'),
  /** Shares of the events; by source, host or user those of training and validation within what is not tested on. */
  train: z.number().positive().max(0.98).default(0.7),
  validation: z.number().positive().max(0.49).default(0.15),
  /** Captures, hosts or users that are tested on, whole; null takes the newest capture. */
  testOn: Names,
  /** Those that are trained on; null takes all others. */
  trainOn: Names,
})
export type SplitConfig = z.infer<typeof SplitConfig>

/** Splits that hold out whole captures, hosts or users. */
export const holdsOut = (split: Pick<SplitConfig, 'by'>): boolean =>
  split.by === 'source' || split.by === 'host' || split.by === 'user'
