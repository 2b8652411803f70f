/** The command line: `tribunal COMMAND …`, the window's equal. */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../../case/version.ts'
import { createOutput } from './output.ts'

/** In the order of the work, as the help lists them. Each is loaded when it is asked for: starting must not take half a second. */
const commands: Record<string, () => Promise<(program: Command) => void>> = {
  new: async () => (await import('./commands/new.ts')).addNew,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  import: async () => (await import('./commands/import.ts')).addImport,
  alerts: async () => (await import('./commands/import.ts')).addAlerts,
  label: async () => (await import('./commands/label.ts')).addLabel,
  sweep: async () => (await import('./commands/sweep.ts')).addSweep,
  presets: async () => (await import('./commands/presets.ts')).addPresets,
  suspects: async () => (await import('./commands/suspects.ts')).addSuspects,
  circularity: async () => (await import('./commands/circularity.ts')).addCircularity,
  adjudicate: async () => (await import('./commands/adjudicate.ts')).addAdjudicate,
  run: async () => (await import('./commands/run.ts')).addRun,
  score: async () => (await import('./commands/score.ts')).addScore,
  events: async () => (await import('./commands/events.ts')).addEvents,
  index: async () => (await import('./commands/index-text.ts')).addIndex,
  gaps: async () => (await import('./commands/gaps.ts')).addGaps,
  clock: async () => (await import('./commands/gaps.ts')).addClock,
  report: async () => (await import('./commands/report.ts')).addReport,
  export: async () => (await import('./commands/export.ts')).addExport,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  practice: async () => (await import('./commands/practice.ts')).addPractice,
  engines: async () => (await import('./commands/engines.ts')).addEngines,
  demo: async () => (await import('./commands/demo.ts')).addDemo,
}

/** @param first the first argument: with a command's name only that command is loaded, else all, for the help */
async function createProgram(first: string | undefined): Promise<Command> {
  const program = new Command('tribunal')
    .description(
      'Offline forensic analysis: label events from alerts, train a panel of experts, and see how far to believe it.',
    )
    .version(VERSION)
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride()
  const wanted = first !== undefined && Object.hasOwn(commands, first) ? commands[first] : undefined
  for (const load of wanted ? [wanted] : Object.values(commands)) (await load())(program)
  for (const command of program.commands) command.exitOverride()
  return program
}

/** Runs one command line and sets the exit code: 2 when it is not understood. @param args without node and script */
export async function main(args: string[]): Promise<void> {
  try {
    const program = await createProgram(args[0])
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? 0 : 2
    if (process.exitCode === 2 && args.includes('--json'))
      createOutput(true).problem({ code: 'usage', message: error.message.replace(/^error: /, '') })
  }
}
