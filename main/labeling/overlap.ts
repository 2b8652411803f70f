/** Alerts whose windows meet those of other alerts about the same entity. */
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { AlertClasses } from './alert-classes.ts'
import { windowOf } from './rule.ts'
import type { EntityWindows } from './windows.ts'

/**
 * How many alerts share time with another alert of an entity of theirs. Windows of one entry are equally long, so neighbors in
 * time decide; entries of different windows are compared by their neighbors too.
 */
export function overlapping(windows: readonly EntityWindows[], rule: Rule, classes: AlertClasses): number {
  const lengths = classes.names.map((name) => windowOf(rule, name))
  const meets = new Set<number>()
  for (const entries of Map.groupBy(windows, ({ group }) => group).values()) {
    const all = entries.flatMap(({ alerts, at }) => {
      return Array.from(alerts, (alert, i) => {
        const { before, after } = lengths[classes.of[alert]!]!
        return { alert, from: at[i]! - before, to: at[i]! + after }
      })
    })
    if (entries.length > 1) all.sort((a, b) => a.from - b.from)
    let farthest = all[0]
    for (const one of all.slice(1)) {
      if (one.from <= farthest!.to) meets.add(one.alert).add(farthest!.alert)
      if (one.to > farthest!.to) farthest = one
    }
  }
  return meets.size
}
