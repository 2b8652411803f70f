/**
 * Another program may hold a case: SQLite then waits without a word, and nothing else runs meanwhile. Whoever has somebody to
 * tell (the terminal) is told before the wait begins.
 */

/** Milliseconds of waiting that nobody need be told of. */
const UNNOTICED = 500
let tell: ((path: string, patience: number) => void) | null = null

/** @param listener is called with the case and the longest wait in milliseconds; null: nobody listens any more */
export function onWaiting(listener: typeof tell): void {
  tell = listener
}

/** Whether anybody would be told. */
export const isHeard = (): boolean => tell !== null

/**
 * Attempts something that another program may be in the way of: where somebody listens, at once, and if that fails, after having told them,
 * once more with patience.
 * @param attempt is given the milliseconds to wait; it must leave nothing behind when it throws
 */
export function patiently<T>(path: string, patience: number, attempt: (timeout: number) => T): T {
  if (tell === null || patience < UNNOTICED) return attempt(patience)
  try {
    return attempt(0)
  } catch (error) {
    if (!isLocked(error)) throw error
  }
  tell(path, patience)
  return attempt(patience)
}

function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^SQLITE_(?:BUSY|LOCKED)/.test(code)
}
