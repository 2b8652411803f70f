/**
 * Captures to disk, read into a case (SHA-256 of the evidence and of every chunk, types, zone, rejected rows), beside the peers that
 * put them into one table of their own: `sqlite3 .import`, pandas `to_sql`, DuckDB. Every run, ours too, is the first of a
 * process, and what it takes to start one is counted for nobody. Peers that are not installed are named.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beth, documents, flows, type Shape, writeCapture } from '../captures.ts'
import type { Once } from '../import-once.ts'
import { importOnce, shareRow } from '../import-runs.ts'
import { type PeerName, peers, runPeer } from '../import-peers.ts'
import { against, median, within, type Row, type Suite } from '../rows.ts'

interface Work {
  shape: Shape
  /** How many times faster than each peer at least. */
  atLeast: Partial<Record<PeerName, number>>
  /** Of the case file, beside the capture. */
  size?: number
}

/**
 * The second shape is mostly fractions of chance, of which no two columns say the same: what they tell is a fifth of the
 * capture already (docs/decisions/0045-what-a-case-file-weighs.md).
 */
const works: Work[] = [
  { shape: beth(1_200_000), atLeast: { 'sqlite3 .import': 2.5, DuckDB: 1.2, pandas: 4 }, size: 0.2 },
  { shape: flows(1_000_000), atLeast: { 'sqlite3 .import': 3, DuckDB: 1.1, pandas: 5 }, size: 0.36 },
  { shape: documents(500_000), atLeast: { DuckDB: 1, pandas: 10 }, size: 0.2 },
]
const ROUNDS = 3
const CANCEL = 1000
const LATE = 100

/** One shape against all peers that are there. */
async function measure(
  folder: string,
  { shape, atLeast, size }: Work,
  there: ReadonlySet<PeerName>,
): Promise<Row[]> {
  const capture = join(folder, shape.header === null ? 'capture.ndjson' : 'capture.csv')
  const path = join(folder, 'bench.tribunal')
  await writeCapture(capture, shape)
  const bytes = statSync(capture).size
  const rivals = (Object.keys(atLeast) as PeerName[]).filter((name) => there.has(name))
  const times = new Map<PeerName, number[]>(rivals.map((name) => [name, []]))
  const mine: Once[] = []
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(importOnce(path, capture))
    for (const name of rivals)
      if (round < peers[name].rounds) times.get(name)!.push(runPeer(name, capture, join(folder, 'peer.db')))
  }
  if (mine.some(({ accepted }) => accepted !== shape.rows))
    throw new Error(`not ${shape.rows} rows were imported`)
  const took = median(mine.map(({ ms }) => ms))
  const share = statSync(path).size / bytes
  const work = `${shape.name} (${(bytes / 1e6).toFixed(0)} MB) to disk`
  const rows = rivals.map((name) =>
    against('import', `${work}; ${name}`, took, median(times.get(name)!), atLeast[name]!),
  )
  if (rows.length === 0) rows.push(within('import', work, took, 60_000))
  if (size !== undefined) rows.push(shareRow(`case file ÷ capture, ${shape.name}`, share, size))
  rows.push(...behaviour(shape, capture, path, mine, took))
  rmSync(capture)
  return rows
}

/** What else an import must be: canceled at once, and out of the way of the thread that began it. */
function behaviour(
  { name }: Shape,
  capture: string,
  path: string,
  mine: readonly Once[],
  took: number,
): Row[] {
  const alone = importOnce(path, capture, '1').ms
  return [
    {
      ...within('import', `${name}: one thread; two`, alone, Infinity),
      peer: took,
      ratio: alone / took,
      bound: 'told',
    },
    within(
      'import',
      `${name}: canceled half-way, all of it gone`,
      importOnce(path, capture, '0', 'cancel').ms,
      CANCEL,
    ),
    within(
      'import',
      `${name}: most that its own thread was late`,
      median(mine.map(({ late }) => late)),
      LATE,
    ),
  ]
}

export const importSuite: Suite = {
  name: 'import',
  async run(say, only) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
    try {
      const names = Object.keys(peers) as PeerName[]
      const there = new Set(names.filter((name) => peers[name].there()))
      const rows: Row[] = []
      for (const work of works.filter(({ shape }) => shape.name.includes(only))) {
        say(work.shape.name)
        rows.push(...(await measure(folder, work, there)))
      }
      const absent = names.filter((name) => !there.has(name)).map((name) => peers[name].install)
      return { rows, absent }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
