/** What the services do in the background, kept up to date by `jobs.watch` and readable from any component. */
import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { watchJobs } from '../../../preload/client/watch-jobs.ts'
import type {
  Job as JobSchema,
  JobKind as KindSchema,
  LossPoint as LossSchema,
} from '../../../preload/contract/jobs.ts'
import { getClient } from './client.ts'

export type Job = z.infer<typeof JobSchema>
export type JobKind = z.infer<typeof KindSchema>
export type LossPoint = z.infer<typeof LossSchema>

const opened = Date.now()
let jobs: readonly Job[] = []
const listeners = new Set<() => void>()
const endings = new Set<(job: Job) => void>()
const NO_LOSSES: readonly LossPoint[] = []

export const hasEnded = (job: Job): boolean => job.state !== 'queued' && job.state !== 'running'

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Takes the newest list. Work that had ended before the window was opened makes no noise. */
function take(list: readonly Job[]): void {
  const before = new Map(jobs.map((job) => [job.id, job]))
  jobs = list
  for (const listener of listeners) listener()
  for (const job of list) {
    const old = before.get(job.id)
    const news = old ? !hasEnded(old) : (job.endedAt ?? 0) >= opened
    if (hasEnded(job) && news) for (const ending of endings) ending(job)
  }
}

/** Follows all jobs until the signal. */
export function followJobs(signal: AbortSignal): void {
  void watchJobs(getClient(), take, signal)
}

/** Every job since the program started, newest first. */
export function useJobs(): readonly Job[] {
  return useSyncExternalStore(subscribe, () => jobs)
}

/** The job that runs now, else the one that waits longest, else null. */
export function useRunningJob(): Job | null {
  const all = useJobs()
  return all.find((job) => job.state === 'running') ?? all.findLast((job) => job.state === 'queued') ?? null
}

export function useJob(id: string | null): Job | null {
  return useJobs().find((job) => job.id === id) ?? null
}

/** Training curves of a job as far as they are drawn. */
export function useJobLosses(id: string | null): readonly LossPoint[] {
  return useJob(id)?.progress.losses ?? NO_LOSSES
}

/** Tells of every job that ends from now on. Returns how to stop. */
export function onJobEnd(listener: (job: Job) => void): () => void {
  endings.add(listener)
  return () => endings.delete(listener)
}
