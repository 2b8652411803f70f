/** What can be set about the expert for the unknown. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Covariance } from './mixture-density.ts'

export interface NoveltySettings {
  /** `mixture`: minus the log-density of a Gaussian mixture; `nearest`: the distance to the nearest benign row. */
  density: 'mixture' | 'nearest'
  /** Numbers of components to choose from. */
  components: readonly number[]
  /** `auto`: full where there are few features, diagonal otherwise. */
  covariance: Covariance | 'auto'
  /** Added to every variance; features are about one wide. */
  ridge: number
  /** Share of unseen benign rows that may be alarms. */
  falseAlarms: number
  /** Most different rows that a fit looks at. */
  maxRows: number
}

export const defaultNovelty: NoveltySettings = {
  density: 'mixture',
  components: [1, 2, 4, 8, 16, 32],
  covariance: 'auto',
  ridge: 1e-3,
  falseAlarms: 0.01,
  maxRows: 5_000,
}

/** @throws Problem `bad-novelty-settings` naming the field */
export function checkNovelty(settings: NoveltySettings): void {
  const { components, ridge, falseAlarms, maxRows } = settings
  if (components.length === 0 || !components.every((k) => Number.isInteger(k) && k >= 1 && k <= 256))
    throw bad('components', 'Numbers of components must be whole, from 1 to 256, and at least one.')
  if (!(ridge > 0 && ridge <= 1)) throw bad('ridge', `ridge is ${ridge}; it must be above 0 and at most 1.`)
  if (!(falseAlarms > 0 && falseAlarms < 0.5))
    throw bad('falseAlarms', `falseAlarms is ${falseAlarms}; it must be above 0 and below 0.5.`)
  if (!Number.isInteger(maxRows) || maxRows < 1)
    throw bad('maxRows', `maxRows is ${maxRows}; it must be 1 or more.`)
}

function bad(field: string, message: string): Problem {
  return new Problem('bad-novelty-settings', message, { where: { field } })
}
