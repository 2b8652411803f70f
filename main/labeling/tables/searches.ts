/**
 * Alert rules as labeling functions (Ratner et al., Snorkel, 2017): how much each covers, where it says the same as others,
 * where another class is said, and how often truth agrees, where there is any.
 */
import type { Rule } from '../../../preload/contract/labeling-rule.ts'
import type { LabelSearch } from '../../../preload/contract/labeling-tables.ts'
import { byCodeUnits } from '../alert-classes.ts'
import { eachCovered } from '../coverage.ts'
import type { LabelIndex } from '../label-index.ts'
import { claimEvents } from '../nearest.ts'
import type { Truth } from '../truth/truth.ts'
import { matchedAlerts } from '../unmatched.ts'
import { windowsFor } from '../windows.ts'

/** Every alert name, most covered events first. */
export function searchTable(index: LabelIndex, rule: Rule, truth: Truth | null): LabelSearch[] {
  const classes = index.classes(rule)
  const schedule = index.schedule(rule)
  const windows = windowsFor(schedule, rule, classes)
  claimEvents(index.claims, windows, schedule.anchors, classes.of, classes.names.length)
  const { mixed } = index.claims
  const matched = matchedAlerts(windows, new Uint8Array(index.alerts.length))
  const names = [...new Set(index.alerts.map(({ name }) => name))].toSorted(byCodeUnits)
  const number = new Map(names.map((name, i) => [name, i]))
  const nameOf = Int32Array.from(index.alerts, ({ name }) => number.get(name)!)
  const covers = coveringNames(index.core.count, (visit) => {
    for (const of of names.keys()) eachCovered(windows, nameOf, of, null, (event) => visit(event, of))
  })
  const ownOf = Map.groupBy(index.alerts.keys(), (alert) => nameOf[alert]!)
  const seenBy = new Int32Array(index.core.count).fill(-1)
  return names
    .map((name, of): LabelSearch => {
      const own = ownOf.get(of) ?? []
      const said = new Set(own.map((alert) => truth?.alerts[alert] ?? -2))
      const found = { covered: 0, overlap: 0, conflict: 0, known: 0, right: 0 }
      eachCovered(windows, nameOf, of, null, (event) => {
        if (seenBy[event] === of) return
        seenBy[event] = of
        found.covered++
        if (covers[event]! > 1) found.overlap++
        if (mixed[event] === 1) found.conflict++
        const code = truth?.events[event] ?? -1
        if (code >= 0) found.known++
        if (code > 0 && said.has(code)) found.right++
      })
      const kinds = new Set(own.map((alert) => classes.names[classes.of[alert]!] ?? 'left out'))
      return {
        name,
        classes: [...kinds],
        alerts: own.length,
        matched: own.filter((alert) => matched[alert] === 1).length,
        ...found,
      }
    })
    .toSorted((a, b) => b.covered - a.covered || b.alerts - a.alerts || byCodeUnits(a.name, b.name))
}

/** Per event: how many names cover it, up to 255. */
function coveringNames(
  events: number,
  each: (visit: (event: number, name: number) => void) => void,
): Uint8Array {
  const counts = new Uint8Array(events)
  const last = new Int32Array(events).fill(-1)
  each((event, name) => {
    if (last[event] === name) return
    last[event] = name
    if (counts[event]! < 255) counts[event]! += 1
  })
  return counts
}
