/** 12 million rows (2.9 GB): speed beside SHA-256 and finding line ends alone, memory, and what reading them takes. */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { beth, writeCapture } from '../captures.ts'
import { eventHistogram } from '../../../main/capture/reading/histogram.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { openCase } from '../../../main/case/case-file.ts'
import { loadCore, type EventCore } from '../../../main/case/core.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { median, within, type Row } from '../rows.ts'
import { importOnce, shareRow } from '../import-runs.ts'

const ROWS = 12_000_000
const SHARE_OF_HASHING = 0.2
const MOST_MEGABYTES = 600

export async function largeRows(folder: string, say: (line: string) => void): Promise<Row[]> {
  const capture = join(folder, 'large.csv')
  const path = join(folder, 'large.tribunal')
  say('writing 12 M rows')
  await writeCapture(capture, beth(ROWS))
  const bytes = statSync(capture).size
  const hashing = bytes / 1e6 / (await hashAndLines(capture))
  const { ms, accepted, megabytes } = importOnce(path, capture)
  if (accepted !== ROWS) throw new Error(`import: ${accepted} rows of ${ROWS}`)
  const speed = bytes / 1e6 / (ms / 1000)
  const share = speed / hashing
  const suite = 'import'
  return [
    {
      suite,
      work: '12 M rows to disk; SHA-256 and line ends alone',
      ours: speed,
      peer: hashing,
      unit: 'MB/s',
      ratio: share,
      bound: `at least ${SHARE_OF_HASHING}`,
      holds: share >= SHARE_OF_HASHING,
    },
    {
      suite,
      work: 'most memory of that import',
      ours: megabytes,
      peer: null,
      unit: 'MB',
      ratio: null,
      bound: `at most ${MOST_MEGABYTES} MB`,
      holds: megabytes <= MOST_MEGABYTES,
    },
    shareRow('its case file ÷ capture', statSync(path).size / bytes, 0.2),
    ...readingRows(path),
    within(
      'import',
      '12 M rows: canceled half-way, all of it gone',
      importOnce(path, capture, '0', 'cancel').ms,
      1000,
    ),
  ]
}

/** Seconds. */
async function hashAndLines(path: string): Promise<number> {
  const start = performance.now()
  const hash = createHash('sha256')
  let lines = 0
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(block)
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++
  }
  if (lines !== ROWS + 1) throw new Error(`${lines} lines`)
  hash.digest()
  return (performance.now() - start) / 1000
}

function readingRows(path: string): Row[] {
  const start = performance.now()
  const c = openCase(path)
  const core = loadCore(c)
  page(c, core, '', null)
  const opened = performance.now() - start
  const [first, last] = [
    core.time.reduce((a, b) => Math.min(a, b)),
    core.time.reduce((a, b) => Math.max(a, b)),
  ]
  const at = (share: number) => first + (last - first) * share
  // A different stretch every time, so that nothing is known from before; all of the case stays selected by user.
  const pages = [0.1, 0.3, 0.5, 0.7, 0.9].map((from) =>
    timed(() => page(c, core, 'userId:1000', { from: at(from), to: at(from + 0.01) })),
  )
  const histograms = [1, 2, 3, 4, 5].map((event) =>
    timed(() =>
      eventHistogram(c, core, {
        filter: `eventName:${['close', 'openat', 'dup', 'clone', 'socket'][event - 1]}`,
        labelSet: null,
        from: null,
        to: null,
        buckets: 200,
      }),
    ),
  )
  c.close()
  return [
    within('import', 'open a case of 12 M rows to its first page', opened, 1000),
    within('import', 'page of a user and a time range at 12 M rows', median(pages), 20),
    within('import', 'histogram of a filter at 12 M rows', median(histograms), 100),
  ]
}

function page(
  c: CaseFile,
  core: EventCore,
  filter: string,
  range: { from: number; to: number } | null,
): void {
  eventPage(c, core, {
    filter,
    labelSet: null,
    from: range?.from ?? null,
    to: range?.to ?? null,
    offset: 0,
    limit: 200,
    order: 'oldest',
  })
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
