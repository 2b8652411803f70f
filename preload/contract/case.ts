/** The case: one file that holds everything. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Path, Started } from './common.ts'
import { Gap, HostClockSetting, SetHostClock } from './gaps.ts'

export const HostSpan = z.object({
  host: z.string(),
  events: z.int(),
  first: Micros,
  last: Micros,
  /** Event counts in equal slices of the case's whole time span, for a sparkline. */
  counts: z.array(z.int()),
})

export const CaseSummary = z.object({
  path: z.string(),
  name: z.string(),
  createdAt: Micros,
  /** Bytes on disk. */
  size: z.int(),
  practice: z.boolean(),
  events: z.int(),
  alerts: z.int(),
  captures: z.int(),
  labelSets: z.int(),
  runs: z.int(),
  reports: z.int(),
  first: Micros.nullable(),
  last: Micros.nullable(),
  hosts: z.array(HostSpan),
  /** Alert counts in the same slices as `hosts[].counts`. */
  alertCounts: z.array(z.int()),
  custodyTip: z.string(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

export const Recent = z.object({ path: z.string(), name: z.string(), openedAt: Micros, exists: z.boolean() })

const nothing = z.object({})
export const cases = {
  current: oc.input(nothing).output(CaseSummary.nullable()),
  recent: oc.input(nothing).output(z.array(Recent)),
  open: oc.input(z.object({ path: Path })).output(CaseSummary),
  create: oc.input(z.object({ path: Path })).output(CaseSummary),
  close: oc.input(nothing).output(nothing),
  /** What the captures lack, by time, with the clocks in force. */
  gaps: oc.input(nothing).output(z.array(Gap)),
  /** Clocks of hosts that are set right where events are read. */
  clocks: oc.input(nothing).output(z.array(HostClockSetting)),
  setClock: oc.input(SetHostClock).output(z.array(HostClockSetting)),
  /** Makes a synthetic case in a new folder, imports it and opens it; the job's result is `{ path }`. */
  practice: oc.input(z.object({ folder: Path.optional() })).output(Started),
}
