/**
 * Every format that logs come in, from real files where there are some, else from samples made as the tools make them: recognized
 * by content, mapped by name, with times, accounts and values as they were.
 */
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Int64,
  makeData,
  makeVector,
  Table,
  tableFromArrays,
  tableToIPC,
  TimestampNanosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { evtxParts } from '../../../main/capture/binary/evtx.ts'
import { OPEN_PLAN } from '../../../main/capture/columns/plan.ts'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { eventRecord } from '../../../main/capture/reading/record.ts'
import { readRow } from '../../../main/case/evidence/row.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { getSource, rejectedRows } from '../../../main/case/evidence/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { damaged } from '../../faults/input/mutations.ts'
import { seeds } from '../../faults/input/seeds.ts'
import { file, folder, importInto, newCase } from './records.ts'

const home = folder()
const data = join(import.meta.dirname, '../../../../shared/data')
const evtx = join(data, 'evtx')

/** Imports these bytes; the source, and its first rows as names and texts. */
async function read(bytes: string | Uint8Array, name = 'any.log') {
  const c = newCase(home)
  const path = file(home, bytes, `${Math.random()}-${name}`)
  const done = await importInto(c, { path })
  const source = getSource(c, done.source)
  const row = (i: number) => Object.fromEntries(readRow(c, done.source, i))
  return { c, done, source, row, path }
}

describe('Zeek', () => {
  const head =
    '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2026-01-02-03-04-05\n'
  const fields =
    '#fields\tts\tuid\tid.orig_h\tid.orig_p\tservice\tduration\ttunnel_parents\n#types\ttime\tstring\taddr\tport\tstring\tinterval\tset[string]\n'

  test('TSV: unset and empty fields are missing, quotes are plain, lines of # are no rows', async () => {
    const rows =
      '1591367999.305988\tCM"x\t10.0.0.1\t1024\t-\t0.25\t(empty)\n1591368000.5\tCz\t10.0.0.2\t-\t"dns\t-\ta,b\n'
    const { done, source, row } = await read(
      `${head}${fields}${rows}${head}${fields}${rows}#close\t2026-01-02-03-04-06\n`,
    )
    expect([done.rows, done.accepted]).toEqual([4, 4])
    expect(source.reader).toBe('zeek 3')
    expect(source.mapping).toMatchObject({ time: 'ts', host: 'id.orig_h' })
    expect(row(0)).toEqual({
      ts: '2020-06-05T14:39:59.305988Z',
      uid: 'CM"x',
      'id.orig_h': '10.0.0.1',
      'id.orig_p': '1024',
      duration: '0.25',
    })
    expect(row(1)).toEqual({
      ts: '2020-06-05T14:40:00.500000Z',
      uid: 'Cz',
      'id.orig_h': '10.0.0.2',
      service: '"dns',
      tunnel_parents: 'a,b',
    })
    expect(source.columns.find(({ name }) => name === 'id.orig_p')).toMatchObject({
      type: 'integer',
      nulls: 2,
    })
  })

  test('JSON', async () => {
    const { source } = await read(
      '{"ts":1591367999.305988,"uid":"CM","id.orig_h":"10.0.0.1","proto":"tcp"}\n{"ts":1591368001.1,"uid":"CN","id.orig_h":"10.0.0.2","proto":"udp"}\n',
    )
    expect(source.mapping).toMatchObject({ time: 'ts', host: 'id.orig_h', action: 'proto' })
    expect(source.first).toBe(1_591_367_999_305_988)
  })
})

describe('tables of captures', () => {
  test.each([
    [
      'CIC, older layout',
      'Flow ID, Source IP, Source Port, Destination IP, Destination Port, Protocol, Timestamp, Flow Duration, Flow Bytes/s, Label\na-b,1.2.3.4,80,5.6.7.8,443,6,05/07/2017 13:42:11,120,Infinity,BENIGN\na-b,1.2.3.4,80,5.6.7.8,443,6,05/07/2017 13:43:11,9,NaN,DoS\n',
      'Timestamp',
      'Source IP',
      ['Label'],
    ],
    [
      'CIC, newer layout',
      'Dst Port,Protocol,Timestamp,Flow Duration,Tot Fwd Pkts,Label\n443,6,14/02/2018 08:31:01,112641719,3,Benign\n443,6,14/02/2018 08:33:50,112641466,3,Benign\n',
      'Timestamp',
      null,
      ['Label'],
    ],
    [
      'BETH, 16 columns',
      "timestamp,processId,threadId,parentProcessId,userId,mountNamespace,processName,hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil\n1809.495787,381,7337,1,100,4026532231,close,ip-10-100-1-120,157,prctl,\"[140159195621643, 140159192455417]\",5,0,\"[{'name': 'option', 'value': 'PR_SET_NAME'}]\",1,1\n",
      'timestamp',
      'hostName',
      ['sus', 'evil'],
    ],
    [
      'BETH, 8 columns',
      '"","processId","parentProcessId","userId","mountNamespace","eventId","argsNum","returnValue","sus_label"\n"1","381","1","100","4026532231","157","5","0","1"\n',
      null,
      null,
      ['sus_label'],
    ],
    [
      'Hayabusa',
      '"Timestamp","RuleTitle","Level","Computer","Channel","EventID","RecordID","Details"\n"2021-10-20 23:18:43.326 +09:00","Proc Exec","info","PC1","Sysmon",1,512,"Cmd: a ¦ User: LAB\\bob"\n',
      'Timestamp',
      'Computer',
      [],
    ],
    [
      'Chainsaw',
      'timestamp,detections,path,count,Event.System.Provider,Event ID,Record ID,Computer,Event Data\n2021-10-20T14:18:43.326432+00:00,+   Suspicious,/logs/a.evtx,1,Microsoft-Windows-Sysmon,1,512,PC1,"Image: a.exe\nUser: bob"\n',
      'timestamp',
      'Computer',
      [],
    ],
  ])('%s', async (_, text, time, host, labels) => {
    const { source, done } = await read(text)
    expect(done.rejected).toBe(0)
    expect(source.mapping).toMatchObject({ time, host, labels })
    if (time !== null) expect(source.first).not.toBeNull()
  })
})

describe('documents', () => {
  test.each([
    [
      'winlogbeat, elasticdump',
      {
        _index: 'w',
        _id: '1',
        _source: {
          '@timestamp': '2026-01-01T00:00:00.123Z',
          winlog: { event_id: 4624, computer_name: 'pc', event_data: { TargetUserName: 'ann' } },
        },
      },
      '@timestamp',
      'winlog.computer_name',
      'winlog.event_data.TargetUserName',
    ],
    [
      'EvtxECmd',
      {
        PayloadData1: 'x',
        UserName: 'LAB\\ann',
        EventId: 4688,
        TimeCreated: '2026-01-01T00:00:00.1234567+00:00',
        Computer: 'pc',
        RecordNumber: 7,
        Payload: '{"EventData":{}}',
      },
      'TimeCreated',
      'Computer',
      'UserName',
    ],
    [
      'NXLog',
      {
        EventTime: '2026-01-01 00:00:00',
        Hostname: 'pc',
        EventID: 4720,
        AccountName: 'ann',
        SourceName: 'Security',
      },
      'EventTime',
      'Hostname',
      'AccountName',
    ],
    [
      'Chainsaw JSON',
      {
        name: 'r',
        timestamp: '2026-01-01T00:00:00.5+00:00',
        kind: 'individual',
        document: { data: { Event: { System: { Computer: 'pc', EventID: 1 }, EventData: { User: 'ann' } } } },
      },
      'timestamp',
      'document.data.Event.System.Computer',
      'document.data.Event.EventData.User',
    ],
  ])('%s', async (_, document, time, host, user) => {
    const { source } = await read(`${JSON.stringify(document)}\n${JSON.stringify(document)}\n`)
    expect(source.mapping).toMatchObject({ time, host })
    expect(source.mapping?.users).toContain(user)
    expect(source.first).not.toBeNull()
  })
})

describe.skipIf(!existsSync(evtx))('EVTX (needs real captures)', () => {
  const logs = existsSync(evtx) ? readdirSync(evtx).filter((name) => name.endsWith('.evtx')) : []

  test.each(logs)('%s', async (name) => {
    const c = newCase(home)
    const done = await importInto(c, { path: join(evtx, name) })
    const source = getSource(c, done.source)
    expect(done).toMatchObject({ rejected: 0, withoutTime: 0 })
    expect(source.mapping).toMatchObject({ time: 'TimeCreated', host: 'Computer' })
    const record = await eventRecord(c, loadCore(c), 0)
    expect(record.intact).toBe(true)
    const bytes = readFileSync(join(evtx, name)).subarray(record.byte, record.byte + record.length)
    expect([bytes.readUInt32LE(0), bytes.readUInt32LE(4)]).toEqual([0x2a2a, record.length])
  })

  test('fields, and times to the microsecond', async () => {
    const name = logs.find((log) => log.includes('T1134') && log.includes('RunAs'))!
    const c = newCase(home)
    const { source } = await importInto(c, { path: join(evtx, name) })
    const rows = [0, 1, 2, 3, 4, 5].map((i) => readRow(c, source, i))
    const logon = rows.find((row) => row.get('EventID') === '4624')!
    expect(logon.get('TimeCreated')).toMatch(/^2022-01-07T22:05:\d\d\.\d{6}Z$/)
    expect(logon.get('EventData.TargetUserName')).toBeTruthy()
    expect(getSource(c, source).columns.find((column) => column.name === 'EventID')?.type).toBe('integer')
  })

  test('a log cut in the middle keeps the records before; a damaged record costs itself', async () => {
    const bytes = readFileSync(
      join(
        evtx,
        logs.find((log) => log.includes('T1070.001__ID104'))!,
      ),
    )
    const whole = await read(bytes, 'whole.evtx')
    const cut = await read(bytes.subarray(0, 30_000), 'cut.evtx')
    expect(cut.done.accepted).toBeGreaterThan(10)
    expect(cut.done.accepted).toBeLessThan(whole.done.accepted)
    expect(rejectedRows(cut.c, cut.done.source, 0, 9).rows.at(-1)!.reason).toMatch(/the file ends inside/)
    const hurt = Buffer.from(bytes)
    const second = 4608 + hurt.readUInt32LE(4608 + 4)
    hurt.fill(0, second, second + 4)
    const damaged = await read(hurt, 'hurt.evtx')
    expect([damaged.done.accepted, damaged.done.rejected]).toEqual([whole.done.accepted - 1, 1])
    expect(rejectedRows(damaged.c, damaged.done.source, 0, 9).rows[0]).toMatchObject({
      byte: second,
      reason: 'no event record',
    })
  })
})

describe('Parquet', () => {
  const big = 9_007_199_254_740_993n
  const bytes = () =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: '@timestamp', data: [1_704_067_200_123_456n, 1_704_067_201_000_001n], type: 'INT64' },
          { name: 'id', data: [big, 5n], type: 'INT64' },
          { name: 'share', data: [0.1, NaN], type: 'DOUBLE' },
          { name: 'user', data: ['ann', null], type: 'STRING', nullable: true },
          { name: 'ok', data: [true, false], type: 'BOOLEAN' },
        ],
      }),
    )

  test('64-bit integers keep their digits; microseconds stay; the record says that it has no bytes of its own', async () => {
    const { c, source, row } = await read(bytes(), 'a.parquet')
    expect(source.reader).toBe('parquet 3')
    expect(row(0)).toMatchObject({
      '@timestamp': '2024-01-01T00:00:00.123456Z',
      id: String(big),
      share: '0.1',
      user: 'ann',
      ok: 'true',
    })
    expect(row(1)).toEqual({ '@timestamp': '2024-01-01T00:00:01.000001Z', id: '5', ok: 'false' })
    const record = await eventRecord(c, loadCore(c), 1)
    expect(record).toMatchObject({ intact: true, length: 0 })
    expect(record.note).toMatch(/no bytes of its own/)
  })

  test('typed timestamps, to the nanosecond', async () => {
    const { row, source } = await read(
      Buffer.from(
        parquetWriteBuffer({
          columnData: [
            { name: 'event_time', data: [new Date(1_704_067_200_123)], type: 'TIMESTAMP' },
            { name: 'n', data: [1], type: 'INT32' },
          ],
        }),
      ),
    )
    expect(source.mapping?.time).toBe('event_time')
    expect(row(0)['event_time']).toBe('2024-01-01T00:00:00.123000Z')
  })

  test('a cut or damaged file is refused', async () => {
    await expect(read(bytes().subarray(0, 300))).rejects.toMatchObject({ code: 'damaged-file' })
    const hurt = bytes()
    hurt.fill(7, hurt.length - 60, hurt.length - 20)
    await expect(read(hurt)).rejects.toThrow(Problem)
  })

  test.skipIf(!existsSync(data))('680,349 events (needs real captures)', async () => {
    const found = await inspect(join(data, 'otrf/core_windows_atomic.parquet'))
    expect(found).toMatchObject({ format: 'parquet', mapping: { time: '@timestamp', host: 'Hostname' } })
  })
})

test('Parquet: a damaged footer that sends the reader nowhere is a Problem, not the end of the process', async () => {
  const { bytes } = damaged(seeds()['Parquet']!.bytes, 'Parquet', 22_102)
  await expect(read(bytes)).rejects.toThrow(Problem)
})

describe('Arrow IPC', () => {
  const nanoseconds = makeData({
    type: new TimestampNanosecond('UTC'),
    length: 2,
    nullCount: 1,
    nullBitmap: Uint8Array.of(1),
    data: BigInt64Array.of(1_704_067_200_123_456_789n, 0n),
  })
  const table = () =>
    new Table({
      time: makeVector(nanoseconds),
      id: vectorFromArray([9_007_199_254_740_993n, 2n], new Int64()),
      user: vectorFromArray(['ann', 'bob'], new Utf8()),
    })

  test.each(['file', 'stream'] as const)('%s', async (kind) => {
    const { source, row, done } = await read(tableToIPC(table(), kind), `a.${kind}`)
    expect(source.reader).toBe('arrow 3')
    expect(done.rows).toBe(2)
    expect(row(0)).toEqual({ time: '2024-01-01T00:00:00.123456Z', id: '9007199254740993', user: 'ann' })
    expect(row(1)).toEqual({ id: '2', user: 'bob' })
  })

  test('dictionaries, several batches, and a cut file', async () => {
    const all = tableToIPC(tableFromArrays({ host: ['a', 'b', 'a'], n: Float64Array.of(1, 2.5, 3) }), 'file')
    const { row } = await read(all)
    expect([row(0), row(1)]).toEqual([
      { host: 'a', n: '1' },
      { host: 'b', n: '2.5' },
    ])
    await expect(read(all.subarray(0, 200))).rejects.toThrow(Problem)
  })

  test('lists in headers that only the footer knows of are not believed', async () => {
    const all = Buffer.from(tableToIPC(tableFromArrays({ host: ['a', 'b', 'a'] }), 'file'))
    // Walked from the beginning, the file ends here.
    all.writeInt32LE(0, 12)
    // One node, of three values.
    const nodes = all.indexOf(Buffer.from('010000000300000000000000', 'hex'))
    expect(nodes).toBeGreaterThan(0)
    all.writeUInt32LE(0x7f_ff_ff_ff, nodes)
    await expect(read(all)).rejects.toThrow(/a list of 2147483647/)
  })
})

test('EVTX: a log that ends inside the header of a chunk', async () => {
  const path = file(home, Buffer.concat([Buffer.alloc(4096), Buffer.from('ElfChnk\0'), Buffer.alloc(100)]))
  const parts = evtxParts({ size: 4204 }, OPEN_PLAN, createReadStream(path))
  const rejected = []
  for await (const part of parts) rejected.push(...part.rejected)
  expect(rejected).toMatchObject([{ byte: 4096, length: 108, reason: 'the file ends inside this chunk' }])
})
