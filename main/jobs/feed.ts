/**
 * One watcher's view of the jobs. A watcher that reads slowly gets the newest state of each job, with every loss point
 * that came in between: memory stays bounded by the number of jobs, and no point is lost.
 */
import type { Job, LossPoint } from '../../preload/contract/jobs.ts'

export class JobFeed {
  readonly #waiting = new Map<string, Job>()
  #wake: (() => void) | undefined
  #ended = false

  push(job: Job): void {
    const earlier = this.#waiting.get(job.id)?.progress.losses
    // Jobs are changed in place by the registry; a watcher must get each state as it was.
    const copy = { ...job, progress: { ...job.progress } }
    if (earlier) copy.progress.losses = union(earlier, job.progress.losses ?? [])
    this.#waiting.delete(job.id)
    this.#waiting.set(job.id, copy)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** Yields until ended or aborted; `closed` is called however that comes about. */
  async *drain(closed: () => void, signal?: AbortSignal): AsyncGenerator<Job> {
    const stop = (): void => this.end()
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) this.end()
    try {
      while (!this.#ended) {
        for (const [id, job] of this.#waiting) {
          this.#waiting.delete(id)
          yield job
        }
        await this.#change()
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      closed()
    }
  }

  #change(): Promise<void> {
    if (this.#ended || this.#waiting.size > 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** Points of both, in order: `later` is either the points that followed, or the full list that ends a job. */
function union(earlier: LossPoint[], later: LossPoint[]): LossPoint[] {
  const known = new Set(later.map(pointName))
  return earlier.every((point) => known.has(pointName(point))) ? later : [...earlier, ...later]
}

function pointName({ regime, network, epoch }: LossPoint): string {
  return `${regime}|${network}|${epoch}`
}
