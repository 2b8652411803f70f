/**
 * The small files that are damaged, one for each reader and way of writing: one to four kilobytes, made as the tools make
 * them. Event logs cannot be made here; a few records of a real one are taken where there are real captures.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'

export interface Seed {
  kind: 'text' | 'packed' | 'binary' | 'alerts'
  bytes: Buffer
  /** Rows in it. */
  rows: number
  /** Its records, as they stand in the file (of text). */
  records: Buffer[]
  /** The column of times. */
  time: string
  /** What `bytes` unpack to. */
  unpacked?: Buffer
}

const COUNT = 24
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: COUNT }, (_, i) => make(i))
const iso = (i: number): string => new Date(1_770_000_000_000 + i * 1000).toISOString()

function lines(records: string[], time: string, head = '', kind: Seed['kind'] = 'text', end = '\n'): Seed {
  const bytes = Buffer.from(head + records.map((record) => record + end).join(''))
  return { kind, bytes, rows: COUNT, records: records.map((record) => Buffer.from(record)), time }
}

const document = (i: number) => ({
  '@timestamp': iso(i),
  host: { name: `h${i % 3}` },
  user: { name: `u${i}` },
  n: i,
  list: ['a', i],
  note: 'q"\\,{[é',
})
const json = (make: (i: number) => unknown): string[] => each((i) => JSON.stringify(make(i)))

function wrapped(records: string[], open: string, close: string): Seed {
  const bytes = Buffer.from(`${open}${records.join(',\n')}${close}`)
  const time = '@timestamp'
  return { kind: 'text', bytes, rows: COUNT, records: records.map((one) => Buffer.from(one)), time }
}

const table = lines(
  each((i) => `${iso(i)},HOST-${i % 5},user${i},"said ""${i}"", twice${i % 6 ? '' : '\nand again'}"`),
  'TimeCreated',
  'TimeCreated,Computer,User,Message\n',
)
const ndjson = lines(json(document), '@timestamp')

const notable = (i: number) => ({
  _time: iso(i),
  search_name: `Threat - Rule ${i % 4} - Rule`,
  user: `D\\u${i}`,
  dest: `h${i}`,
  'annotations.mitre_attack': ['T1059.001'],
})

function wide(text: Seed): Seed {
  const encoded = (bytes: Buffer) => Buffer.from(bytes.toString(), 'utf16le')
  return {
    ...text,
    bytes: encoded(Buffer.from(`\uFEFF${text.bytes.toString()}`)),
    records: text.records.map(encoded),
  }
}

const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/** In two pieces, one behind the other. */
function packed(text: Seed, pack: (bytes: Buffer) => Buffer): Seed {
  const half = text.bytes.length >> 1
  const bytes = Buffer.concat([pack(text.bytes.subarray(0, half)), pack(text.bytes.subarray(half))])
  return { ...text, kind: 'packed', bytes, unpacked: text.bytes }
}

const columnar = (bytes: Uint8Array): Seed => ({
  kind: 'binary',
  bytes: Buffer.from(bytes),
  rows: COUNT,
  records: [],
  time: 'time',
})

function arrow(form: 'stream' | 'file'): Seed {
  const names = each((i) => `h${i % 3}`)
  const cells = { time: each(iso), host: names, n: Float64Array.from(each((i) => i)) }
  return columnar(tableToIPC(tableFromArrays(cells), form))
}

function parquet(): Seed {
  const columnData = [
    { name: 'time', data: each(iso) },
    { name: 'user', data: each((i) => `u${i % 5}`) },
    { name: 'n', data: each((i) => i) },
  ]
  return columnar(new Uint8Array(parquetWriteBuffer({ columnData })))
}

const REAL = resolve(import.meta.dirname, '../../../../shared/data/evtx')
const [HEADER, FIRST] = [4096, 512]

/** The first records of a real log, as a log that ends behind them; null without real captures. */
function eventLog(): Seed | null {
  const name = existsSync(REAL) ? readdirSync(REAL).find((file) => file.endsWith('.evtx')) : undefined
  if (name === undefined) return null
  const whole = readFileSync(join(REAL, name))
  const records: Buffer[] = []
  let at = HEADER + FIRST
  while (records.length < 3 && whole.readUInt32LE(at) === 0x2a2a) {
    const record = whole.subarray(at, at + whole.readUInt32LE(at + 4))
    records.push(record)
    at += record.length
  }
  const bytes = Buffer.from(whole.subarray(0, at))
  // Where free space begins in the chunk.
  bytes.writeUInt32LE(at - HEADER, HEADER + 48)
  return { kind: 'binary', bytes, rows: records.length, records, time: 'TimeCreated' }
}

const eventXml = (i: number): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>${4600 + i}</EventID><TimeCreated SystemTime='${iso(i)}'/>` +
  `<Computer>H${i % 3}</Computer></System><EventData><Data Name='User'>u${i} &amp; co</Data>\n<Data Name='é'>x</Data></EventData></Event>`
const eventText = (i: number): string =>
  `01/09/2019 03:56:${10 + i} PM\nLogName=Security\nEventCode=${4600 + i}\nComputerName=H${i % 3}\nMessage=Logged on.\nNew Logon:\n\tAccount Name:\t\tu${i}`

/** By the name of the reader. */
export function seeds(): Record<string, Seed> {
  const log = eventLog()
  const elastic = json((i) => ({ _index: 'logs', _id: String(i), _source: document(i) }))
  const results = json((offset) => ({ preview: false, offset, result: notable(offset) }))
  const events = json((offset) => ({ preview: false, offset, result: { ...document(offset), _raw: 'x' } }))
  const pretty = each((i) => JSON.stringify(document(i), null, 1))
  return {
    CSV: table,
    'UTF-16': wide(table),
    'semicolons, CR': lines(
      each((i) => `04-11-2024 18:04:${10 + i};u${i};${i / 8};x`),
      'Time',
      'Time;User;N;M\r',
      'text',
      '\r',
    ),
    Hayabusa: lines(
      each((i) => `"2021-10-20 23:18:${10 + i}.326 +09:00","PC1","Sysmon",${i},"Cmd: a ¦ User: LAB\\bob"`),
      'Timestamp',
      '"Timestamp","Computer","Channel","EventID","Details"\n',
    ),
    Zeek: lines(
      each((i) => `${1_770_000_000 + i}.5\t10.0.0.${i % 9}\t${i % 3 ? i : '-'}\t"x`),
      'ts',
      '#separator \\x09\n#unset_field\t-\n#fields\tts\tid.orig_h\tbytes\tnote\n',
    ),
    NDJSON: ndjson,
    'Zeek JSON': lines(
      json((i) => ({ ts: 1_591_367_999.305 + i, uid: 'CM', 'id.orig_h': '10.0.0.1', n: i })),
      'ts',
    ),
    'JSON array': wrapped(json(document), '[\n', '\n]\n'),
    'JSON documents': lines(pretty, '@timestamp'),
    'Elastic hits': lines(elastic, '@timestamp'),
    'Splunk events': lines(events, '@timestamp'),
    'Splunk results': wrapped(json(document), '{"preview":false,"results":[', ']}\n'),
    'Event XML': lines(each(eventXml), 'TimeCreated', '<?xml version="1.0"?>\n<Events>\n'),
    'Windows events, text': lines(each(eventText), '_time'),
    gzip: packed(table, (bytes) => gzipSync(bytes)),
    zstd: packed(ndjson, (bytes) => zstdCompressSync(bytes, CHECKED)),
    Parquet: parquet(),
    'Arrow stream': arrow('stream'),
    'Arrow file': arrow('file'),
    ...(log && { EVTX: log }),
    'alerts, Splunk lines': lines(results, '', '', 'alerts'),
    'alerts, Splunk results': { ...wrapped(json(notable), '{"results":[', ']}\n'), kind: 'alerts' },
    'alerts, CSV': lines(
      each((i) => `${iso(i)},"Rule ""${i % 4}""",u${i},h${i},T1059`),
      '',
      '_time,search_name,user,dest,mitre_attack_id\n',
      'alerts',
    ),
    'alerts, stash': lines(
      each((i) => `${1_770_000_000 + i}, search_name="Rule ${i}", user="u\\"${i}", dest="h"`),
      '',
      '',
      'alerts',
    ),
  }
}
