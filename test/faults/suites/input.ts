/**
 * Mutated captures and alert exports: cut, spliced, bits flipped, NUL bytes, lone quotes, deep nesting, a row made long. Each must
 * end in a clear Problem with nothing in the case, or in an import whose counts add up: rows = accepted + rejected.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { type CaseFile, createCase } from '../../../main/case/case-file.ts'
import { listSources, rejectedRows } from '../../../main/case/sources.ts'
import { random } from '../../../main/engine/random.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { type FaultSuite, Tally } from '../rows.ts'

/** Tries of each mutation; in full, as many as make 100,000 a reader. */
const TRIES = 150
const FULL = 100_000
type Draw = () => number
type Mutation = (bytes: Buffer, draw: Draw) => Buffer

const at = (bytes: Buffer, draw: Draw): number => Math.floor(draw() * bytes.length)
const insert = (bytes: Buffer, place: number, what: string): Buffer =>
  Buffer.concat([bytes.subarray(0, place), Buffer.from(what), bytes.subarray(place)])

const mutations: Record<string, Mutation> = {
  cut: (bytes, draw) => bytes.subarray(0, at(bytes, draw)),
  spliced: (bytes, draw) =>
    Buffer.concat([bytes.subarray(0, at(bytes, draw)), bytes.subarray(at(bytes, draw))]),
  'bits flipped': (bytes, draw) => {
    const copy = Buffer.from(bytes)
    for (let i = 0; i < 8; i++) copy[at(copy, draw)]! ^= 1 << Math.floor(draw() * 8)
    return copy
  },
  'NUL bytes': (bytes, draw) => insert(bytes, at(bytes, draw), '\0\0\0'),
  'lone quote': (bytes, draw) => insert(bytes, at(bytes, draw), '"'),
  'deep nesting': (bytes, draw) => insert(bytes, at(bytes, draw), '{"a":'.repeat(5000)),
  'long row': (bytes, draw) => insert(bytes, at(bytes, draw), 'x'.repeat(1_000_000)),
}

function samples(): Record<string, { name: string; bytes: Buffer; alerts: boolean }> {
  const rows = Array.from({ length: 300 }, (_, i) => i)
  const time = (i: number): string => new Date(1_770_000_000_000 + i * 1000).toISOString()
  const csv = rows.map((i) => `${time(i)},HOST-${i % 5},user${i % 9},"said ""${i}"", twice"`)
  const json = rows.map((i) =>
    JSON.stringify({ '@timestamp': time(i), host: { name: `h${i % 3}` }, user: { name: `u${i}` }, n: i }),
  )
  const splunk = rows.map((offset) =>
    JSON.stringify({
      preview: false,
      offset,
      result: { _time: time(offset), search_name: `rule ${offset % 4}`, user: `D\\u${offset}` },
    }),
  )
  const zeek = rows.map((i) => `${1_770_000_000 + i}.5\t10.0.0.${i % 9}\t${i % 3 ? i : '-'}\t"x`)
  const text = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`)
  const table = tableFromArrays({
    '@timestamp': rows.map(time),
    host: rows.map((i) => `h${i % 3}`),
    n: Float64Array.from(rows),
  })
  const columnData = [
    { name: '@timestamp', data: rows.map(time) },
    { name: 'user', data: rows.map((i) => `u${i % 5}`) },
    { name: 'n', data: rows },
  ]
  return {
    zeek: { name: 'conn.log', bytes: text('#fields\tts\tid.orig_h\tbytes\tnote', ...zeek), alerts: false },
    utf16: {
      name: 'b.csv',
      bytes: Buffer.from(`\uFEFFTime,User\r\n${csv.join('\r\n')}`, 'utf16le'),
      alerts: false,
    },
    evtx: { name: 'a.evtx', bytes: eventLog(), alerts: false },
    parquet: { name: 'a.parquet', bytes: Buffer.from(parquetWriteBuffer({ columnData })), alerts: false },
    arrow: { name: 'a.arrow', bytes: Buffer.from(tableToIPC(table, 'stream')), alerts: false },
    csv: { name: 'a.csv', bytes: text('TimeCreated,Computer,User,Message', ...csv), alerts: false },
    ndjson: { name: 'a.ndjson', bytes: text(...json), alerts: false },
    json: { name: 'a.json', bytes: text(`[${json.join(',\n')}]`), alerts: false },
    alerts: { name: 'alerts.json', bytes: text(...splunk), alerts: true },
  }
}

const REAL = resolve(import.meta.dirname, '../../../../shared/data/evtx')

/** A real log where there are some; else a header and a chunk without records. */
function eventLog(): Buffer {
  const name = existsSync(REAL) ? readdirSync(REAL).find((file) => file.endsWith('.evtx')) : undefined
  if (name) return readFileSync(join(REAL, name))
  const bytes = Buffer.alloc(4096 + 65_536)
  bytes.write('ElfFile\0', 0, 'latin1')
  bytes.write('ElfChnk\0', 4096, 'latin1')
  return bytes
}

/** A mutation that takes longer than this hangs. */
const HANG_MS = 2000

async function outcome(c: CaseFile, path: string, alerts: boolean): Promise<string | null> {
  const started = performance.now()
  const found = await survives(c, path, alerts)
  const took = performance.now() - started
  return found ?? (took > HANG_MS ? `${path}: took ${Math.round(took)} ms` : null)
}

async function survives(c: CaseFile, path: string, alerts: boolean): Promise<string | null> {
  const before = listSources(c).length
  const ctx = { progress: () => {}, signal: new AbortController().signal }
  try {
    const done = await (alerts ? importAlerts : importCapture)(c, { path }, ctx)
    if (done.rows !== done.accepted + done.rejected) return `${path}: counts do not add up`
    const kept = rejectedRows(c, done.source, 0, 1).total
    return kept === done.rejected ? null : `${path}: ${done.rejected} rejected, ${kept} kept aside`
  } catch (error) {
    if (!(error instanceof Problem)) return `${path}: ${String(error)}`
    return listSources(c).length === before ? null : `${path}: half a source is in the case`
  }
}

export const inputSuite: FaultSuite = {
  name: 'input',
  async run(say, full) {
    const tries = full ? Math.ceil(FULL / Object.keys(mutations).length) : TRIES
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-input-'))
    const c = createCase(join(folder, 'case.tribunal'))
    try {
      const rows = []
      for (const [reader, sample] of Object.entries(samples())) {
        say(`${reader}, ${Object.keys(mutations).length} × ${tries} mutations`)
        for (const [fault, mutate] of Object.entries(mutations)) {
          const draw = random(11)
          const tally = new Tally()
          for (let i = 0; i < tries; i++) {
            const path = join(folder, sample.name)
            writeFileSync(path, mutate(sample.bytes, draw))
            tally.add(await outcome(c, path, sample.alerts))
          }
          rows.push(tally.row('input', `${reader}: ${fault}`))
        }
      }
      return rows
    } finally {
      c.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
