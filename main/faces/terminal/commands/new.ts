/** `tribunal new CASE`: makes an empty case. */
import type { Command } from 'commander'
import { createCase } from '../../../case/case-file.ts'
import { runCommand } from '../session.ts'

/** JSON: `{ case }`, the path of the file made. */
export function addNew(program: Command): void {
  program
    .command('new')
    .description('make an empty case')
    .argument('<case>', 'path of the case file to make, e.g. incident.tribunal')
    .option('--name <name>', "the case's name; the file's name when left out")
    .option('--json', 'print one JSON document: { case }')
    .action((path: string, options: { name?: string; json?: boolean }) =>
      runCommand(options, ({ out }) => {
        const made = createCase(path, options.name === undefined ? {} : { name: options.name })
        made.close()
        out.result({ case: made.path }, `Made ${made.path}`)
      }),
    )
}
