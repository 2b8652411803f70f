/** Work in small steps: done at once, or with breath in between, so that whoever else waits in this process is answered. */
import { setImmediate } from 'node:timers/promises'

/** Longest stretch without a breath, as far as the steps allow. */
const STRETCH_MS = 12

export function exhaust<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/**
 * @param look told of the newest step after every breath
 * @throws the signal's reason when canceled
 */
export async function breathing<P, T>(
  work: Generator<P, T>,
  look?: (point: P) => void,
  signal?: AbortSignal,
): Promise<T> {
  let since = performance.now()
  for (;;) {
    signal?.throwIfAborted()
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - since < STRETCH_MS) continue
    await setImmediate()
    signal?.throwIfAborted()
    look?.(step.value)
    since = performance.now()
  }
}
