/**
 * Clocks of hosts set right: a shift that is added to the times of a host's events wherever they are read, searched and
 * exported. Stored times never change; taking a clock back gives every time as it was. Each act stands in the custody log.
 * Label sets do not follow: they keep the clocks of their own rule, so that they can be computed again.
 */
import type { Gap, HostClockSetting } from '../../../preload/contract/gaps.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import type { EventCore } from './core.ts'
import { record } from '../custody.ts'
import { caseGaps } from './silences.ts'
import { reading, transact } from '../storage-problem.ts'

/** A year, as in a labeling rule. */
const MOST = 31_536_000_000_000

/** By host. */
export function listHostClocks(c: CaseFile): HostClockSetting[] {
  const find = c.db.prepare<[], HostClockSetting>(
    'SELECT host, shift, note, at FROM host_clocks ORDER BY host',
  )
  return reading(c, () => find.all())
}

/**
 * Sets a host's clock right by `shift` microseconds; 0 takes it back.
 * @throws Problem bad-shift, no-such-host
 */
export function setHostClock(
  c: CaseFile,
  core: EventCore,
  { host, shift, note }: { host: string; shift: number; note: string },
): void {
  const key = host.toLowerCase()
  if (!Number.isSafeInteger(shift) || Math.abs(shift) > MOST)
    throw new Problem('bad-shift', 'A clock is set right by whole microseconds, a year at most.', {
      advice: 'Give a shorter time.',
    })
  const known = listHostClocks(c).find((clock) => clock.host === key)
  if (!known && !core.host.values.some((value) => value !== '' && value.toLowerCase() === key))
    throw new Problem('no-such-host', `No event names a host ${host}.`, {
      advice: 'Write the host as the events do; `tribunal events CASE --group-by host` lists them.',
    })
  transact(c, () => {
    const before = known?.shift ?? 0
    if (shift === 0) c.db.prepare('DELETE FROM host_clocks WHERE host = ?').run(key)
    else
      c.db
        .prepare(
          `INSERT INTO host_clocks (host, shift, note, at) VALUES (@key, @shift, @note, @at)
           ON CONFLICT (host) DO UPDATE SET shift = @shift, note = @note, at = @at`,
        )
        .run({ key, shift, note, at: Date.now() * 1000 })
    record(c, shift === 0 ? 'clock-taken-back' : 'clock-set', { host: key, shift, before, note })
  })
}

/** The core as it is read: the same where no clock is set, else with times of its own. */
export function setRight(core: EventCore, clocks: readonly HostClockSetting[]): EventCore {
  const shifts = new Map(clocks.map(({ host, shift }) => [host, shift]))
  const ofHost = Float64Array.from(core.host.values, (host) => shifts.get(host.toLowerCase()) ?? 0)
  if (ofHost.every((shift) => shift === 0)) return core
  const { codes } = core.host
  return { ...core, time: core.time.map((at, event) => at + ofHost[codes[event]!]!) }
}

/** Every gap of the case, with the clocks of hosts set right. */
export function gapsAsRead(c: CaseFile): Gap[] {
  const shifts = new Map(listHostClocks(c).map(({ host, shift }) => [host, shift]))
  return caseGaps(c).map((gap) => {
    const shift = shifts.get(gap.host.toLowerCase()) ?? 0
    const moved = (time: number | null): number | null => (time === null ? null : time + shift)
    return { ...gap, from: moved(gap.from), to: moved(gap.to) }
  })
}
