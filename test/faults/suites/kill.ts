/**
 * kill -9 at seeded random moments of an import. The case must open, hold what it held before, byte for byte, and have the
 * interrupted source whole or not at all; the custody chain must be intact. Moments lie between the end of the start-up and a little beyond the
 * usual end of the import, for a table read by several threads, packed NDJSON and alerts.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { importCapture } from '../../../main/capture/import.ts'
import { type CaseFile, createCase, openCase } from '../../../main/case/case-file.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { mixSeed, random } from '../../../main/engine/random.ts'
import { type FaultSuite, Tally, triesOf } from '../rows.ts'

const KILLS = 30
const FULL = 200
const FIRST = 500
const bin = resolve(import.meta.dirname, '../../../main/faces/terminal/bin.ts')

interface Evidence {
  name: string
  fault: string
  /** Of the command line. */
  command: 'import' | 'alerts'
  bytes: Buffer
}

function evidence(): Evidence[] {
  const draw = random(2)
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      time: new Date(1_770_000_000_000 + i * 900).toISOString(),
      host: `HOST-${i % 7}`,
      user: `user${Math.floor(draw() * 40)}`,
      event: 4600 + Math.floor(draw() * 90),
      said: `said ${draw()}`,
    }))
  // Large enough to be read by several threads, in several segments.
  const table = rows(300_000).map((row) => Object.values(row).join(','))
  const documents = rows(100_000).map((row) => JSON.stringify({ ...row, host: { name: row.host } }))
  const alerts = rows(60_000).map(({ time, user, host }, offset) =>
    JSON.stringify({
      preview: false,
      offset,
      result: { _time: time, search_name: 'rule', user, dest: host },
    }),
  )
  const text = (lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)
  return [
    {
      name: 'large.csv',
      fault: 'a table',
      command: 'import',
      bytes: text(['time,host,user,event,said', ...table]),
    },
    {
      name: 'large.ndjson.gz',
      fault: 'packed NDJSON',
      command: 'import',
      bytes: gzipSync(text(documents), { level: 1 }),
    },
    { name: 'alerts.json', fault: 'alerts', command: 'alerts', bytes: text(alerts) },
  ]
}

/** Milliseconds that an import takes here; killed after so many, unless that is null. */
async function importing(args: string[], killAfter: number | null): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [bin, ...args], { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  if (killAfter !== null) {
    await Promise.race([sleep(killAfter), ended])
    child.kill('SIGKILL')
  }
  await ended
  return performance.now() - started
}

/** Everything that the case holds of a source but its number and when it was imported. */
function digest(c: CaseFile, source: number): string {
  const hash = createHash('sha256')
  const tables = [
    'SELECT kind, size, sha256, rows, accepted, rejected, mapping, columns FROM sources WHERE id = ?',
    'SELECT ordinal, first_row, rows, sha256, places FROM chunks WHERE source = ? ORDER BY ordinal',
    'SELECT ordinal, name, type, data FROM column_chunks WHERE source = ? ORDER BY ordinal, name',
    'SELECT name, user, host, fired, original FROM alerts WHERE source = ? ORDER BY id',
  ]
  for (const sql of tables)
    for (const row of c.db.prepare<[number], Record<string, unknown>>(sql).iterate(source))
      for (const value of Object.values(row)) hash.update(value instanceof Buffer ? value : String(value))
  return hash.digest('hex')
}

/** The sources of a case, if its custody chain is intact. */
function sourcesIn(path: string): string[] {
  const c = openCase(path)
  try {
    if (!checkCustody(c).intact) throw new Error('the custody chain is broken')
    return listSources(c).map(({ id }) => digest(c, id))
  } finally {
    c.close()
  }
}

/** @param whole the sources of a case whose import nothing interrupted */
function outcome([earlier, imported, ...more]: readonly string[], whole: readonly string[]): string | null {
  if (earlier !== whole[0]) return 'the earlier source is gone or changed'
  if (more.length > 0) return `${more.length + 2} sources`
  return imported === undefined || imported === whole[1] ? null : 'a partial source'
}

async function baseCase(path: string, folder: string): Promise<void> {
  const small = join(folder, 'small.csv')
  const lines = Array.from({ length: FIRST }, (_, i) => `${1_770_000_000 + i},HOST,user${i},"said ${i}"`)
  writeFileSync(small, `time,host,user,said\n${lines.join('\n')}\n`)
  const c = createCase(path)
  await importCapture(c, { path: small }, { progress: () => {}, signal: new AbortController().signal })
  c.close()
}

export const killSuite: FaultSuite = {
  name: 'kill',
  async run(say, extent) {
    const kills = triesOf(extent.full ? FULL : KILLS, extent)
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-kill-'))
    const [base, trial] = [join(folder, 'base.tribunal'), join(folder, 'trial.tribunal')]
    const renew = () => {
      for (const end of ['', '-wal', '-shm']) rmSync(trial + end, { force: true })
      cpSync(base, trial)
    }
    try {
      await baseCase(base, folder)
      const rows = []
      for (const [i, { name, fault, command, bytes }] of evidence().entries()) {
        const mine = kills.filter((kill) => kill % 3 === i)
        if (mine.length === 0) continue
        const file = join(folder, name)
        writeFileSync(file, bytes)
        renew()
        const args = [command, trial, file]
        const took = await importing(args, null)
        const whole = sourcesIn(trial)
        if (whole.length !== 2) throw new Error(`${name} was not imported at all`)
        const tally = new Tally()
        let complete = 0
        for (const kill of mine) {
          renew()
          await importing(args, took * (0.25 + 0.85 * random(mixSeed(9, kill))()))
          try {
            const sources = sourcesIn(trial)
            tally.add(outcome(sources, whole))
            if (sources.length > 1) complete++
          } catch (error) {
            tally.add(`kill ${kill}: ${String(error)}`)
          }
        }
        say(`${fault}: ${Math.round(took)} ms undisturbed; ${mine.length} killed, ${complete} were complete`)
        rows.push(tally.row('kill', `kill -9 at a random moment of importing ${fault}`))
      }
      return rows
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
