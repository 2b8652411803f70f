/**
 * Files made to hurt: deep nesting, a line of 100 MB, 100,000 columns, archives that unpack to gigabytes, NUL bytes, bytes that are no
 * UTF-8, lone quotes. Each ends in a clear Problem or in counts that add up; the process is never stuck for two seconds, and
 * takes no more memory than it may.
 */
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { importCapture } from '../../../main/capture/import.ts'
import { type CaseFile, createCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { type FaultSuite, Tally } from '../rows.ts'

const STUCK_MS = 2000
/** What an import may take beyond what the process had, in MB. */
const MOST_MEMORY = 600
const row = (i: number): string => `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,host,user${i},${i}`
const head = 'time,host,user,n'
const good = Array.from({ length: 100 }, (_, i) => row(i)).join('\n')

type Make = (path: string) => void | Promise<void>
const text =
  (make: () => string | Buffer): Make =>
  (path) =>
    writeFileSync(path, make())

const files: Record<string, Make> = {
  'documents nested 100,000 deep': text(
    () => `{"time":1}\n${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n{"time":2}\n`,
  ),
  'a line of 100 MB in a table': text(() => `${head}\n${good}\n${'x'.repeat(100e6)}\n${good}\n`),
  'a line of 100 MB of JSON': text(() => `{"time":1}\n{"a":"${'x'.repeat(100e6)}"}\n{"time":2}\n`),
  '100,000 columns': text(() => {
    const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`)
    return `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`
  }),
  '100,000 different keys': text(() =>
    Array.from({ length: 50 }, (_, k) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${k}_${i}`, i]))),
    ).join('\n'),
  ),
  'an archive of 2 GB of one byte': async (path) => {
    const block = Buffer.alloc(1 << 20, 'a')
    await pipeline(
      Readable.from(Array.from({ length: 2048 }, () => block)),
      createGzip(),
      createWriteStream(path),
    )
  },
  '10 MB of NUL bytes behind a header': text(() =>
    Buffer.concat([Buffer.from(`${head}\n${good}\n`), Buffer.alloc(10e6)]),
  ),
  '1 MB that is no UTF-8': text(() =>
    Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(good.replaceAll('user', '\xff\xfe\xc0'), 'latin1')]),
  ),
  '100,000 lines with a lone quote': text(
    () => `${head}\n${Array.from({ length: 100_000 }, (_, i) => `"${row(i)}`).join('\n')}\n`,
  ),
  'one quote, then 60 MB of rows': text(() => `${head}\n1,"open,2,3\n${`${good}\n`.repeat(14_000)}`),
  'brackets only': text(() => `[${'['.repeat(5e6)}`),
  'commas only': text(() => `${head}\n${','.repeat(20e6)}\n`),
}

async function outcome(c: CaseFile, path: string): Promise<string | null> {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  const sources = listSources(c).length
  let wrong: string | null = null
  try {
    const done = await importCapture(
      c,
      { path },
      { progress: () => {}, signal: new AbortController().signal },
    )
    if (done.rows !== done.accepted + done.rejected) wrong = 'counts do not add up'
  } catch (error) {
    if (!(error instanceof Problem)) wrong = String(error)
    else if (listSources(c).length !== sources) wrong = 'half a source is in the case'
  }
  clearInterval(watch)
  delay.disable()
  const stuck = delay.max / 1e6
  const grown = (Math.max(most, process.memoryUsage().rss) - before) / 1e6
  if (wrong === null && stuck > STUCK_MS) wrong = `stuck for ${Math.round(stuck)} ms`
  return wrong ?? (grown > MOST_MEMORY ? `took ${Math.round(grown)} MB more` : null)
}

export const hostileSuite: FaultSuite = {
  name: 'hostile',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-hostile-'))
    const c = createCase(join(folder, 'case.tribunal'))
    try {
      const rows = []
      for (const [fault, make] of Object.entries(files)) {
        const path = join(folder, 'hostile.bin')
        await make(path)
        const started = performance.now()
        const tally = new Tally()
        tally.add(await outcome(c, path))
        say(`${fault}: ${Math.round(performance.now() - started)} ms`)
        rows.push(tally.row('hostile', fault))
        rmSync(path)
      }
      return rows
    } finally {
      c.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
