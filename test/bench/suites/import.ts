/**
 * Captures to disk, read into a case (SHA-256 of the evidence and of every chunk, types, zone, rejected rows), beside the peers that
 * put them into one table of their own: `sqlite3 .import`, pandas `to_sql`, DuckDB. Peers that are not installed are named. With
 * `--large`, also 12 million rows: speed, memory, and what reading them takes.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beth, documents, flows, type Shape, writeCapture } from '../captures.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { against, interleave, within, type Row, type Suite } from '../rows.ts'
import { largeRows } from './import-large.ts'

type PeerName = 'sqlite3 .import' | 'pandas' | 'DuckDB'
interface Work {
  shape: Shape
  /** How many times faster than each peer at least. */
  atLeast: Partial<Record<PeerName, number>>
}

const works: Work[] = [
  { shape: beth(1_200_000), atLeast: { 'sqlite3 .import': 2.5, pandas: 4, DuckDB: 1.2 } },
  { shape: flows(1_000_000), atLeast: { 'sqlite3 .import': 3, pandas: 5, DuckDB: 1.1 } },
  { shape: documents(500_000), atLeast: { pandas: 10, DuckDB: 1 } },
]
const ROUNDS = 3

const script = (name: string): string => join(import.meta.dirname, '../peers', name)
const peers: Record<
  PeerName,
  { there: () => boolean; run: (capture: string, database: string) => string[]; install: string }
> = {
  'sqlite3 .import': {
    there: () => spawnSync('sqlite3', ['--version']).status === 0,
    run: (capture, database) => ['sqlite3', database, '.mode csv', `.import ${capture} event`],
    install: 'sqlite3 command line: install the sqlite3 package',
  },
  pandas: {
    there: () => spawnSync('/usr/bin/python3', ['-c', 'import pandas']).status === 0,
    run: (capture, database) => ['/usr/bin/python3', script('pandas_import.py'), capture, database],
    install: 'pandas: install python3-pandas',
  },
  DuckDB: {
    there: () => spawnSync('/usr/bin/python3', ['-c', 'import duckdb']).status === 0,
    run: (capture, database) => ['/usr/bin/python3', script('duckdb_import.py'), capture, database],
    install: 'DuckDB: install the Python package duckdb',
  },
}

async function ours(folder: string, capture: string, rows: number): Promise<number> {
  const path = join(folder, 'bench.tribunal')
  rmSync(path, { force: true })
  const c = createCase(path)
  const ctx = { progress: () => {}, signal: new AbortController().signal }
  const { accepted } = await importCapture(c, { path: capture }, ctx)
  c.close()
  if (accepted !== rows) throw new Error(`import: ${accepted} rows of ${rows}`)
  return statSync(path).size
}

function theirs(folder: string, capture: string, name: PeerName): void {
  const database = join(folder, 'peer.db')
  rmSync(database, { force: true })
  const [command = '', ...args] = peers[name].run(capture, database)
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.status !== 0) throw new Error(`${name}: ${done.stderr.slice(-2000)}`)
}

/** One shape against all peers that are there. */
async function measure(
  folder: string,
  { shape, atLeast }: Work,
  there: ReadonlySet<PeerName>,
): Promise<Row[]> {
  const capture = join(folder, shape.header === null ? 'capture.ndjson' : 'capture.csv')
  await writeCapture(capture, shape)
  const bytes = statSync(capture).size
  const work = `${shape.name} (${(bytes / 1e6).toFixed(0)} MB) to disk`
  let size = 0
  const mine = async () => {
    size = await ours(folder, capture, shape.rows)
  }
  const rivals = Object.entries(atLeast).filter(([name]) => there.has(name as PeerName)) as [
    PeerName,
    number,
  ][]
  const [took = 0, ...others] = await interleave(
    [
      mine,
      ...rivals.map(
        ([name]) =>
          () =>
            theirs(folder, capture, name),
      ),
    ],
    ROUNDS,
  )
  rmSync(capture)
  const rows = rivals.map(([name, least], i) =>
    against('import', `${work}; ${name}`, took, others[i]!, least),
  )
  if (rows.length === 0) rows.push(within('import', work, took, 60_000))
  if (shape.header !== null) rows.push(shareRow(`case file ÷ capture, ${shape.name}`, size / bytes, 0.2))
  return rows
}

export function shareRow(work: string, share: number, atMost: number): Row {
  const [unit, ratio] = ['×', null] as const
  return {
    suite: 'import',
    work,
    ours: share,
    peer: null,
    unit,
    ratio,
    bound: `at most ${atMost}`,
    holds: share <= atMost,
  }
}

export const importSuite: Suite = {
  name: 'import',
  async run(say, large) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
    try {
      const names = Object.keys(peers) as PeerName[]
      const there = new Set(names.filter((name) => peers[name].there()))
      const rows: Row[] = []
      for (const work of works) {
        say(work.shape.name)
        rows.push(...(await measure(folder, work, there)))
      }
      if (large) rows.push(...(await largeRows(folder, say)))
      const absent = names.filter((name) => !there.has(name)).map((name) => peers[name].install)
      return { rows, absent: large ? absent : [...absent, '12 M rows: run with --large'] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
