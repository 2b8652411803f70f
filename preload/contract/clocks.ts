/** How far a host's clock is from that of the alerts. */
import { z } from 'zod'

export const HostClock = z.object({
  host: z.string(),
  /** Alerts on it that events lie around. */
  incidents: z.int(),
  /** Microseconds by which its clock is ahead of the alerts; below 0 behind. A rule that sets it right adds the opposite. */
  offset: z.number(),
  /** The middle 95 % of the offsets that resampled incidents give. */
  low: z.number(),
  high: z.number(),
  /** Share of resamplings that give the same offset within two seconds. */
  confidence: z.number(),
  /** How much more likely the events are at this offset than at none, in nats. */
  gain: z.number(),
  /** Far enough off, and sure enough, to be looked at. */
  wrong: z.boolean(),
  /** The profile was learned from other hosts; else events are expected close to their alerts. */
  byOthers: z.boolean(),
  /** Log-likelihood below the best, by offset. */
  curve: z.object({ from: z.number(), step: z.number(), values: z.array(z.number()) }),
})
export type HostClock = z.infer<typeof HostClock>
