/** One command from start to exit code: runs tasks with a progress bar, stops on Ctrl-C, tells problems. */
import type { CaseFile } from '../../case/case-file.ts'
import { Problem, toProblem } from '../../../preload/contract/problem.ts'
import { visible } from '../../../preload/figures/visible.ts'
import { onWaiting } from '../../case/opening/waiting.ts'
import type { Task } from '../../jobs/messages.ts'
import { isCanceled, runTask, type TaskResults } from '../../jobs/run-task.ts'
import { createOutput, type Output } from './output.ts'
import { createBar } from './progress-bar.ts'

export interface Session {
  readonly out: Output
  readonly signal: AbortSignal
  /** Runs a task in this process. */
  task: <T extends Task>(title: string, casePath: string, task: T) => Promise<TaskResults[T['kind']]>
}

/** Exit codes: 0 done, 1 it could not be done, 2 the command was not understood, 130 canceled by Ctrl-C. */
export async function runCommand(
  options: { json?: boolean },
  work: (session: Session) => Promise<void> | void,
): Promise<void> {
  const out = createOutput(options.json ?? false)
  const stop = new AbortController()
  const cancel = (): void => {
    // A second Ctrl-C must end the process whatever it is doing: the default action is back for it.
    process.off('SIGINT', cancel)
    stop.abort()
  }
  process.on('SIGINT', cancel)
  watchOutput()
  onWaiting(sayWaiting)
  try {
    await work({ out, signal: stop.signal, task: taskRunner(stop.signal) })
  } catch (error) {
    process.exitCode = fail(out, error, stop.signal)
  } finally {
    process.off('SIGINT', cancel)
  }
}

function taskRunner(signal: AbortSignal): Session['task'] {
  return async (title, casePath, task) => {
    const bar = createBar(title)
    try {
      return await runTask(task, casePath, { progress: bar.report, signal })
    } finally {
      bar.done()
    }
  }
}

function fail(out: Output, error: unknown, signal: AbortSignal): number {
  if (isCanceled(error, signal)) {
    out.problem({
      code: 'canceled',
      message:
        'Canceled. No half-done result is kept; a training goes on where it was when it is started again',
    })
    return 130
  }
  if (!(error instanceof Problem) && process.env['TRIBUNAL_DEBUG']) console.error(error)
  const problem = toProblem(error)
  const advice = 'This should not happen. Run it again with TRIBUNAL_DEBUG=1 to see where, and report it.'
  out.problem(problem.code === 'unexpected' ? { ...problem, advice } : problem)
  return 1
}

/** SQLite waits without a word. */
function sayWaiting(path: string, patience: number): void {
  process.stderr.write(
    visible(`${path} is in use by another program; waiting up to ${patience / 1000} s for it.\n`),
  )
}

let watched = false
/** A reader that went away (`| head`) is no error; an output that cannot be written is one. */
function watchOutput(): void {
  if (watched) return
  watched = true
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    process.stderr.write(`error: The output cannot be written: ${error.message}\n`)
    process.exit(1)
  })
}

/** Opens a case for the length of `work`. */
export async function withOpenCase<T>(path: string, work: (c: CaseFile) => T | Promise<T>): Promise<T> {
  const { openCase } = await import('../../case/case-file.ts')
  const c = openCase(path)
  try {
    return await work(c)
  } finally {
    c.close()
  }
}
