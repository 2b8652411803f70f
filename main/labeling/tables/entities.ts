/** Account by account: its alerts, its events, and how many of them any window holds. */
import type { Rule } from '../../../preload/contract/labeling-rule.ts'
import type { LabelEntity } from '../../../preload/contract/labeling-tables.ts'
import type { LabelIndex } from '../label-index.ts'
import { windowsFor, type EntityWindows } from '../windows.ts'

/** Every account that an alert names, most caught events first. */
export function entityTable(index: LabelIndex, rule: Rule): LabelEntity[] {
  const classes = index.classes(rule)
  const windows = windowsFor(index.schedule(rule), rule, classes)
  const byGroup = Map.groupBy(windows, ({ group }) => group)
  return index
    .grouping(rule)
    .groups.map((group): LabelEntity => {
      const own = byGroup.get(group) ?? []
      const matched = new Set(
        own.flatMap(({ alerts, lo, hi }) => [...alerts].filter((_, i) => hi[i]! > lo[i]!)),
      )
      return {
        name: group.key,
        alerts: group.alerts.length,
        matched: matched.size,
        events: group.events.length,
        caught: heldBy(own),
        classes: commonest(group.alerts.map((alert) => classes.names[classes.of[alert]!] ?? 'left out')),
      }
    })
    .toSorted((a, b) => b.caught - a.caught || b.alerts - a.alerts || b.events - a.events)
}

/** Events of one group in any of its windows. */
function heldBy(entries: readonly EntityWindows[]): number {
  const runs = entries.flatMap(({ lo, hi }) => Array.from(lo, (from, i) => [from, hi[i]!] as const))
  let reached = 0
  let held = 0
  for (const [from, to] of runs.toSorted((a, b) => a[0] - b[0])) {
    held += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return held
}

function commonest(names: readonly string[], most = 6): string[] {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, list]) => ({ name, count: list.length }))
  return counts
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ name }) => name)
}
