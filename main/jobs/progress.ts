/**
 * Thins progress to ten messages a second and estimates the time left. The estimate is elapsed x (1 - f) / f, once one
 * percent and half a second are behind; loss points are gathered, so none is lost between two messages.
 */
import type { JobProgress, LossPoint } from '../../preload/contract/jobs.ts'

/** What a task reports; the time left is added here. */
export interface Step {
  step: string
  /** 0 to 1 over the whole task; null while its size is unknown. */
  fraction: number | null
  counts?: Record<string, number>
  losses?: LossPoint[]
}
export interface TaskContext {
  progress: (step: Step) => void
  signal: AbortSignal
}

export interface Meter {
  report: (step: Step) => void
  /** Sends what is still held back. */
  flush(): void
}

const INTERVAL_MS = 100

export function createMeter(send: (progress: JobProgress) => void, now = () => performance.now()): Meter {
  const started = now()
  let sent = -Infinity
  let held: Step | undefined
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!held) return
    const { losses, counts, ...step } = held
    held = undefined
    sent = now()
    const eta = secondsLeft(step.fraction, (sent - started) / 1000)
    send({ ...step, eta, ...(counts && { counts }), ...(losses?.length && { losses }) })
  }
  return {
    flush,
    report(step) {
      held = {
        ...step,
        fraction: bounded(step.fraction),
        losses: [...(held?.losses ?? []), ...(step.losses ?? [])],
      }
      const wait = sent + INTERVAL_MS - now()
      if (wait <= 0) flush()
      else timer ??= setTimeout(flush, wait)
    },
  }
}

/** @returns seconds left, or null where too little is done to say */
export function secondsLeft(fraction: number | null, elapsed: number): number | null {
  if (fraction === null || fraction < 0.01 || elapsed < 0.5) return null
  return (elapsed * (1 - fraction)) / fraction
}

/** A part of a task as if it were the whole: its 0 to 1 becomes `from` to `to` of the outer progress. */
export function part(outer: TaskContext, from: number, to: number): TaskContext {
  return {
    signal: outer.signal,
    progress: (step) =>
      outer.progress({
        ...step,
        fraction: step.fraction === null ? null : from + (to - from) * step.fraction,
      }),
  }
}

function bounded(fraction: number | null): number | null {
  return fraction === null || Number.isNaN(fraction) ? null : Math.min(1, Math.max(0, fraction))
}
