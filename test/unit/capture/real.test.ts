/**
 * Real captures, read from ../shared/data where it is there. Expected figures were counted and converted by hand with other
 * tools (wc, Python); every original record is compared with the bytes of the file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { getSource } from '../../../main/case/evidence/sources.ts'
import { readNumbers, readText, readTimes } from '../../../main/case/evidence/columns.ts'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { chunkPlace } from '../../../main/case/evidence/chunks.ts'
import { sha256 } from '../../../main/case/hash.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { folder, importInto, newCase } from './records.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data')
const there = existsSync(data)
const home = folder()
const iso = (micros: number | null) =>
  micros === null
    ? null
    : new Date(micros / 1000).toISOString().replace('Z', String(micros % 1000).padStart(3, '0') + 'Z')

async function imported(name: string) {
  const c = newCase(home)
  const path = resolve(data, name)
  const result = await importInto(c, { path })
  const packed = readFileSync(path)
  const bytes = name.endsWith('.gz') ? gunzipSync(packed) : packed
  return { c, result, source: getSource(c, result.source), bytes, packed }
}

/** The original bytes of some rows, as their places say; and whether their chunk hashes as it should. */
function originals(c: CaseFile, source: number, bytes: Buffer, rows: number[]): string[] {
  const hashed = new Set<number>()
  return rows.map((row) => {
    const place = chunkPlace(c, source, row)
    if (!hashed.has(place.chunkFirstByte)) {
      const stretch = bytes.subarray(place.chunkFirstByte, place.chunkFirstByte + place.chunkLength)
      expect(sha256(stretch)).toBe(place.chunkSha256)
      hashed.add(place.chunkFirstByte)
    }
    return bytes.toString('utf8', place.byte, place.byte + place.length)
  })
}

function texts(c: CaseFile, source: number, column: string): string[] {
  const { codes, values } = readText(c, source, column)
  return Array.from(codes, (code) => values[code]!)
}

describe.skipIf(!there)('real captures (needs real captures)', () => {
  test('BOTSv1: 35 results, MDT times in UTC, wrappers off, each record as it stands in the file', async () => {
    const { c, result, source, bytes } = await imported('splunk/botsv1.json')
    expect([result.rows, result.accepted, result.rejected, result.withoutTime]).toEqual([35, 35, 0, 0])
    expect([iso(source.first), iso(source.last)]).toEqual([
      '2016-08-28T22:02:17.000000Z',
      '2016-08-28T22:02:21.000000Z',
    ])
    expect([source.zone, source.mapping?.time, source.mapping?.users]).toEqual([
      'MDT',
      '_time',
      ['user', 'Account_Name', 'src_user'],
    ])
    const whole = JSON.parse(bytes.toString()) as {
      offset: number
      result: Record<string, string | string[]>
    }[]
    const all = originals(
      c,
      source.id,
      bytes,
      Array.from({ length: 35 }, (_, row) => row),
    )
    expect(all.map((text) => JSON.parse(text) as unknown)).toEqual(whole)
    const accounts = whole.map(({ result: { Account_Name: name } }) =>
      Array.isArray(name) ? name.join('\n') : (name ?? ''),
    )
    expect(texts(c, source.id, 'Account_Name')).toEqual(accounts)
  })

  test('Security datasets: 8,277 events in 17 files, times as their zone says, every record byte for byte', async () => {
    const files = readdirSync(resolve(data, 'otrf')).filter((name) => name.endsWith('.ndjson'))
    let rows = 0
    for (const name of files) {
      const { c, result, source, bytes } = await imported(`otrf/${name}`)
      const lines = bytes.toString().split(/\r?\n/).filter(Boolean)
      expect([result.accepted, result.rejected]).toEqual([lines.length, 0])
      rows += result.rows
      const events = lines.map((line) => JSON.parse(line) as Record<string, string>)
      const column = events[0]!['@timestamp'] ? '@timestamp' : 'TimeCreated'
      const expected = events.map(
        (event) => Date.parse(event[column]!.replace(' ', 'T').replace(/Z?$/, 'Z')) * 1000,
      )
      expect([...readTimes(c, source.id, column)]).toEqual(expected)
      expect([source.mapping?.time, source.mapping?.host, source.mapping?.action]).toEqual([
        column,
        'Hostname',
        'EventID',
      ])
      expect(
        originals(
          c,
          source.id,
          bytes,
          events.map((_, row) => row),
        ),
      ).toEqual(lines)
    }
    expect([files.length, rows]).toEqual([17, 8277])
  })

  test('NXLog: keywords beyond 2^53 keep every digit', async () => {
    const { c, source, bytes } = await imported('splunk/nxlog_T1136.001__atomic_red_team_subset.ndjson')
    const written = [...bytes.toString().matchAll(/"Keywords":(-?\d+)/g)].map(([, digits]) => digits)
    expect(texts(c, source.id, 'Keywords')).toEqual(written)
  })

  test('a clock that contradicts Sysmon’s UtcTime is pointed out, and times are kept as written', async () => {
    const { warnings, zoneEvidence } = await inspect(
      resolve(data, 'otrf/atomic__windows__credential_access__host__psh_input_capture_promptforcreds.ndjson'),
    )
    expect(zoneEvidence).toBe('no zone in any time: taken as UTC')
    expect(warnings.join(' ')).toContain('stands 4 h after “TimeCreated” in 156 of 156 sampled rows')
  })

  test('CIC-IDS2017: 43,419 flows of 91 columns', async () => {
    const { c, result, source, bytes, packed } = await imported('cicids2017/flows.csv.gz')
    expect([result.rows, result.accepted, result.rejected, source.columns.length]).toEqual([
      43_419, 43_419, 0, 91,
    ])
    expect([iso(source.first), iso(source.last)]).toEqual([
      '2017-07-03T11:57:51.590705Z',
      '2017-07-07T20:00:17.556874Z',
    ])
    expect(source.mapping).toMatchObject({
      time: 'Timestamp',
      host: 'Src IP',
      users: [],
      labels: ['Label', 'Attempted Category'],
    })
    expect(source.sha256).toBe(sha256(packed))
    const lines = bytes.toString().trimEnd().split('\n').slice(1)
    const names = source.columns.map(({ name }) => name)
    for (const name of ['Flow Duration', 'Flow Bytes/s', 'Idle Mean', 'Dst Port']) {
      const at = names.indexOf(name)
      const expected = lines.map((line) =>
        line.split(',')[at] === '' ? Number.NaN : Number(line.split(',')[at]),
      )
      expect([...readNumbers(c, source.id, name)]).toEqual(expected)
    }
    expect(texts(c, source.id, 'Label')).toEqual(lines.map((line) => line.split(',')[names.indexOf('Label')]))
    const rows = [0, 1, 9999, 43_418]
    expect(originals(c, source.id, bytes, rows)).toEqual(rows.map((row) => lines[row]))
  })

  test('Atomic Red Team: 36,563 events with their truth apart', async () => {
    const { c, result, source, bytes } = await imported('atomic_evtx/events.ndjson.gz')
    expect([result.rows, result.accepted, result.rejected]).toEqual([36_563, 36_563, 0])
    expect([iso(source.first), iso(source.last), source.zoneEvidence]).toEqual([
      '2024-10-20T16:58:51.036465Z',
      '2024-10-24T21:21:21.957456Z',
      'every time carries Z',
    ])
    expect(source.mapping).toMatchObject({
      time: '@timestamp',
      host: 'Computer',
      action: 'EventID',
      labels: ['label.technique', 'label.test', 'label.tactic', 'label.name'],
    })
    expect(source.mapping?.users).toEqual(
      expect.arrayContaining([
        'event_data.User',
        'event_data.SubjectUserName',
        'event_data.TargetUserName',
        'event_data.ParentUser',
        'event_data.AccountName',
      ]),
    )
    const lines = bytes.toString().trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line) as Record<string, string | null>)
    expect(texts(c, source.id, 'event_data.User')).toEqual(
      events.map((event) => event['event_data.User'] ?? ''),
    )
    expect([...readTimes(c, source.id, '@timestamp')]).toEqual(
      events.map(
        (event) =>
          Date.parse(event['@timestamp']!.slice(0, 19) + 'Z') * 1000 +
          Number(/\.(\d+)/.exec(event['@timestamp']!)?.[1]?.padEnd(6, '0') ?? 0),
      ),
    )
    const rows = [0, 17_777, 36_562]
    expect(originals(c, source.id, bytes, rows)).toEqual(rows.map((row) => lines[row]))
  })

  test.each(['train', 'test'])('BETH %s: byte order mark, every cell quoted, CRLF, no time', async (part) => {
    const { c, result, source, bytes } = await imported(`beth/datacamp_${part}_first12500.csv`)
    expect([result.rows, result.rejected, result.withoutTime]).toEqual([12_500, 0, 12_500])
    expect(source.columns.map(({ name }) => name)).toEqual([
      'index',
      'processId',
      'threadId',
      'parentProcessId',
      'userId',
      'mountNamespace',
      'argsNum',
      'returnValue',
      'sus_label',
    ])
    expect(source.mapping?.labels).toEqual(['sus_label'])
    const suspicious = readNumbers(c, source.id, 'sus_label').reduce((sum, value) => sum + value, 0)
    expect(suspicious).toBe(part === 'train' ? 273 : 2281)
    const lines = bytes.toString().slice(1).split('\r\n').slice(1)
    expect(originals(c, source.id, bytes, [0, 12_499])).toEqual([lines[0], lines[12_499]])
  })

  test('BETH’s first layout: seconds since boot stay relative', async () => {
    const { source, result } = await imported('beth/original_layout_100rows/labelled_testing_data.csv')
    expect([result.rows, source.first]).toEqual([100, 129_050_634])
    expect(source.zoneEvidence).toMatch(/seconds since an unknown start/)
    expect(source.mapping).toEqual({
      time: 'timestamp',
      host: 'hostName',
      users: ['userId'],
      action: 'eventName',
      labels: ['sus', 'evil'],
    })
  })

  test.each([
    ['atomic_evtx/execution_log.csv', 'looks-like-alerts'],
    ['splunk/detection_results.jsonl', 'looks-like-alerts'],
    ['splunk/detection_results_flat.csv', 'looks-like-alerts'],
    ['splunk/log4shell_risk_events_parsed.json', 'looks-like-alerts'],
    ['splunk/log4shell_correlation_risk_events.txt', 'looks-like-alerts'],
    ['splunk/LICENSE', 'wrong-kind-of-file'],
  ])('%s is no capture', async (name, code) => {
    await expect(importInto(newCase(home), { path: resolve(data, name) })).rejects.toMatchObject({ code })
  })
})
