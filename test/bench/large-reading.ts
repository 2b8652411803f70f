/**
 * A large case read as the window reads it, in a process of its own, for the bench: `large-reading.ts CASE`. Every call goes through the
 * contract and its checks, as over the wire; every filter is one that was not asked before, so nothing is known of it. Prints milliseconds as
 * JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { createRouter } from '../../main/api/router.ts'
import { Workspace } from '../../main/api/workspace.ts'

export interface LargeReading {
  /** The case opened, its overview, and the first page of its events. */
  open: number
  /** Pages of a user and a time range, in the order asked. */
  pages: number[]
  /** Each of them again, when its search is known. */
  again: number[]
  /** Histograms of filters on a column that the core holds, on another text column, on a column of numbers. */
  actions: number[]
  texts: number[]
  numbers: number[]
  /** Most of this process. */
  megabytes: number
}

const [path] = process.argv.slice(2)
if (!path) throw new Error('Give a case')
const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
const workspace = new Workspace({
  face: 'browser',
  dataPath: folder,
  nativeDialogs: false,
  pick: () => Promise.resolve(null),
  forkEngine: () => {
    throw new Error('Reading needs no engine')
  },
})
const api = createRouterClient(createRouter(workspace))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

interface Asked {
  filter?: string
  from?: number
  to?: number
}

/** As the Events page does: the search to its end, then what it is for. */
async function search(asked: Asked): Promise<void> {
  for await (const point of await api.events.search(asked)) if (point.done) return
}
async function page(asked: Asked): Promise<void> {
  await search(asked)
  const { rows } = await api.events.page({ ...asked, offset: 0, limit: 200 })
  if (rows.length !== 200) throw new Error(`${rows.length} rows of ${JSON.stringify(asked)}`)
}
async function histogram(filter: string): Promise<void> {
  await search({ filter })
  const found = await api.events.histogram({ filter, buckets: 240 })
  if (!found?.counts.some((count) => count > 0)) throw new Error(`Nothing: ${filter}`)
}

async function each(filters: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (const filter of filters) took.push(await timed(() => histogram(filter)))
  return took
}

const open = await timed(async () => {
  await api.cases.open({ path })
  await page({})
})
const summary = await api.cases.current({})
const [first, last] = [summary!.first!, summary!.last!]
const at = (share: number): number => Math.floor(first + (last - first) * share)
const pages: number[] = []
const again: number[] = []
for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
  const asked = { filter: 'user:1000', from: at(share), to: at(share + 0.01) }
  pages.push(await timed(() => page(asked)))
  again.push(await timed(() => page(asked)))
}
const reading: LargeReading = {
  open,
  pages,
  again,
  actions: await each(['close', 'openat', 'dup', 'clone', 'socket'].map((name) => `eventName:${name}`)),
  texts: await each([3, 17, 29, 41, 55].map((name) => `processName:proc${name}`)),
  numbers: await each(['>8000', '<500', '>=4500', '<=2000', '>8900'].map((range) => `processId${range}`)),
  // KiB on Linux and macOS.
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
}
workspace.shutDown()
rmSync(folder, { recursive: true, force: true })
console.log(JSON.stringify(reading))
