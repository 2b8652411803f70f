/** What is missing from captures, and clocks of hosts that are set right. */
import { z } from 'zod'
import { Micros } from './common.ts'

export const Gap = z.object({
  /** Numbers that the log should have and has not, or a stretch in which the host said nothing. */
  kind: z.enum(['records', 'silence']),
  source: z.int(),
  /** '' where the events name none. */
  host: z.string(),
  /** Of record numbers; '' else. */
  channel: z.string(),
  /** The events on both sides; null where these have no time. */
  from: Micros.nullable(),
  to: Micros.nullable(),
  /** Record numbers that are missing; null for a silence. */
  missing: z.int().nullable(),
  afterId: z.int().nullable(),
  beforeId: z.int().nullable(),
  /** All but one in twenty pauses of the host are shorter than this; null for record numbers. */
  usual: Micros.nullable(),
})
export type Gap = z.infer<typeof Gap>

export const HostClockSetting = z.object({
  /** In lower case. */
  host: z.string(),
  /** Microseconds added to the times of its events where they are read. */
  shift: z.int(),
  note: z.string(),
  at: Micros,
})
export type HostClockSetting = z.infer<typeof HostClockSetting>

export const SetHostClock = z.object({
  host: z.string().min(1).max(1000),
  /** 0 takes it back. */
  shift: z.int(),
  note: z.string().max(1000).default(''),
})
