/** What stands beside every result. */
import { z } from 'zod'

/** Models that learn from the same rows, in the order in which they are trained and shown. */
export const RIVAL_KINDS = [
  'boosted-trees',
  'logistic-regression',
  'isolation-forest',
  'mlp-ensemble',
] as const
export const RivalKind = z.enum(RIVAL_KINDS)
export type RivalKind = z.infer<typeof RivalKind>

/**
 * always-benign, always-alert, best-single-feature: never learned much. gate-alone: the panel without its experts.
 * without-identifiers: the same system, trained without the columns that number or name single things.
 */
export const BaselineKind = z.enum([
  'always-benign',
  'always-alert',
  'best-single-feature',
  ...RIVAL_KINDS,
  'gate-alone',
  'without-identifiers',
])
export type BaselineKind = z.infer<typeof BaselineKind>

/** Short names, for heads of columns. */
export const BASELINE_NAMES: Record<BaselineKind, string> = {
  'always-benign': 'always benign',
  'always-alert': 'always alert',
  'best-single-feature': 'one feature',
  'boosted-trees': 'boosted trees',
  'logistic-regression': 'logistic regression',
  'isolation-forest': 'isolation forest',
  'mlp-ensemble': 'MLP ensemble',
  'gate-alone': 'gate alone',
  'without-identifiers': 'without identifiers',
}
