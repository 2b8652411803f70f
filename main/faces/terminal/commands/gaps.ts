/** `tribunal gaps CASE` and `tribunal clock CASE`: what captures lack, and clocks of hosts set right. */
import { type Command, InvalidArgumentError } from 'commander'
import { loadCore } from '../../../case/evidence/core.ts'
import { gapsAsRead, listHostClocks, setHostClock } from '../../../case/evidence/host-clocks.ts'
import { timeText } from '../../../case/evidence/cell-text.ts'
import { keepSilences } from '../../../case/evidence/silences.ts'
import { durationText, parseDuration, seconds } from '../durations.ts'
import { count, table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'

/** JSON: `{ gaps: Gap[] }`. */
export function addGaps(program: Command): void {
  program
    .command('gaps')
    .description('record numbers that are missing from a log, and stretches in which a host said nothing')
    .argument('<case>', 'the case file')
    .option('--json', 'print one JSON document: { gaps: [{ kind, source, host, from, to, missing, … }] }')
    .action((path: string, options: { json?: boolean }) =>
      runCommand(options, async ({ out }) => {
        const gaps = await withOpenCase(path, (c) => {
          keepSilences(c, loadCore(c))
          return gapsAsRead(c)
        })
        const instant = (time: number | null): string => (time === null ? '–' : timeText(time))
        const rows = gaps.map(({ kind, source, host, channel, from, to, missing }) => [
          kind === 'records' ? `${count(missing ?? 0)} records` : 'silence',
          String(source),
          host || '(no host)',
          channel,
          instant(from),
          instant(to),
          from === null || to === null ? '–' : seconds(Math.abs(to - from) / 1e6),
        ])
        const head = ['what', 'source', 'host', 'log', 'last before', 'first after', 'for']
        out.result({ gaps }, gaps.length === 0 ? 'No gaps were found.' : table(head, rows))
      }),
    )
}

interface ClockOptions {
  host?: string
  shift?: number
  note: string
  json?: boolean
}

/** JSON: `{ clocks: HostClockSetting[] }`. */
export function addClock(program: Command): void {
  program
    .command('clock')
    .description("set a host's clock right where its events are read; stored times never change")
    .argument('<case>', 'the case file')
    .option('--host <name>', 'the host, as its events name it')
    .option('--shift <time>', 'added to its times, e.g. 2m or -90s; 0 takes it back', signedDuration)
    .option('--note <text>', 'why', '')
    .option('--json', 'print one JSON document: { clocks: [{ host, shift, note, at }] }')
    .action((path: string, options: ClockOptions) =>
      runCommand(options, async ({ out }) => {
        const { host, shift, note } = options
        const clocks = await withOpenCase(path, (c) => {
          if (host !== undefined && shift !== undefined) setHostClock(c, loadCore(c), { host, shift, note })
          return listHostClocks(c)
        })
        const rows = clocks.map((clock) => [
          clock.host,
          `${clock.shift < 0 ? '-' : '+'}${durationText(Math.abs(clock.shift))}`,
          clock.note,
        ])
        out.result(
          { clocks },
          rows.length === 0
            ? 'No clock is set: all times are as recorded.'
            : table(['host', 'added', 'why'], rows),
        )
      }),
    )
}

function signedDuration(text: string): number {
  const value = parseDuration(text.replace(/^[+-]/, ''))
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Write a time such as 2m or -90s.')
  return text.startsWith('-') ? -value : value
}
