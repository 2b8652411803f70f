/**
 * Entry of the engine process: takes one command at a time from the face that started it, and ends when that face is gone.
 * Runs under `child_process.fork` or as Electron's utility process.
 */
import { toProblem } from '../../preload/contract/problem.ts'
import { type Answer, Command } from './messages.ts'
import { createMeter } from './progress.ts'
import { isCanceled, runTask } from './run-task.ts'

/** Electron's end of the line in a utility process; undefined under plain Node. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}
const parentPort = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
const running = new Map<string, AbortController>()

function answer(message: Answer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  if (parentPort) parentPort.postMessage(message)
  else process.send?.(message)
}

async function start(command: Extract<Command, { say: 'start' }>): Promise<void> {
  const { id, task, casePath } = command
  const stop = new AbortController()
  running.set(id, stop)
  const meter = createMeter((progress) => answer({ say: 'progress', id, progress }))
  try {
    const result = await runTask(task, casePath, { progress: meter.report, signal: stop.signal })
    meter.flush()
    answer({ say: 'done', id, result })
  } catch (error) {
    meter.flush()
    if (isCanceled(error, stop.signal)) answer({ say: 'canceled', id })
    else answer({ say: 'failed', id, problem: toProblem(error) })
  } finally {
    running.delete(id)
  }
}

async function engines(id: string): Promise<void> {
  try {
    const { probeEngines } = await import('../engine/choice/choose.ts')
    answer({ say: 'engines', id, engines: await probeEngines() })
  } catch (error) {
    answer({ say: 'failed', id, problem: toProblem(error) })
  }
}

function hear(message: unknown): void {
  const command = Command.parse(message)
  if (command.say === 'start') void start(command)
  else if (command.say === 'engines') void engines(command.id)
  else running.get(command.id)?.abort()
}

if (parentPort) parentPort.on('message', (event) => hear(event.data))
else {
  process.on('message', hear)
  process.on('disconnect', () => process.exit())
}
