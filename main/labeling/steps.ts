/** Long preparations in steps of some milliseconds: done at once in the terminal, in turns with other calls behind a window. */
import { setImmediate } from 'node:timers/promises'

/** Yields where it can wait; returns what it made. */
export type Steps<T> = Generator<void, T, void>

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Between two steps, whatever else waits has its turn. @throws the signal's reason when it is aborted */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    signal?.throwIfAborted()
    const { done, value } = steps.next()
    if (done) return value
    await setImmediate()
  }
}
