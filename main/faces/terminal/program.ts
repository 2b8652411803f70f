/** The command line: `tribunal COMMAND …`, the window's equal. */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../../case/version.ts'
import { addDemo } from './commands/demo.ts'
import { addEngines } from './commands/engines.ts'
import { addAlerts, addImport } from './commands/import.ts'
import { addLabel } from './commands/label.ts'
import { addNew } from './commands/new.ts'
import { addPractice } from './commands/practice.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addServe } from './commands/serve.ts'
import { addVerify } from './commands/verify.ts'
import { createOutput } from './output.ts'

/** In the order of the work, as the help lists them. */
const commands = [
  addNew,
  addImport,
  addAlerts,
  addLabel,
  addRun,
  addReport,
  addVerify,
  addServe,
  addPractice,
  addEngines,
  addDemo,
]

export function createProgram(): Command {
  const program = new Command('tribunal')
    .description(
      'Offline forensic analysis: label events from alerts, train a panel of experts, and see how far to believe it.',
    )
    .version(VERSION)
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride()
  for (const add of commands) add(program)
  for (const command of program.commands) command.exitOverride()
  return program
}

/** Runs one command line and sets the exit code: 2 when it is not understood. @param args without node and script */
export async function main(args: string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? 0 : 2
    if (process.exitCode === 2 && args.includes('--json'))
      createOutput(true).problem({ code: 'usage', message: error.message.replace(/^error: /, '') })
  }
}
