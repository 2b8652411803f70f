/**
 * Reading 1.2 million imported events beside one wide SQLite table of the same capture with an index on time, asked through
 * the same library in the same process: counts by one column and by two, and text looked for in every column of text.
 * Cold means that nothing of the case was read before in this process (the operating system may have the file in memory).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { importCapture } from '../../../main/capture/import.ts'
import { groupSteps, groupWork } from '../../../main/capture/reading/group-by.ts'
import { select } from '../../../main/capture/reading/selection.ts'
import { exhaust } from '../../../main/capture/reading/steps.ts'
import { createCase, openCase, type CaseFile } from '../../../main/case/case-file.ts'
import { loadCore, type EventCore } from '../../../main/case/evidence/core.ts'
import { beth, writeCapture } from '../captures.ts'
import { against, interleave, type Row, type Suite } from '../rows.ts'

const ROUNDS = 5
const ALL = { labelSet: null, from: null, to: null }
const TEXTS = ['processName', 'hostName', 'eventName', 'stackAddresses', 'args']

interface Work {
  name: string
  ours: (c: CaseFile, core: EventCore) => number
  sql: string
  atLeast: number
}

const works: Work[] = [
  {
    name: 'counts by one column (eventName)',
    ours: groups('eventName'),
    sql: grouped('eventName'),
    atLeast: 5,
  },
  {
    name: 'counts by two columns (hostName, eventName)',
    ours: groups('hostName', 'eventName'),
    sql: grouped('hostName, eventName'),
    atLeast: 5,
  },
  {
    name: 'counts by a column of 72,000 values (stackAddresses)',
    ours: groups('stackAddresses'),
    sql: grouped('stackAddresses'),
    atLeast: 0.5,
  },
  {
    name: 'a rare phrase in every text column',
    ours: found('/proc/4242/stat'),
    sql: like('/proc/4242/stat'),
    atLeast: 1,
  },
  { name: 'a phrase that is nowhere', ours: found('mimikatz'), sql: like('mimikatz'), atLeast: 1 },
  {
    name: 'a frequent word in every text column',
    ours: found('pathname'),
    sql: like('pathname'),
    atLeast: 0.5,
  },
]

/** Number of groups. */
function groups(...by: string[]): Work['ours'] {
  return (c, core) => {
    const selection = select(c, core, { ...ALL, filter: '' })
    const input = { ...ALL, filter: '', by, limit: 10 }
    return exhaust(groupSteps(groupWork(c, core, selection, input), input)).groups[0]?.count ?? 0
  }
}
function grouped(columns: string): string {
  return `SELECT COUNT(*) AS n FROM event GROUP BY ${columns} ORDER BY n DESC LIMIT 10`
}

let turn = 0
/** Events found. A selection is remembered; a term that every event passes makes it new each time. */
function found(phrase: string): Work['ours'] {
  return (c, core) =>
    select(c, core, {
      ...ALL,
      filter: `"${phrase}" time>1970-01-01T00:00:00.${String(turn++ % 1000).padStart(3, '0')}`,
    }).events.length
}
function like(phrase: string): string {
  return `SELECT COUNT(*) AS n FROM event WHERE ${TEXTS.map((name) => `${name} LIKE '%${phrase}%'`).join(' OR ')}`
}

function wideTable(path: string, capture: string): Database {
  const index = 'CREATE INDEX event_by_time ON event (timestamp)'
  const done = spawnSync('sqlite3', [path, '.mode csv', `.import ${capture} event`, index])
  if (done.status !== 0) throw new Error(String(done.stderr))
  const db = new Sqlite(path, { readonly: true })
  db.pragma('cache_size = -1000000')
  db.pragma('mmap_size = 2000000000')
  return db
}

async function imported(path: string, capture: string): Promise<CaseFile> {
  const c = createCase(path)
  await importCapture(c, { path: capture }, { progress: () => {}, signal: new AbortController().signal })
  c.close()
  return openCase(path)
}

export const readingSuite: Suite = {
  name: 'reading',
  async run(say) {
    if (spawnSync('sqlite3', ['--version']).status !== 0)
      return { rows: [], absent: ['sqlite3 command line: install the sqlite3 package'] }
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
    const capture = join(folder, 'capture.csv')
    try {
      say('making and importing 1.2 M rows')
      await writeCapture(capture, beth(1_200_000))
      const db = wideTable(join(folder, 'peer.db'), capture)
      const c = await imported(join(folder, 'reading.tribunal'), capture)
      const rows = await measure(c, db, say)
      db.close()
      c.close()
      return { rows, absent: [] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function measure(c: CaseFile, db: Database, say: (line: string) => void): Promise<Row[]> {
  const core = loadCore(c)
  const rows: Row[] = []
  for (const { name, ours, sql, atLeast } of works) {
    say(name)
    const peer = db.prepare<[], { n: number }>(sql)
    const [mine, theirs] = [ours(c, core), peer.all()[0]?.n ?? 0]
    if (mine !== theirs) throw new Error(`${name}: ${mine} here, ${theirs} there`)
    const [took = 0, their = 0] = await interleave([() => ours(c, core), () => peer.all()], ROUNDS)
    rows.push(against('reading', `${name}; SQLite`, took, their, atLeast))
  }
  return rows
}
