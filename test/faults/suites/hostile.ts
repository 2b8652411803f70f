/**
 * Files made to hurt, for each reader: deep nesting, a line of 100 MB, 100,000 columns, archives that unpack to gigabytes, NUL bytes, bytes
 * that are no UTF-8, lone quotes. Each ends in a clear Problem or in counts that add up; the process is never stuck for two seconds, and
 * takes no more memory than it may.
 */
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip, createZstdCompress } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { type CaseFile, createCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { type FaultSuite, Tally } from '../rows.ts'

const STUCK_MS = 2000
/** What an import may take beyond what the process had, in MB. */
const MOST_MEMORY = 600
const row = (i: number): string => `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,host,user${i},${i}`
const head = 'time,host,user,n'
const good = Array.from({ length: 100 }, (_, i) => row(i)).join('\n')
const rule = (i: number, more = ''): string =>
  `{"result":{"_time":${1_770_000_000 + i},"search_name":"rule","user":"u${i}"${more}}}`
const rules = Array.from({ length: 100 }, (_, i) => rule(i)).join('\n')
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `c${i}`)
const nested = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
const long = 'x'.repeat(100e6)

const event = '<Event><System><EventID>1</EventID></System></Event>\n'
const block = '01/09/2019 03:56:10 PM\nLogName=Security\nEventCode=1\n'

type Make = (path: string) => void | Promise<void>
const text =
  (make: () => string | Uint8Array): Make =>
  (path) =>
    writeFileSync(path, make())
const bomb =
  (pack: () => Transform): Make =>
  (path) => {
    const block = Buffer.alloc(1 << 20, 'a')
    return pipeline(Readable.from(Array.from({ length: 2048 }, () => block)), pack(), createWriteStream(path))
  }
const keys = (documents: number, each: number) => (): string =>
  Array.from({ length: documents }, (_, k) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: each }, (_unused, i) => [`k${k}_${i}`, i]))),
  ).join('\n')
const table = (columns: number) => (): string => `${names(columns).join(',')}\n${names(columns).join(',')}\n`

const captures: Record<string, Make> = {
  'table: a line of 100 MB': text(() => `${head}\n${good}\n${long}\n${good}\n`),
  'table: 100,000 columns': text(table(100_000)),
  'table: as many columns as may be': text(table(16_384)),
  'table: 16,000 columns, all named as times': text(() => {
    const each = (cell: (i: number) => string) => Array.from({ length: 16_000 }, (_, i) => cell(i)).join(',')
    const lines = Array.from({ length: 40 }, (_, k) => each((i) => `no ${i} ${k}`))
    return `${each((i) => `a${i}.timestamp`)}\n${lines.join('\n')}\n`
  }),
  'table: 10 MB of NUL bytes behind a header': text(() =>
    Buffer.concat([Buffer.from(`${head}\n${good}\n`), Buffer.alloc(10e6)]),
  ),
  'table: 1 MB that is no UTF-8': text(() =>
    Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(good.replaceAll('user', '\xff\xfe\xc0'), 'latin1')]),
  ),
  'table: 100,000 lines with a lone quote': text(
    () => `${head}\n${Array.from({ length: 100_000 }, (_, i) => `"${row(i)}`).join('\n')}\n`,
  ),
  'table: one quote, then 60 MB of rows': text(() => `${head}\n1,"open,2,3\n${`${good}\n`.repeat(14_000)}`),
  'table: a quote in the header that is never closed': text(
    () => `time,host,"user,n\n${`${good}\n`.repeat(100)}`,
  ),
  'table: commas only': text(() => `${head}\n${','.repeat(20e6)}\n`),
  'table: times of 10 MB of brackets': text(
    () => `${head}\n${good}\n2026-01-01T00:00:00${'['.repeat(10e6)},h,u,1\n`,
  ),
  'UTF-16 table: a line of 100 MB': text(() =>
    Buffer.from(`\uFEFF${head}\n${good}\n${'x'.repeat(50e6)}\n${good}\n`, 'utf16le'),
  ),
  'Zeek: a line of 100 MB': text(() => `#fields\tts\tuid\n1.5\ta\n${long}\n2.5\tb\n`),
  'Zeek: 100,000 fields': text(() => `#fields\t${names(100_000).join('\t')}\n${names(100_000).join('\t')}\n`),
  'NDJSON: nested 100,000 deep': text(() => `{"time":1}\n${nested}\n{"time":2}\n`),
  'NDJSON: a line of 100 MB': text(() => `{"time":1}\n{"a":"${long}"}\n{"time":2}\n`),
  'NDJSON: 100,000 different keys': text(keys(50, 2000)),
  'NDJSON: as many keys as may be': text(keys(64, 256)),
  'NDJSON: 10 MB of NUL bytes': text(() => Buffer.concat([Buffer.from('{"time":1}\n'), Buffer.alloc(10e6)])),
  'NDJSON: 2 million lines of a digit': text(() => `{"time":1}\n${'1\n'.repeat(2e6)}{"time":2}\n`),
  'JSON array: nested 100,000 deep': text(() => `[{"time":1},\n${nested},\n{"time":2}]`),
  'JSON array: an element of 100 MB': text(() => `[{"time":1},\n{"a":"${long}"},\n{"time":2}]`),
  'JSON array: a document never closed, then 60 MB': text(
    () => `[{"a":{"b":1},\n${'{"time":1770000000,"user":"u"},\n'.repeat(2_000_000)}{"time":2}]`,
  ),
  'JSON: brackets only': text(() => `[${'['.repeat(5e6)}`),
  'JSON: objects that open only': text(() => '{"a":\n'.repeat(2e6)),
  'Event XML: an event of 100 MB': text(() => `${event}<Event>${long}</Event>\n${event}`),
  'Event XML: 10 million elements, one in the other': text(
    () => `${event}<Event>${'<a>'.repeat(1e7)}</Event>${event}`,
  ),
  'Event XML: 400,000 events that open only': text(() => `${event}${'<Event>\n'.repeat(4e5)}`),
  'Event XML: entities made of entities': text(
    () =>
      `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}">]>\n${event}<Event><a>${'&a;'.repeat(4e6)}</a></Event>\n`,
  ),
  'Event XML: 15 MB of CDATA that opens only': text(
    () => `${event}<Event>${'<![CDATA['.repeat(1.6e6)}</Event>\n${event}`,
  ),
  'Event XML: 15 MB of one tag': text(() => `${event}<Event ${'a="b" '.repeat(2.5e6)}</Event>\n${event}`),
  'Event XML: 100,000 different names': text(() =>
    Array.from(
      { length: 100 },
      (_, k) =>
        `<Event>${names(1000)
          .map((name) => `<${name}_${k}>1</${name}_${k}>`)
          .join('')}</Event>`,
    ).join('\n'),
  ),
  'Windows events: a message of 100 MB': text(() => `${block}Message=${long}\n${block}`),
  'Windows events: 15 MB of labels': text(() => `${block}Message=x\n${'A:\t1\n'.repeat(2.5e6)}${block}`),
  'Windows events: 100,000 different labels': text(
    () =>
      `${block}Message=x\n${names(100_000)
        .map((name) => `A${name}:\t1`)
        .join('\n')}\n${block}`,
  ),
  'gzip: 2 GB of one byte': bomb(createGzip),
  'zstd: 2 GB of one byte': bomb(createZstdCompress),
  'Parquet: 20,000 columns': text(
    () =>
      new Uint8Array(parquetWriteBuffer({ columnData: names(20_000).map((name) => ({ name, data: [1] })) })),
  ),
  'Parquet: 20 million equal rows': text(
    () =>
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [{ name: 'host', data: Array.from<string>({ length: 20e6 }).fill('h') }],
          rowGroupSize: 20e6,
        }),
      ),
  ),
  'Arrow: 20,000 columns': text(() =>
    tableToIPC(tableFromArrays(Object.fromEntries(names(20_000).map((name) => [name, [1]]))), 'stream'),
  ),
  'EVTX: 60 MB of chunks without records': text(() => {
    const chunk = Buffer.alloc(1 << 16, '**')
    chunk.write('ElfChnk\0', 0, 'latin1')
    return Buffer.concat([
      Buffer.from('ElfFile\0'),
      Buffer.alloc(4088),
      ...Array.from({ length: 900 }, () => chunk),
    ])
  }),
}

const alerts: Record<string, Make> = {
  'alerts: nested 100,000 deep': text(() => `${rules}\n${rule(1, `,"a":${nested}`)}\n${rules}\n`),
  'alerts: a line of 100 MB': text(() => `${rules}\n${rule(1, `,"a":"${long}"`)}\n${rules}\n`),
  'alerts: 100,000 fields': text(
    () =>
      `${rules}\n${rule(
        1,
        `,${names(100_000)
          .map((name) => `"${name}":1`)
          .join(',')}`,
      )}\n`,
  ),
  'alerts: 100,000 different keys': text(() =>
    Array.from({ length: 100 }, (_, k) =>
      rule(
        k,
        `,${names(1000)
          .map((name) => `"${name}_${k}":1`)
          .join(',')}`,
      ),
    ).join('\n'),
  ),
  'alerts: 10 MB of NUL bytes': text(() => Buffer.concat([Buffer.from(`${rules}\n`), Buffer.alloc(10e6)])),
  'alerts, table: 100,000 columns': text(() => `_time,search_name,user,${names(100_000).join(',')}\n1,r,u\n`),
  'alerts, table: 100,000 lines with a lone quote': text(
    () =>
      `_time,search_name,user\n${Array.from({ length: 100_000 }, (_, i) => `"17700${10_000 + i},rule,u`).join('\n')}\n1770000000,rule,u\n`,
  ),
  'alerts, stash: one quote, then 30 MB': text(
    () =>
      `1770000000, search_name="open, user="u"\n${'1770000001, search_name="r", user="u"\n'.repeat(200_000)}`,
  ),
  'alerts, stash: a quote never closed, then 2 million lines': text(
    () => `1770000000, search_name="r", user="u"\n1770000000, a="\n${'a=b\n'.repeat(2_000_000)}`,
  ),
  'alerts, stash: 10 MB of open quotes': text(
    () => `1770000000, search_name="r", user="u"\n${'a="\n'.repeat(2_500_000)}`,
  ),
}

type Take = (
  ...args: Parameters<typeof importCapture>
) => Promise<{ rows: number; accepted: number; rejected: number }>

async function outcome(c: CaseFile, path: string, take: Take): Promise<string | null> {
  const before = process.memoryUsage().rss
  let [most, stuck] = [before, 0]
  // Processor time of one turn of the event loop: on a busy machine, waiting for the others is no hang.
  let turn = process.threadCpuUsage()
  const watch = setInterval(() => {
    const { user, system } = process.threadCpuUsage(turn)
    stuck = Math.max(stuck, (user + system) / 1000)
    turn = process.threadCpuUsage()
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const sources = listSources(c).length
  let wrong: string | null = null
  try {
    const done = await take(c, { path }, { progress: () => {}, signal: new AbortController().signal })
    if (done.rows !== done.accepted + done.rejected) wrong = 'counts do not add up'
  } catch (error) {
    if (!(error instanceof Problem)) wrong = String(error)
    else if (listSources(c).length !== sources) wrong = 'half a source is in the case'
  }
  await sleep(40)
  clearInterval(watch)
  const grown = (Math.max(most, process.memoryUsage().rss) - before) / 1e6
  if (wrong === null && stuck > STUCK_MS) wrong = `stuck for ${Math.round(stuck)} ms`
  return wrong ?? (grown > MOST_MEMORY ? `took ${Math.round(grown)} MB more` : null)
}

export const hostileSuite: FaultSuite = {
  name: 'hostile',
  async run(say, { only }) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-hostile-'))
    const c = createCase(join(folder, 'case.tribunal'))
    try {
      const rows = []
      const all = [
        ...Object.entries(captures).map(([fault, make]) => ({ fault, make, take: importCapture })),
        ...Object.entries(alerts).map(([fault, make]) => ({ fault, make, take: importAlerts as Take })),
      ]
      for (const { fault, make, take } of all.filter((one) => one.fault.includes(only))) {
        const path = join(folder, 'hostile.bin')
        await make(path)
        const started = performance.now()
        const tally = new Tally()
        tally.add(await outcome(c, path, take))
        say(`${fault}: ${Math.round(performance.now() - started)} ms`)
        rows.push(tally.row('hostile', fault))
        rmSync(path)
      }
      return rows
    } finally {
      c.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
