/**
 * Every class of every event, for the conflict policy `all`: per class and entity the windows are merged into runs that do
 * not overlap, and each run marks its events. An event that a class reaches through two entities is marked once.
 */
import type { LabelColumns } from '../case/label-sets.ts'
import type { EntityWindows } from './windows.ts'

/**
 * Calls `visit(event)` for the events in windows of one class, but for those that people decided; an event of several entities
 * may come more than once.
 */
export function eachCovered(
  windows: readonly EntityWindows[],
  classOf: Int32Array,
  wanted: number,
  decided: Uint8Array | null,
  visit: (event: number) => void,
): void {
  for (const { group, alerts, lo, hi } of windows) {
    let reached = 0
    for (let i = 0; i < alerts.length; i++) {
      if (classOf[alerts[i]!] !== wanted) continue
      for (let p = Math.max(lo[i]!, reached); p < hi[i]!; p++) {
        const event = group.events[p]!
        if (decided?.[event] !== 1) visit(event)
      }
      reached = Math.max(reached, hi[i]!)
    }
  }
}

/** Number of events in windows of each class. Sums to more than the labeled events where classes overlap. */
export function coverageCounts(
  events: number,
  windows: readonly EntityWindows[],
  classOf: Int32Array,
  classes: number,
  decided: Uint8Array | null = null,
): Int32Array {
  const counts = new Int32Array(classes)
  const seen = new Int32Array(events).fill(-1)
  for (let wanted = 0; wanted < classes; wanted++) {
    eachCovered(windows, classOf, wanted, decided, (event) => {
      if (seen[event] !== wanted) counts[wanted]! += 1
      seen[event] = wanted
    })
  }
  return counts
}

/** Two words of 32 bits per event: class k (from 1) is bit k - 1. */
function classBits(
  events: number,
  windows: readonly EntityWindows[],
  classOf: Int32Array,
  kept: readonly number[],
  decided: Uint8Array | null,
): Uint32Array[] {
  const words = Array.from({ length: Math.ceil(kept.length / 32) }, () => new Uint32Array(events))
  for (const [bit, wanted] of kept.entries()) {
    const word = words[bit >> 5]!
    const mask = (1 << (bit & 31)) >>> 0
    eachCovered(windows, classOf, wanted, decided, (event) => {
      word[event] = (word[event]! | mask) >>> 0
    })
  }
  return words
}

/**
 * The kept classes that events carry beside the one in `labels`, as pairs in order of event, then class.
 * @param kept class indexes in the order of their labels 1, 2, …
 */
export function furtherClasses(
  labels: Int16Array,
  windows: readonly EntityWindows[],
  classOf: Int32Array,
  kept: readonly number[],
  decided: Uint8Array | null = null,
): NonNullable<LabelColumns['all']> {
  const words = classBits(labels.length, windows, classOf, kept, decided)
  const events: number[] = []
  const classes: number[] = []
  for (let event = 0; event < labels.length; event++) {
    for (const [w, word] of words.entries()) {
      for (let left = word[event]!; left !== 0; left &= left - 1) {
        const label = w * 32 + 32 - Math.clz32(left & -left)
        if (label === labels[event]) continue
        events.push(event)
        classes.push(label)
      }
    }
  }
  return { events: Uint32Array.from(events), classes: Int16Array.from(classes) }
}
