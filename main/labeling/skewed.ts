/** Event times with the clocks of some hosts set right. */
import type { EventCore } from '../case/evidence/core.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import { hostKey } from './entity.ts'

/** The same core where no host of the rule is in it; else one with times of its own. */
export function skewed(core: EventCore, skew: Rule['skew']): EventCore {
  const offsets = new Map(Object.entries(skew ?? {}).map(([host, micros]) => [hostKey(host), micros]))
  const ofHost = Float64Array.from(core.host.values, (host) => offsets.get(hostKey(host)) ?? 0)
  if (ofHost.every((micros) => micros === 0)) return core
  const { codes } = core.host
  return { ...core, time: core.time.map((at, i) => at + ofHost[codes[i]!]!) }
}
