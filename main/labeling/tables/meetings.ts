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
  const slots = mixedSlots(index.claims)
  const words = Array.from(
    { length: Math.ceil(classes.names.length / BITS) },
    () => new Int32Array(slots.used),
  )
  for (const of of classes.names.keys()) {
    const word = words[Math.floor(of / BITS)]!
    const bit = 1 << (of % BITS)
    eachCovered(windows, classes.of, of, null, (event) => {
      const slot = slots.of[event]!
      if (slot >= 0) word[slot]! |= bit
    })
  }
  return countPairs(words, slots.used, classes.names)
}

const BITS = 32

/** Numbers the events in windows of several classes, so that what is kept of each is as long as there are such events. */
function mixedSlots({ mixed, claimed, count }: LabelIndex['claims']): { of: Int32Array; used: number } {
  const of = new Int32Array(mixed.length).fill(-1)
  let used = 0
  for (let i = 0; i < count; i++) if (mixed[claimed[i]!] === 1) of[claimed[i]!] = used++
  return { of, used }
}

/** @param words the classes of every slot, as bits */
function countPairs(words: readonly Int32Array[], slots: number, names: readonly string[]): ClassMeeting[] {
  const counts = new Map<number, number>()
  const held: number[] = []
  for (let slot = 0; slot < slots; slot++) {
    held.length = 0
    for (let w = 0; w < words.length; w++)
      for (let left = words[w]![slot]!; left !== 0; left &= left - 1)
        held.push(w * BITS + 31 - Math.clz32(left & -left))
    for (let i = 0; i < held.length; i++)
      for (let j = i + 1; j < held.length; j++) {
        const pair = held[i]! * names.length + held[j]!
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
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
