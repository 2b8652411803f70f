/** A config of which a person wrote only what differs from a preset. */
import { z } from 'zod'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'

/** Groups of settings are merged field by field; another system's model starts afresh. */
export function differencesFrom(start: ExperimentConfig) {
  return z.preprocess((own) => (isObject(own) ? { ...start, ...merged(start, own) } : own), ExperimentConfig)
}

function merged(start: ExperimentConfig, own: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => {
      const base: unknown = start[key as keyof ExperimentConfig]
      if (!isObject(base) || !isObject(value)) return [key, value]
      const other = key === 'model' && 'system' in value && value['system'] !== base['system']
      return [key, other ? value : { ...base, ...value }]
    }),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
