/** One import in a process of its own, for the bench: `import-once.ts CASE CAPTURE`; prints milliseconds, rows and most memory as JSON. */
import { importCapture } from '../../main/capture/import.ts'
import { createCase } from '../../main/case/case-file.ts'

const [path, capture] = process.argv.slice(2)
if (!path || !capture) throw new Error('Give a case and a capture')
const start = performance.now()
const c = createCase(path)
const { accepted } = await importCapture(
  c,
  { path: capture },
  { progress: () => {}, signal: new AbortController().signal },
)
c.close()
const ms = performance.now() - start
// KiB on Linux and macOS.
console.log(JSON.stringify({ ms, accepted, megabytes: process.resourceUsage().maxRSS / 1024 }))
