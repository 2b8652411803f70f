/** The peers of the import suite: each puts a capture into one table of its own, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { duckdbModule, duckdbThere, howToGetDuckdb } from './duckdb-peer.ts'
import { PYTHON, pythonHas } from './torch-peer.ts'

export type PeerName = 'sqlite3 .import' | 'pandas' | 'DuckDB'

interface Peer {
  there: () => boolean
  command: (capture: string, database: string) => string[]
  /** Of runs; the slowest by far is run once. */
  rounds: number
  install: string
}

const script = (name: string): string => join(import.meta.dirname, 'peers', name)

export const peers: Record<PeerName, Peer> = {
  'sqlite3 .import': {
    there: () => spawnSync('sqlite3', ['--version']).status === 0,
    command: (capture, database) => ['sqlite3', database, '.mode csv', `.import ${capture} event`],
    rounds: 3,
    install: 'sqlite3 command line: install the sqlite3 package',
  },
  DuckDB: {
    there: duckdbThere,
    command: (...files) => [process.execPath, script('duckdb-import.ts'), duckdbModule, ...files],
    rounds: 3,
    install: `DuckDB: ${howToGetDuckdb}`,
  },
  pandas: {
    there: () => pythonHas('pandas'),
    command: (...files) => [PYTHON, script('pandas_import.py'), ...files],
    rounds: 1,
    install: 'pandas: install python3-pandas',
  },
}

/** Milliseconds of one run: those it tells, where it must first start an interpreter, else all. */
export function runPeer(name: PeerName, capture: string, database: string): number {
  rmSync(database, { force: true })
  const [command = '', ...args] = peers[name].command(capture, database)
  const start = performance.now()
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const ms = performance.now() - start
  if (done.status !== 0) throw new Error(`${name}: ${done.stderr.slice(-2000)}`)
  rmSync(database, { force: true })
  return done.stdout.startsWith('{') ? (JSON.parse(done.stdout) as { ms: number }).ms : ms
}
