/**
 * Who grows the trees of a round: this thread alone, or worker threads over shared memory.
 *
 * Alone, it breathes after every tree, so that progress and cancel come through. With workers this thread only waits.
 */
import { Worker } from 'node:worker_threads'
import { programFile } from '../../case/program-file.ts'
import { createBooster, type Grown, type Work } from './booster.ts'

export interface Crew {
  /** Grows all trees of one round. */
  round(): Promise<Grown[]>
  dispose(): Promise<void>
}

/** @param threads how many, at most; no more than there are trees in a round. */
export function openCrew(work: Work, threads: number, signal?: AbortSignal): Crew {
  const entry = workerEntry()
  const count = Math.min(threads, work.outputs)
  return count > 1 && entry !== null ? together(work, count, entry) : alone(work, signal)
}

function alone(work: Work, signal?: AbortSignal): Crew {
  const booster = createBooster(work)
  return {
    async round() {
      work.next[0] = 0
      const grown: Grown[] = []
      for (let one = booster.growNext(); one !== null; one = booster.growNext()) {
        grown.push(one)
        await new Promise((resolve) => setImmediate(resolve))
        signal?.throwIfAborted()
      }
      return grown
    },
    dispose: () => Promise.resolve(),
  }
}

function together(work: Work, count: number, entry: string): Crew {
  const workers = Array.from({ length: count }, () => hire(entry, work))
  return {
    async round() {
      work.next[0] = 0
      return (await Promise.all(workers.map((worker) => worker.round()))).flat()
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.end()))
    },
  }
}

function hire(entry: string, work: Work) {
  const worker = new Worker(entry, { workerData: work })
  let settle: { resolve(grown: Grown[]): void; reject(error: Error): void } | null = null
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
    settle?.reject(failure)
  }
  worker.on('message', (grown: Grown[]) => settle?.resolve(grown))
  worker.on('error', (error) => fail(error as Error))
  worker.on('exit', (code) => fail(new Error(`a thread that grew trees ended with code ${code}`)))
  return {
    round: () =>
      new Promise<Grown[]>((resolve, reject) => {
        settle = { resolve, reject }
        if (failure) reject(failure)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        else worker.postMessage('round')
      }),
    end: () => worker.terminate(),
  }
}

/** The program of the threads; null where it was not built. */
const workerEntry = (): string | null => programFile(import.meta.url, './tree-worker.ts', 'tree-worker.js')
