/**
 * Every job of this program run: queued, run one after another in the engine process, watched and canceled.
 * Finished jobs stay listed (the newest 50) so that a page opened later can show them.
 */
import { randomUUID } from 'node:crypto'
import type { EngineInfo } from '../../preload/contract/engines.ts'
import type { Job, JobKind, JobProgress } from '../../preload/contract/jobs.ts'
import { type ProblemShape, toProblem } from '../../preload/contract/problem.ts'
import type { EngineClient } from './engine-client.ts'
import type { Task } from './messages.ts'
import { JobFeed } from './feed.ts'

const KEPT = 50

export interface JobRequest {
  title: string
  casePath: string
  task: Task
  /** Called when the task is done, before anyone is told; what it returns is told as the job's result. */
  settle?(result: unknown): unknown
}

interface Entry {
  job: Job
  stop: AbortController
}

export class JobRegistry {
  readonly #engine: EngineClient
  readonly #entries = new Map<string, Entry>()
  readonly #feeds = new Set<JobFeed>()
  #last: Promise<void> = Promise.resolve()
  #engines: Promise<EngineInfo[]> | undefined

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** @returns the job's id at once; it runs when those before it have ended */
  start(request: JobRequest): string {
    const id = randomUUID()
    const entry: Entry = { stop: new AbortController(), job: newJob(id, request) }
    this.#entries.set(id, entry)
    this.#tell(entry.job)
    this.#last = this.#last.then(() => this.#run(entry, request))
    this.#forgetOld()
    return id
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.#entries.values()].map((entry) => entry.job).toReversed()
  }

  /** True while any job is queued or running. */
  get busy(): boolean {
    return this.list().some((job) => job.endedAt === null)
  }

  /** Does nothing for a job that has ended. */
  cancel(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry || entry.job.endedAt !== null) return
    entry.stop.abort()
    if (entry.job.state === 'queued') this.#end(entry, { state: 'canceled' })
  }

  /** Every job once, oldest first, then each change until the signal is aborted. */
  watch(signal?: AbortSignal): AsyncGenerator<Job> {
    const feed = new JobFeed()
    for (const job of this.list().toReversed()) feed.push(job)
    this.#feeds.add(feed)
    return feed.drain(() => this.#feeds.delete(feed), signal)
  }

  /** Probes the engines when the jobs before are done, so that neither disturbs the other's timing; asked once. */
  engines(): Promise<EngineInfo[]> {
    if (this.#engines) return this.#engines
    const probed = this.#last.then(() => this.#engine.engines())
    this.#engines = probed
    this.#last = this.#settled(probed)
    return probed
  }

  /** A failed probe is not remembered: the next question asks again. */
  async #settled(probed: Promise<EngineInfo[]>): Promise<void> {
    try {
      await probed
    } catch {
      this.#engines = undefined
    }
  }

  /** Cancels everything and ends the engine process. */
  close(): void {
    for (const id of this.#entries.keys()) this.cancel(id)
    this.#engine.close()
    for (const feed of this.#feeds) feed.end()
  }

  async #run(entry: Entry, request: JobRequest): Promise<void> {
    if (entry.job.endedAt !== null) return
    const { job, stop } = entry
    job.state = 'running'
    job.startedAt = Date.now()
    this.#tell(job)
    try {
      const progress = (step: JobProgress): void => this.#progress(job, step)
      const result = await this.#engine.run(request.task, request.casePath, progress, stop.signal)
      this.#end(entry, { state: 'done', result: (await request.settle?.(result)) ?? result })
    } catch (error) {
      if (stop.signal.aborted) this.#end(entry, { state: 'canceled' })
      else this.#end(entry, { state: 'failed', problem: toProblem(error) })
    }
  }

  #progress(job: Job, progress: JobProgress): void {
    const losses = [...(job.progress.losses ?? []), ...(progress.losses ?? [])]
    job.progress = { ...progress, ...(losses.length > 0 && { losses }) }
    const { losses: fresh, ...rest } = progress
    this.#tell({ ...job, progress: { ...rest, ...(fresh?.length && { losses: fresh }) } })
  }

  #end(
    { job }: Entry,
    end: { state: 'done' | 'failed' | 'canceled'; result?: unknown; problem?: ProblemShape },
  ): void {
    if (job.endedAt !== null) return
    Object.assign(job, end)
    job.endedAt = Date.now()
    const fraction = end.state === 'done' ? 1 : job.progress.fraction
    job.progress = { ...job.progress, fraction, eta: null }
    this.#tell(job)
  }

  #tell(job: Job): void {
    for (const feed of this.#feeds) feed.push(job)
  }

  #forgetOld(): void {
    for (const [id, { job }] of this.#entries) {
      if (this.#entries.size <= KEPT) return
      if (job.endedAt !== null) this.#entries.delete(id)
    }
  }
}

function newJob(id: string, request: JobRequest): Job {
  const kind: JobKind = request.task.kind
  return {
    id,
    kind,
    title: request.title,
    state: 'queued',
    startedAt: Date.now(),
    endedAt: null,
    progress: { step: 'waiting', fraction: null, eta: null },
  }
}
