/**
 * A capture to disk: 300,000 rows × 16 columns of CSV, shaped like the BETH captures, read into a case (SHA-256 of the
 * evidence and of every chunk, types, zone, rejected rows) beside `sqlite3 .import` into one table.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { random } from '../../../main/engine/random.ts'
import { against, interleave, within, type Row, type Suite } from '../rows.ts'

const ROWS = 300_000
const NAMES =
  'timestamp,processId,threadId,parentProcessId,userId,mountNamespace,processName,hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil'
const EVENTS = ['openat', 'close', 'security_file_open', 'clone', 'socket', 'connect', 'execve', 'dup']

function line(i: number, draw: () => number): string {
  const pid = 1 + Math.floor(draw() * 9000)
  const event = Math.floor(draw() * EVENTS.length)
  const args = `"[{'name': 'pathname', 'type': 'const char*', 'value': '/proc/${pid}/stat'}, {'name': 'flags', 'type': 'int', 'value': '${event}'}]"`
  const stack = `"[${140_000_000_000_000 + pid * 4096}, ${140_000_000_100_000 + event}]"`
  const time = (1809.4 + i * 0.0031).toFixed(6)
  return `${time},${pid},${pid},${pid >> 1},${pid % 3 ? 0 : 1000},4026531840,proc${pid % 60},ip-10-100-1-${pid % 8},${event},${EVENTS[event]},${stack},2,${event - 2},${args},${pid % 97 ? 0 : 1},0\n`
}

async function capture(path: string): Promise<void> {
  const draw = random(3)
  const out = createWriteStream(path)
  out.write(`${NAMES}\n`)
  for (let i = 0; i < ROWS; i += 1000) {
    const block = Array.from({ length: 1000 }, (_, k) => line(i + k, draw)).join('')
    if (!out.write(block)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

async function ours(folder: string, csv: string): Promise<number> {
  const path = join(folder, 'bench.tribunal')
  rmSync(path, { force: true })
  const c = createCase(path)
  const ctx = { progress: () => {}, signal: new AbortController().signal }
  const { accepted } = await importCapture(c, { path: csv }, ctx)
  c.close()
  if (accepted !== ROWS) throw new Error(`import: ${accepted} rows of ${ROWS}`)
  return statSync(path).size
}

function theirs(folder: string, csv: string): void {
  const path = join(folder, 'peer.db')
  rmSync(path, { force: true })
  const done = spawnSync('sqlite3', [path, '.mode csv', `.import ${csv} event`], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}

export const importSuite: Suite = {
  name: 'import',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
    try {
      const csv = join(folder, 'capture.csv')
      say(`writing a capture of ${ROWS.toLocaleString('en-US')} rows`)
      await capture(csv)
      const megabytes = statSync(csv).size / 1e6
      const peer = spawnSync('sqlite3', ['--version']).status === 0
      const works = [() => ours(folder, csv), ...(peer ? [() => theirs(folder, csv)] : [])]
      const [mine = 0, cli] = await interleave(works, 5)
      const work = `CSV, ${ROWS / 1000} k rows × 16 (${megabytes.toFixed(0)} MB) to disk`
      const share = (await ours(folder, csv)) / statSync(csv).size
      const size: Row = {
        suite: 'import',
        work: 'case file ÷ CSV size',
        ours: share,
        peer: null,
        unit: '×',
        ratio: null,
        bound: 'at most 0.2',
        holds: share <= 0.2,
      }
      const row =
        cli === undefined ? within('import', work, mine, 60_000) : against('import', work, mine, cli, 1)
      return { rows: [row, size], absent: peer ? [] : ['sqlite3 command line: install the sqlite3 package'] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
