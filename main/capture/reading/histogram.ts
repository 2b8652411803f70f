/** Events over time, in equal buckets, with the alerts beside them. */
import type { Histogram } from '../../../preload/contract/events.ts'
import { listAlerts } from '../../case/alerts.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { select } from './selection.ts'
import { firstNotBefore } from './selected.ts'
import type { SelectionInput } from './selection.ts'

/**
 * Counts the selected events that have a time. The buckets cover `from` to `to`, or all events of the case; at most
 * `buckets` of them, each a whole number of microseconds.
 * @returns null when no event of the case has a time
 */
export function eventHistogram(
  c: CaseFile,
  core: EventCore,
  input: SelectionInput & { buckets: number },
): Histogram | null {
  const whole = select(c, core, { filter: '', labelSet: null, from: null, to: null })
  const chosen = select(c, core, input)
  if (whole.timed === 0) return null
  const from = input.from ?? core.time[whole.at(0)]!
  const to = Math.max(from, input.to ?? core.time[whole.at(whole.timed - 1)]!)
  const bucket = Math.ceil((to - from + 1) / input.buckets)
  const slots = Math.ceil((to - from + 1) / bucket)
  // The events are in order of time: a bucket is what lies between two borders, found by halving, however many events there are.
  const borders = Array.from({ length: slots + 1 }, (_, slot) =>
    firstNotBefore(chosen, core.time, from + slot * bucket),
  )
  const counts = Array.from({ length: slots }, (_, slot) => borders[slot + 1]! - borders[slot]!)
  const alerts = Array.from<number>({ length: slots }).fill(0)
  for (const alert of listAlerts(c)) {
    const time = alert.fired ?? alert.first ?? alert.last
    if (time !== null && time >= from && time <= to) alerts[Math.floor((time - from) / bucket)]!++
  }
  return { from, to, bucket, counts, alerts }
}
