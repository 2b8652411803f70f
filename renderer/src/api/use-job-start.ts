/** Starts long work and remembers which job it became, so that a page can show that job's own progress. */
import { useEffect, useEffectEvent, useState } from 'react'
import type { ProblemShape } from '../../../preload/contract/problem.ts'
import type { CallName, Input, Output } from './client.ts'
import { hasEnded, type Job, useJob } from './jobs.ts'
import { useAct } from './use-call.ts'

/** Calls that answer with `{ job }`. */
export type JobCall = { [N in CallName]: Output<N> extends { job: string } ? N : never }[CallName]

export interface JobStart<N extends JobCall> {
  start: (input: Input<N>) => void
  /** The job as it stands; null before the first start. */
  job: Job | null
  busy: boolean
  /** Why it could not start, or why it failed. */
  problem: ProblemShape | null
  reset: () => void
}

/** @param onEnd told once when the job that this hook started has ended, however it ended */
export function useJobStart<N extends JobCall>(name: N, onEnd?: (job: Job) => void): JobStart<N> {
  const [id, setId] = useState<string | null>(null)
  const act = useAct(name, { onDone: (answer) => setId((answer as { job: string }).job) })
  const job = useJob(id)
  const ended = job !== null && hasEnded(job)
  const tell = useEffectEvent((_id: string | null) => job && onEnd?.(job))
  useEffect(() => {
    if (ended) tell(id)
  }, [id, ended])
  const busy = act.isPending || (id !== null && !ended)
  const reset = (): void => {
    act.reset()
    setId(null)
  }
  return { start: act.mutate, job, busy, problem: act.error?.toJSON() ?? job?.problem ?? null, reset }
}
