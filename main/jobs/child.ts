/** A child process that does long work, as the job client sees it; Node and Electron each bring their own kind. */
import { type ChildProcess, fork } from 'node:child_process'

export interface EngineChild {
  /** Of its operating system process; undefined while there is none. */
  readonly pid: number | undefined
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** @param listener told once, with a short reason, e.g. `signal SIGKILL` or `exit code 134`. */
  onExit(listener: (reason: string) => void): void
  /** Ends the process at once, whatever it is doing. */
  kill(): void
}

const NOTE_LENGTH = 400

/**
 * Forks the engine process under plain Node.
 * @param entry path of `engine-process.ts`, or of what it was built to
 */
export function forkNode(entry: string): EngineChild {
  // What libraries print is kept off our own output; the end of stderr tells why a process died.
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const last = lastWords(child)
  const stop = (): void => {
    child.kill('SIGKILL')
  }
  process.on('exit', stop)
  return {
    pid: child.pid,
    post: (message) => {
      // A child that is already gone is told of by `exit`; a failed send would only say it twice.
      child.send(message as object, () => {})
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      const gone = (reason: string): void => {
        process.off('exit', stop)
        listener(last.text ? `${reason}: ${last.text}` : reason)
      }
      child.once('exit', (code, signal) => gone(signal ? `signal ${signal}` : `exit code ${code}`))
      child.once('error', (error) => {
        if (child.pid === undefined) gone(error.message)
      })
    },
    kill: stop,
  }
}

function lastWords(child: ChildProcess): { text: string } {
  const last = { text: '' }
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    last.text = (last.text + piece).slice(-NOTE_LENGTH)
  })
  return last
}
