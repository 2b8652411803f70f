/** Which classes' windows hold the same events. */
import type { Rule } from '../../../preload/contract/labeling-rule.ts'
import type { ClassMeeting } from '../../../preload/contract/labeling-tables.ts'
import { eachCovered } from '../coverage.ts'
import type { LabelIndex } from '../label-index.ts'
import { claimEvents } from '../nearest.ts'
import { windowsFor } from '../windows.ts'

/** Pairs of classes by the events that both hold, most first. An event in windows of three classes counts for three pairs. */
export function classMeetings(index: LabelIndex, rule: Rule): ClassMeeting[] {
  const classes = index.classes(rule)
  const schedule = index.schedule(rule)
  const windows = windowsFor(schedule, rule, classes)
  claimEvents(index.claims, windows, schedule.anchors, classes.of, classes.names.length)
  const { mixed } = index.claims
  const held = new Map<number, number[]>()
  for (const of of classes.names.keys()) {
    eachCovered(windows, classes.of, of, null, (event) => {
      if (mixed[event] === 0) return
      const list = held.get(event)
      if (!list) held.set(event, [of])
      else if (list.at(-1) !== of) list.push(of)
    })
  }
  return countPairs(held.values(), classes.names)
}

function countPairs(lists: Iterable<number[]>, names: readonly string[]): ClassMeeting[] {
  const counts = new Map<number, number>()
  for (const list of lists) {
    for (const [i, a] of list.entries()) {
      for (const b of list.slice(i + 1)) {
        const pair = a * names.length + b
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
      }
    }
  }
  return [...counts]
    .map(([pair, events]) => ({
      a: names[Math.floor(pair / names.length)]!,
      b: names[pair % names.length]!,
      events,
    }))
    .toSorted((x, y) => y.events - x.events)
}
