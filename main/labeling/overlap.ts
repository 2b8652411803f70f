/** Alerts whose windows meet those of other alerts about the same entity. */
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { AlertClasses } from './alert-classes.ts'
import { windowOf } from './rule.ts'
import type { EntityWindows } from './windows.ts'

/** How many alerts share time with another alert of an entity of theirs. */
export function overlapping(
  windows: readonly EntityWindows[],
  rule: Rule,
  classes: AlertClasses,
  alerts: number,
): number {
  const meets = new Uint8Array(alerts)
  if (rule.windows || rule.conflict === 'priority') meetAcross(windows, rule, classes, meets)
  else for (const entity of windows) meetNeighbors(entity, rule.before + rule.after, meets)
  let count = 0
  for (let alert = 0; alert < alerts; alert++) count += meets[alert]!
  return count
}

/** Windows of one length, in order of time: whoever meets anyone meets a neighbor. */
function meetNeighbors({ alerts, at }: EntityWindows, length: number, meets: Uint8Array): void {
  for (let i = 1; i < at.length; i++) {
    if (at[i]! - at[i - 1]! > length) continue
    meets[alerts[i]!] = 1
    meets[alerts[i - 1]!] = 1
  }
}

/** An entity's windows come in several entries: all of them in order of their beginnings. */
function meetAcross(
  windows: readonly EntityWindows[],
  rule: Rule,
  classes: AlertClasses,
  meets: Uint8Array,
): void {
  const lengths = classes.names.map((name) => windowOf(rule, name))
  for (const entries of Map.groupBy(windows, ({ group }) => group).values()) {
    const all = entries.flatMap(({ alerts, at }) =>
      Array.from(alerts, (alert, i) => {
        const { before, after } = lengths[classes.of[alert]!]!
        return { alert, from: at[i]! - before, to: at[i]! + after }
      }),
    )
    all.sort((a, b) => a.from - b.from)
    let farthest = all[0]
    for (const one of all.slice(1)) {
      if (one.from <= farthest!.to) meets[one.alert] = meets[farthest!.alert] = 1
      if (one.to > farthest!.to) farthest = one
    }
  }
}
