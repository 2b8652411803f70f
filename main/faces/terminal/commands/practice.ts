/** `tribunal practice DIR`: makes a synthetic capture with alerts, and a case into which both are imported. */
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { runCommand } from '../session.ts'
import { wholeNumber } from '../rule-options.ts'

/** JSON: `{ case, events, alerts, truth, readme }`, all paths. */
export function addPractice(program: Command): void {
  program
    .command('practice')
    .description(
      'make a synthetic practice case: events, alerts, the truth kept apart, and a case with both imported',
    )
    .argument('<folder>', 'folder for it; made if need be')
    .option('--seed <number>', 'another seed, another case', wholeNumber)
    .option('--events <number>', 'about how many events', wholeNumber)
    .option('--json', 'print one JSON document: { case, events, alerts, truth, readme }')
    .action((folder: string, options: { seed?: number; events?: number; json?: boolean }) =>
      runCommand(options, async ({ task, out }) => {
        const place = resolve(folder)
        const { seed, events } = options
        const { path, ...files } = await task('Practice case', join(place, 'practice.tribunal'), {
          kind: 'practice',
          folder: place,
          ...(seed !== undefined && { seed }),
          ...(events !== undefined && { events }),
        })
        out.result(
          { case: path, ...files },
          [`Made ${path}`, `from ${files.events}`, `and  ${files.alerts}`].join('\n'),
        )
      }),
    )
}
