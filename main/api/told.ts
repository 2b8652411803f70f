/** Work that tells of its progress, as a stream: at most ten points a second, the newest only, then the result. */

const INTERVAL_MS = 100

/** @param work is handed the function to tell its points to, and a signal that says that nobody listens any more */
export async function* told<P, R>(
  work: (tell: (point: P) => void, signal: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<{ point: P } | { result: R }, void> {
  const gone = new AbortController()
  const stop = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal
  let newest: { point: P } | null = null
  let wake = Promise.withResolvers<void>()
  const result = work((point) => {
    newest = { point }
    wake.resolve()
  }, stop)
  const ended = result.then(
    () => true,
    () => true,
  )
  let sent = performance.now()
  try {
    for (;;) {
      const over = await Promise.race([ended, wake.promise.then(() => pause(ended, sent + INTERVAL_MS))])
      if (over) break
      wake = Promise.withResolvers<void>()
      sent = performance.now()
      if (newest) yield newest
    }
    yield { result: await result }
  } finally {
    gone.abort()
  }
}

/** Waits until `time`, unless the work ends before; true if it did. */
async function pause(ended: Promise<boolean>, time: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const waited = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), Math.max(0, time - performance.now()))
  })
  const over = await Promise.race([ended, waited])
  clearTimeout(timer)
  return over
}
