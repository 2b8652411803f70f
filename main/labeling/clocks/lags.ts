/** How events lie around alerts about the same account on the same host: seconds from alert to event, incident by incident. */
import type { Rule } from '../../../preload/contract/labeling-rule.ts'
import { anchorTime } from '../anchor.ts'
import { hostKey } from '../entity.ts'
import type { LabelIndex } from '../label-index.ts'
import { lowerBound } from '../windows.ts'

/** Alerts that tell of the same account on one host at one time are one incident. */
export interface Incident {
  host: string
  /** Whole seconds from the alert to each event, within the reach, rising. */
  lags: Int32Array
}

const SECOND = 1_000_000

/**
 * Incidents of alerts that name a host. The time of an alert is that of the first activity it names, where it names one: that
 * is when something happened, not when a search noticed.
 * @param reach seconds to either side
 */
export function incidentsOf(index: LabelIndex, rule: Rule, reach: number): Incident[] {
  const { skew: _, ...plain } = rule
  const grouping = index.grouping({ ...plain, matchHost: true })
  const seen = new Set<string>()
  const found: Incident[] = []
  for (const [position, alert] of index.alerts.entries()) {
    const host = hostKey(alert.host)
    const at = alert.first ?? anchorTime(alert, rule.anchor)
    if (host === '' || at === null) continue
    for (const number of grouping.groupsOf[position]!) {
      const { key, times } = grouping.groups[number]!
      const name = `${key} ${Math.floor(at / SECOND)}`
      if (seen.has(name)) continue
      seen.add(name)
      const lags = lagsAround(times, at, reach)
      if (lags.length > 0) found.push({ host, lags })
    }
  }
  return found
}

function lagsAround(times: Float64Array, at: number, reach: number): Int32Array {
  const from = lowerBound(times, at - reach * SECOND)
  const to = lowerBound(times, at + reach * SECOND + 1)
  return Int32Array.from(times.subarray(from, to), (time) => Math.floor((time - at) / SECOND))
}
