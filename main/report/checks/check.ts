/** What every check is given and gives. */
import type { VerifyCheck } from '../../../preload/contract/evidence.ts'

export type { VerifyCheck }

export interface VerifyContext {
  progress(step: { step: string; fraction: number | null }): void
  signal: AbortSignal
}

/** A check of one value against another. */
export function same(what: string, stored: string, computed: string, subject = 'hash'): VerifyCheck {
  const ok = stored === computed
  const detail = ok ? `${subject} ${stored}` : `stored ${stored}, computed now ${computed}`
  return { what, ok, detail }
}

/** Lets other work in, and stops when that was asked for. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}
