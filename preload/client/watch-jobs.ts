/** Follows every job for a page: merges the stream's increments, and takes the stream up again when it breaks. */
import type { Job, LossPoint } from '../contract/jobs.ts'
import type { Client } from './connect.ts'

const RETRY_MS = 1000

/**
 * Calls `tell` with all jobs, newest first, now and on every change, until `signal` is aborted. `progress.losses` holds all
 * points so far in each job that is told (over the wire only the points since the last message travel).
 */
export async function watchJobs(
  client: Client,
  tell: (jobs: Job[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = new Map<string, Job>()
  while (!signal.aborted) {
    try {
      for await (const job of await client.jobs.watch({}, { signal })) {
        known.set(job.id, mergeJob(known.get(job.id), job))
        tell([...known.values()].sort((a, b) => b.startedAt - a.startedAt))
      }
    } catch {
      // Whatever broke the stream, asking again is the answer: its first messages bring everything that was missed.
    }
    if (!signal.aborted) await pause(RETRY_MS, signal)
  }
}

/** The newer state of a job with the loss points of both, each once. */
function mergeJob(before: Job | undefined, now: Job): Job {
  if (!before?.progress.losses) return now
  const points = new Map<string, LossPoint>()
  for (const point of [...before.progress.losses, ...(now.progress.losses ?? [])])
    points.set(`${point.regime}|${point.network}|${point.epoch}`, point)
  return { ...now, progress: { ...now.progress, losses: [...points.values()] } }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
