/**
 * The face's side of the engine process: forks it on first use, gives it one task at a time, and forks it again after it
 * died. Whoever calls decides on the order; see registry.ts.
 */
import { randomUUID } from 'node:crypto'
import type { EngineInfo } from '../../preload/contract/engines.ts'
import type { JobProgress } from '../../preload/contract/jobs.ts'
import { Problem, type ProblemShape } from '../../preload/contract/problem.ts'
import type { EngineChild } from './child.ts'
import { Answer, type Command, type Task } from './messages.ts'

/** How long a canceled task may take to stop by itself before its process is ended. */
const GRACE_MS = 800

interface Waiting {
  resolve(result: unknown): void
  reject(reason: unknown): void
  progress(progress: JobProgress): void
}

export class EngineClient {
  readonly #fork: () => EngineChild
  readonly #waiting = new Map<string, Waiting>()
  #child: EngineChild | undefined

  constructor(fork: () => EngineChild) {
    this.#fork = fork
  }

  /** Runs a task; rejects with an AbortError when `signal` ends it, else with a Problem. */
  async run(
    task: Task,
    casePath: string,
    progress: (progress: JobProgress) => void,
    signal: AbortSignal,
  ): Promise<unknown> {
    signal.throwIfAborted()
    const id = randomUUID()
    let timer: NodeJS.Timeout | undefined
    const cancel = (): void => {
      this.#child?.post({ say: 'cancel', id } satisfies Command)
      timer = setTimeout(() => this.close(), GRACE_MS)
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await this.#ask({ say: 'start', id, casePath, task }, progress)
    } catch (error) {
      // The process may die of being told to stop; that is a cancel all the same.
      throw signal.aborted ? signal.reason : error
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Tries every engine in the engine process, so that natives never load in the face's own. */
  async engines(): Promise<EngineInfo[]> {
    return (await this.#ask({ say: 'engines', id: randomUUID() }, () => {})) as EngineInfo[]
  }

  /** Ends the process at once, if there is one. What it was doing fails; the next task starts a new process. */
  close(): void {
    const child = this.#child
    this.#child = undefined
    child?.kill()
    this.#failAll('it was ended')
  }

  #ask(command: Command, progress: (progress: JobProgress) => void): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.set(command.id, { resolve, reject, progress })
    this.#live().post(command)
    return promise
  }

  #live(): EngineChild {
    if (this.#child) return this.#child
    const child = this.#fork()
    this.#child = child
    child.onMessage((message) => this.#hear(message))
    child.onExit((reason) => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#failAll(reason)
    })
    return child
  }

  #failAll(reason: string): void {
    for (const id of this.#waiting.keys())
      this.#settle(id, (waiting) => waiting.reject(engineStopped(reason)))
  }

  #hear(message: unknown): void {
    const answer = Answer.parse(message)
    if (answer.say === 'progress') this.#waiting.get(answer.id)?.progress(answer.progress)
    else if (answer.say === 'done') this.#settle(answer.id, (waiting) => waiting.resolve(answer.result))
    else if (answer.say === 'engines') this.#settle(answer.id, (waiting) => waiting.resolve(answer.engines))
    else if (answer.say === 'canceled') this.#settle(answer.id, (waiting) => waiting.reject(canceled()))
    else {
      const problem = fromShape(answer.problem)
      this.#settle(answer.id, (waiting) => waiting.reject(problem))
    }
  }

  #settle(id: string, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (waiting) how(waiting)
  }
}

function fromShape({ code, message, where, advice }: ProblemShape): Problem {
  return new Problem(code, message, { ...(where && { where }), ...(advice && { advice }) })
}

function canceled(): DOMException {
  return new DOMException('Canceled', 'AbortError')
}

function engineStopped(reason: string): Problem {
  return new Problem('engine-stopped', `The engine process stopped while it worked (${reason})`, {
    advice:
      'The case is intact. Start it again: a training goes on from its last checkpoint, other work begins anew. If it stops again, the machine may be short of memory.',
  })
}
