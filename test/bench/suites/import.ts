/**
 * Captures to disk: 300,000 rows × 16 columns of CSV, shaped like the BETH captures, and 100,000 rows × 80 of numbers, shaped
 * like the CIC ones, read into a case (SHA-256 of the evidence and of every chunk, types, zone, rejected rows) beside
 * `sqlite3 .import` into one table.
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

interface Shape {
  name: string
  rows: number
  /** Of `sqlite3 .import`, how many times faster at least. */
  atLeast: number
  header: string
  line: (this: void, i: number, draw: () => number) => string
}

const NAMES =
  'timestamp,processId,threadId,parentProcessId,userId,mountNamespace,processName,hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil'
const EVENTS = ['openat', 'close', 'security_file_open', 'clone', 'socket', 'connect', 'execve', 'dup']

function beth(i: number, draw: () => number): string {
  const pid = 1 + Math.floor(draw() * 9000)
  const event = Math.floor(draw() * EVENTS.length)
  const args = `"[{'name': 'pathname', 'type': 'const char*', 'value': '/proc/${pid}/stat'}, {'name': 'flags', 'type': 'int', 'value': '${event}'}]"`
  const stack = `"[${140_000_000_000_000 + pid * 4096}, ${140_000_000_100_000 + event}]"`
  const time = (1809.4 + i * 0.0031).toFixed(6)
  return `${time},${pid},${pid},${pid >> 1},${pid % 3 ? 0 : 1000},4026531840,proc${pid % 60},ip-10-100-1-${pid % 8},${event},${EVENTS[event]},${stack},2,${event - 2},${args},${pid % 97 ? 0 : 1},0\n`
}

const FLOW = 78
/** A flow: when, 78 numbers of which half are fractions, and its label. */
function cic(i: number, draw: () => number): string {
  const time = `2017-07-05 ${10 + (i % 8)}:${10 + (i % 50)}:${10 + (i % 49)}`
  const numbers = Array.from({ length: FLOW }, (_, k) => {
    const size = Math.floor(draw() ** 4 * 1e6)
    return k % 4 === 0 ? 0 : k % 2 === 0 ? size : (size / 997).toFixed(6)
  })
  return `${time},${numbers.join(',')},${i % 13 ? 'BENIGN' : 'DoS Hulk'}\n`
}
const FLOW_NAMES = `Timestamp,${Array.from({ length: FLOW }, (_, i) => `Feature ${i + 1}`).join(',')},Label`

const shapes: readonly Shape[] = [
  { name: '300 k rows × 16', rows: 300_000, atLeast: 1, header: NAMES, line: beth },
  { name: '100 k rows × 80', rows: 100_000, atLeast: 1, header: FLOW_NAMES, line: cic },
]

async function capture(path: string, { rows, header, line }: Shape): Promise<void> {
  const draw = random(3)
  const out = createWriteStream(path)
  out.write(`${header}\n`)
  for (let i = 0; i < rows; i += 1000) {
    const block = Array.from({ length: 1000 }, (_, k) => line(i + k, draw)).join('')
    if (!out.write(block)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

async function ours(folder: string, csv: string, rows: number): Promise<number> {
  const path = join(folder, 'bench.tribunal')
  rmSync(path, { force: true })
  const c = createCase(path)
  const ctx = { progress: () => {}, signal: new AbortController().signal }
  const { accepted } = await importCapture(c, { path: csv }, ctx)
  c.close()
  if (accepted !== rows) throw new Error(`import: ${accepted} rows of ${rows}`)
  return statSync(path).size
}

function theirs(folder: string, csv: string): void {
  const path = join(folder, 'peer.db')
  rmSync(path, { force: true })
  const done = spawnSync('sqlite3', [path, '.mode csv', `.import ${csv} event`], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}

function sizeOf(work: string, share: number): Row {
  const [unit, ratio, bound] = ['×', null, 'at most 0.2'] as const
  return { suite: 'import', work, ours: share, peer: null, unit, ratio, bound, holds: share <= 0.2 }
}

/** One shape: the time of both sides, and (of text, whose size says something) how large the case is. */
async function measure(folder: string, shape: Shape, peer: boolean): Promise<Row[]> {
  const csv = join(folder, 'capture.csv')
  await capture(csv, shape)
  const bytes = statSync(csv).size
  const work = `CSV, ${shape.name} (${(bytes / 1e6).toFixed(0)} MB) to disk`
  let size = 0
  const mine = async () => {
    size = await ours(folder, csv, shape.rows)
  }
  const [took = 0, cli] = await interleave([mine, ...(peer ? [() => theirs(folder, csv)] : [])], 5)
  const row =
    cli === undefined
      ? within('import', work, took, 60_000)
      : against('import', work, took, cli, shape.atLeast)
  return shape.line === beth ? [row, sizeOf('case file ÷ CSV size', size / bytes)] : [row]
}

export const importSuite: Suite = {
  name: 'import',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
    try {
      const peer = spawnSync('sqlite3', ['--version']).status === 0
      const rows: Row[] = []
      for (const shape of shapes) {
        say(`a capture of ${shape.name}`)
        rows.push(...(await measure(folder, shape, peer)))
      }
      return { rows, absent: peer ? [] : ['sqlite3 command line: install the sqlite3 package'] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
