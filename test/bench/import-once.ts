/**
 * One import in a process of its own, for the bench: `import-once.ts CASE CAPTURE [THREADS] [cancel]`; prints as JSON: its milliseconds, rows, the most memory of
 * the process, and the longest that the event loop was late. With `cancel` it is canceled half-way, and the milliseconds are those from there to
 * the moment when nothing of it is left.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { listSources } from '../../main/case/evidence/sources.ts'
import { importCapture } from '../../main/capture/import.ts'
import { createCase } from '../../main/case/case-file.ts'

export interface Once {
  ms: number
  accepted: number
  megabytes: number
  late: number
}

const [path, capture, threads, cancel] = process.argv.slice(2)
if (!path || !capture) throw new Error('Give a case and a capture')
const canceling = new AbortController()
let start = performance.now()
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const c = createCase(path)
const context = {
  progress: ({ fraction }: { fraction: number }) => {
    if (cancel !== 'cancel' || fraction < 0.5 || canceling.signal.aborted) return
    start = performance.now()
    canceling.abort()
  },
  signal: canceling.signal,
  ...(Number(threads) > 0 && { threads: Number(threads) }),
}
const done = await importCapture(c, { path: capture }, context).catch((error: unknown) => {
  if (!canceling.signal.aborted) throw error
})
if (canceling.signal.aborted && listSources(c).length > 0) throw new Error('Canceled, and still there')
const canceled = performance.now() - start
c.close()
const ms = done ? performance.now() - start : canceled
// KiB on Linux and macOS.
const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
console.log(
  JSON.stringify({ ms, accepted: done?.accepted ?? 0, megabytes, late: delay.max / 1e6 } satisfies Once),
)
