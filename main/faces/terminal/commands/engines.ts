/** `tribunal engines`: tries every engine on this machine and says which one is used, and why. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { EngineInfo } from '../../../../preload/contract/engines.ts'
import { forkNode } from '../../../jobs/child.ts'
import { EngineClient } from '../../../jobs/engine-client.ts'
import { count, table } from '../output.ts'
import { runCommand } from '../session.ts'

const HEAD = ['', 'engine', 'device', 'rows/s', 'large', 'error', 'why']

/** JSON: `{ engines: EngineInfo[] }`. */
export function addEngines(program: Command): void {
  program
    .command('engines')
    .description('try the engines of this machine; the fastest right one is used')
    .option(
      '--json',
      'print one JSON document: { engines: [{ name, device, loads, error, rate, largeRate, chosen, chosenLarge, reason }] }',
    )
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ out }) => {
        // In a process of its own: a library that crashes while it loads must not take the answer with it.
        const client = new EngineClient(() =>
          forkNode(join(import.meta.dirname, '../../../jobs/engine-process.ts')),
        )
        try {
          const engines = await client.engines()
          out.result({ engines }, table(HEAD, engines.map(row)))
        } finally {
          client.close()
        }
      }),
    )
}

function row(engine: EngineInfo): string[] {
  const { name, device, rate, largeRate, error, reason } = engine
  return [
    mark(engine),
    name,
    device,
    rate === null ? '–' : count(Math.round(rate)),
    largeRate === null ? '–' : count(Math.round(largeRate)),
    error === null ? '–' : error === 0 ? '0' : error.toExponential(1),
    reason,
  ]
}

/** `*` where one engine does it all; else which networks each is for. */
function mark({ chosen, chosenLarge }: EngineInfo): string {
  if (chosen && chosenLarge) return '*'
  return chosen ? 'small' : chosenLarge ? 'large' : ''
}
