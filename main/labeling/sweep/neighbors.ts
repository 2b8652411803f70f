/** For each alert of an entity, the nearest alert of another class before it and behind it. */
import type { EntitySchedule } from '../schedule.ts'

/** Positions in the schedule, -1 where there is none. Classes are told apart from that of the alert that would decide. */
export interface OtherClasses {
  /** Of the last alert at or before an event: the decider is the first of those at the same time. */
  before: Int32Array
  /** Of the next alert behind an event. */
  behind: Int32Array
}

export function otherClasses({ alerts, heads }: EntitySchedule, classOf: Int32Array): OtherClasses {
  const count = alerts.length
  const before = new Int32Array(count).fill(-1)
  const behind = new Int32Array(count).fill(-1)
  const classAt = (i: number): number => classOf[alerts[i]!]!
  // Where the run of equal classes that ends (begins) at i starts (stops).
  let runStart = 0
  for (let i = 0; i < count; i++) {
    if (i > 0 && classAt(i) !== classAt(i - 1)) runStart = i
    before[i] = classAt(i) === classAt(heads[i]!) ? runStart - 1 : i
  }
  let runEnd = count
  for (let i = count - 1; i >= 0; i--) {
    if (i < count - 1 && classAt(i) !== classAt(i + 1)) runEnd = i + 1
    behind[i] = runEnd < count ? runEnd : -1
  }
  return { before, behind }
}
