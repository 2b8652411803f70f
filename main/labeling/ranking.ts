/** Which classes are kept: the K with most labeled events. The rest are counted and shown, but kept apart. */
import type { ClassCount } from '../../preload/contract/labeling.ts'
import type { z } from 'zod'
import { byCodeUnits, type AlertClasses } from './alert-classes.ts'

export interface Ranking {
  /** Class indexes in the order of their labels 1, 2, … */
  kept: number[]
  keptNames: string[]
  /** Every class that any alert has, most labeled events first. */
  counts: z.infer<typeof ClassCount>[]
}

/**
 * Ranks classes by labeled events, ties by number of alerts, then by name. Classes without events are never kept, nor is the
 * class of alerts that name none.
 */
export function rankClasses(classes: AlertClasses, events: Int32Array, top: number): Ranking {
  const alerts = new Int32Array(classes.names.length)
  for (const of of classes.of) if (of >= 0) alerts[of]! += 1
  const order = classes.names
    .map((name, index) => ({ name, index, events: events[index]!, alerts: alerts[index]! }))
    .toSorted((a, b) => b.events - a.events || b.alerts - a.alerts || byCodeUnits(a.name, b.name))
  const kept = order.filter((one) => one.events > 0 && one.index !== classes.unnamed).slice(0, top)
  const keptIndexes = new Set(kept.map((one) => one.index))
  return {
    kept: kept.map((one) => one.index),
    keptNames: kept.map((one) => one.name),
    counts: order.map((one) => ({
      name: one.name,
      events: one.events,
      alerts: one.alerts,
      kept: keptIndexes.has(one.index),
    })),
  }
}
