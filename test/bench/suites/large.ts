/**
 * 12 million rows of 16 columns (2.9 GB), in two suites: `import-large`, speed beside SHA-256 and finding line ends alone, memory and
 * size; `reading-large`, opening the case, pages and histograms, asked as the window asks, through the contract. They run when they are
 * named or with `--large`. With `--keep FOLDER` the capture and the case are looked for there and left there: the second suite
 * then takes half a minute.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beth, writeCapture } from '../captures.ts'
import { importOnce, shareRow } from '../import-runs.ts'
import type { LargeReading } from '../large-reading.ts'
import { median, within, type Row, type Suite } from '../rows.ts'

const ROWS = 12_000_000
const SHARE_OF_HASHING = 0.2
const MOST_MEGABYTES = 600
const OPENINGS = 3

type Say = (line: string) => void
interface Place {
  capture: string
  path: string
}

/** Lets `work` have a folder with the capture in it. */
async function withCapture(keep: string | undefined, say: Say, work: (place: Place) => Promise<Row[]>) {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
  mkdirSync(folder, { recursive: true })
  const place = { capture: join(folder, 'large.csv'), path: join(folder, 'large.tribunal') }
  try {
    if (!existsSync(place.capture)) {
      say('writing 12 M rows')
      // Under another name until it is whole: what an interrupted run leaves is not taken for it.
      await writeCapture(`${place.capture}.part`, beth(ROWS))
      renameSync(`${place.capture}.part`, place.capture)
    }
    return { rows: await work(place), absent: [] }
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

export const importLargeSuite: Suite = {
  name: 'import-large',
  large: true,
  run: (say, _, keep) => withCapture(keep, say, (place) => importRows(place, say)),
}

async function importRows({ capture, path }: Place, say: Say): Promise<Row[]> {
  const bytes = statSync(capture).size
  say('SHA-256 and line ends alone')
  const hashing = bytes / 1e6 / (await hashAndLines(capture))
  say('import')
  const { ms, accepted, megabytes } = importOnce(path, capture)
  if (accepted !== ROWS) throw new Error(`import: ${accepted} rows of ${ROWS}`)
  const speed = bytes / 1e6 / (ms / 1000)
  const suite = 'import-large'
  const size = statSync(path).size / bytes
  say('import, canceled half-way')
  const canceled = importOnce(`${path}.canceled`, capture, '0', 'cancel').ms
  rmSync(`${path}.canceled`, { force: true })
  return [
    {
      suite,
      work: '12 M rows to disk; SHA-256 and line ends alone',
      ours: speed,
      peer: hashing,
      unit: 'MB/s',
      ratio: speed / hashing,
      bound: `at least ${SHARE_OF_HASHING}`,
      holds: speed / hashing >= SHARE_OF_HASHING,
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
    { ...shareRow('its case file ÷ capture', size, 0.2), suite },
    within(suite, 'canceled half-way, all of it gone', canceled, 1000),
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

export const readingLargeSuite: Suite = {
  name: 'reading-large',
  large: true,
  run: (say, _, keep) => withCapture(keep, say, (place) => Promise.resolve(readingRows(place, say))),
}

function readingRows({ capture, path }: Place, say: Say): Row[] {
  if (!existsSync(path)) {
    say('import')
    importOnce(`${path}.part`, capture)
    renameSync(`${path}.part`, path)
  }
  const runs: LargeReading[] = []
  for (let i = 1; i <= OPENINGS; i++) {
    say(`reading in a new process, ${i} of ${OPENINGS}`)
    runs.push(readOnce(path))
  }
  const suite = 'reading-large'
  const all = (of: (run: LargeReading) => number[]): number => median(runs.flatMap(of))
  return [
    within(suite, 'open to the first page', median(runs.map(({ open }) => open)), 1000),
    within(
      suite,
      'page of a user and a time range',
      all(({ pages }) => pages),
      20,
    ),
    within(suite, 'the first of them in its process', median(runs.map(({ pages }) => pages[0]!)), 20),
    within(
      suite,
      'the same page again',
      all(({ again }) => again),
      20,
    ),
    within(
      suite,
      'histogram of a filter: action',
      all(({ actions }) => actions),
      100,
    ),
    within(suite, 'the first of them in its process', median(runs.map(({ actions }) => actions[0]!)), 100),
    within(
      suite,
      'histogram of a filter: another text column',
      all(({ texts }) => texts),
      100,
    ),
    within(
      suite,
      'histogram of a filter: numbers',
      all(({ numbers }) => numbers),
      100,
    ),
    {
      ...within(suite, 'memory with all that read', median(runs.map(({ megabytes }) => megabytes)), 600),
      unit: 'MB',
      bound: 'told',
    },
  ]
}

function readOnce(path: string): LargeReading {
  const done = spawnSync(process.execPath, [join(import.meta.dirname, '../large-reading.ts'), path], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as LargeReading
}
