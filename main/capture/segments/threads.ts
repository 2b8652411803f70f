/**
 * Reads segments on threads of their own for large files, else right here. Both do the same work (segment.ts) on the same
 * segments, so that a case does not depend on which of them it was.
 */
import { availableParallelism } from 'node:os'
import { setImmediate as breath } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Problem, type ProblemShape } from '../../../preload/contract/problem.ts'
import { programFile } from '../../case/program-file.ts'
import { type ReadingPlan, type Segment, type SegmentDone, SegmentReading } from './segment.ts'

export interface SegmentReaders {
  /** Segments worth having under way at once. */
  readonly width: number
  read(segment: Segment): Promise<SegmentDone>
  /** Ends the work, wherever it stands. */
  close(): void
}

/** What a thread is told: first what all segments have in common, then one after the other. */
export type ToThread = { plan: ReadingPlan } | { id: number; segment: Segment }

/** What a thread says: a segment's number, and what was read or what went wrong. */
export type FromThread = { id: number } & ({ done: SegmentDone } | { problem: ProblemShape })

/** Files below this many bytes are done before a thread has started. */
const WORTH_A_THREAD = 24 << 20
const MOST_THREADS = 4

/**
 * Starts threads before the file is understood: they load while it is looked at.
 * @param size of the file on the disk, bytes
 * @returns null where threads are not worth it; else to be closed, whatever happens
 */
export function startCrew(
  size: number,
  threads = Math.min(MOST_THREADS, availableParallelism()),
): Crew | null {
  const entry = size < WORTH_A_THREAD ? null : threadEntry()
  return entry === null ? null : new Crew(entry, threads)
}

/** @param crew threads that were started for this file, if any were */
export function segmentReaders(plan: ReadingPlan, crew: Crew | null): SegmentReaders {
  return crew ? new Threads(plan, crew) : readersHere(plan)
}

/** The threads' program; null where it was not built. */
const threadEntry = (): string | null => programFile(import.meta.url, './thread.ts', 'segment-thread.js')

export function readersHere(plan: ReadingPlan): SegmentReaders {
  const reading = new SegmentReading(plan)
  return {
    width: 1,
    async read(segment) {
      // The event loop breathes between segments: cancel and progress get through.
      await breath()
      return reading.read(segment)
    },
    close: () => undefined,
  }
}

interface Waiting {
  done: (done: SegmentDone) => void
  fail: (error: unknown) => void
}

/** Threads that know of no file yet. */
export class Crew {
  readonly workers: readonly Worker[]
  /** What one of them died of, if one did. */
  failed: unknown = null

  constructor(entry: string, count: number) {
    this.workers = Array.from({ length: count }, () => new Worker(entry, { execArgv: [], name: 'import' }))
    for (const worker of this.workers)
      worker.on('error', (error) => {
        this.failed ??= error
      })
  }

  close(): void {
    for (const worker of this.workers) {
      worker.removeAllListeners()
      // A thread that dies while it is being ended has nothing left to say.
      worker.on('error', () => undefined)
      void worker.terminate()
    }
  }
}

export class Threads implements SegmentReaders {
  readonly width: number
  readonly #crew: Crew
  readonly #threads: { worker: Worker; busy: number }[]
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #failed: unknown

  constructor(plan: ReadingPlan, crew: Crew) {
    this.width = crew.workers.length + 1
    this.#crew = crew
    this.#failed = crew.failed
    this.#threads = crew.workers.map((worker) => ({ worker, busy: 0 }))
    for (const thread of this.#threads) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.worker.postMessage({ plan } satisfies ToThread)
      thread.worker.on('message', (message: FromThread) => {
        thread.busy--
        this.#hear(message)
      })
      thread.worker.on('error', (error) => this.#fail(error))
      thread.worker.on('exit', (code) => this.#fail(new Error(`An import thread ended with ${code}`)))
    }
  }

  read(segment: Segment): Promise<SegmentDone> {
    const id = this.#asked++
    const idle = this.#threads.reduce((best, one) => (one.busy < best.busy ? one : best))
    idle.busy++
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    idle.worker.postMessage({ id, segment } satisfies ToThread)
    const answer = new Promise<SegmentDone>((done, fail) => this.#waiting.set(id, { done, fail }))
    // Whoever waits hears of it; nobody need wait for a segment that is to be read again.
    answer.catch(() => undefined)
    if (this.#failed !== null) this.#fail(this.#failed)
    return answer
  }

  close(): void {
    this.#crew.close()
  }

  #hear(message: FromThread): void {
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('done' in message) waiting?.done(message.done)
    else waiting?.fail(problemOf(message.problem))
  }

  #fail(error: unknown): void {
    this.#failed ??= error
    for (const { fail } of this.#waiting.values()) fail(this.#failed)
    this.#waiting.clear()
  }
}

function problemOf({ code, message, where, advice }: ProblemShape): Error {
  if (code === 'unexpected') return new Error(message)
  return new Problem(code, message, { ...(where && { where }), ...(advice && { advice }) })
}
