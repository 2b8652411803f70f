/** `tribunal engines`: tries every engine on this machine and says which one is used, and why. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { EngineInfo } from '../../../../preload/contract/app.ts'
import { forkNode } from '../../../jobs/child.ts'
import { EngineClient } from '../../../jobs/engine-client.ts'
import { count, table } from '../output.ts'
import { runCommand } from '../session.ts'

/** JSON: `{ engines: EngineInfo[] }`. */
export function addEngines(program: Command): void {
  program
    .command('engines')
    .description('try the engines of this machine; the fastest right one is used')
    .option(
      '--json',
      'print one JSON document: { engines: [{ name, device, loads, error, rate, chosen, reason }] }',
    )
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ out }) => {
        // In a process of its own: a library that crashes while it loads must not take the answer with it.
        const client = new EngineClient(() =>
          forkNode(join(import.meta.dirname, '../../../jobs/engine-process.ts')),
        )
        try {
          const engines = await client.engines()
          out.result({ engines }, table(['', 'engine', 'device', 'rows/s', 'error', 'why'], engines.map(row)))
        } finally {
          client.close()
        }
      }),
    )
}

function row({ chosen, name, device, rate, error, reason }: EngineInfo): string[] {
  return [
    chosen ? '*' : '',
    name,
    device,
    rate === null ? '–' : count(Math.round(rate)),
    error === null ? '–' : error === 0 ? '0' : error.toExponential(1),
    reason,
  ]
}
