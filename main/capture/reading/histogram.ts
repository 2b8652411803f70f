/** Events over time, in equal buckets, with the alerts beside them. */
import type { Histogram } from '../../../preload/contract/events.ts'
import { listAlerts } from '../../case/alerts.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/core.ts'
import { select } from './selection.ts'
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
  const { events, timed } = select(c, core, input)
  if (whole.timed === 0) return null
  const from = input.from ?? core.time[whole.events[0]!]!
  const to = Math.max(from, input.to ?? core.time[whole.events[whole.timed - 1]!]!)
  const bucket = Math.ceil((to - from + 1) / input.buckets)
  const slots = Math.ceil((to - from + 1) / bucket)
  const counts = Array.from<number>({ length: slots }).fill(0)
  const alerts = Array.from<number>({ length: slots }).fill(0)
  for (let i = 0; i < timed; i++) {
    const slot = Math.floor((core.time[events[i]!]! - from) / bucket)
    if (slot >= 0 && slot < slots) counts[slot]!++
  }
  for (const alert of listAlerts(c)) {
    const time = alert.fired ?? alert.first ?? alert.last
    if (time !== null && time >= from && time <= to) alerts[Math.floor((time - from) / bucket)]!++
  }
  return { from, to, bucket, counts, alerts }
}
