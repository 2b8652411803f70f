/** Whole imports into a case: counts, types, times, places, and that a failed one leaves nothing. */
import { readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readNumbers, readTimes } from '../../../main/case/evidence/columns.ts'
import { chunkPlace } from '../../../main/case/evidence/chunks.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { getSource, listSources, rejectedRows } from '../../../main/case/evidence/sources.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { file, importInto, newCase } from './records.ts'
import { home, imported, micros, problemOf, table, texts } from './imports.ts'

describe('a table', () => {
  test('columns get their types; accounts stay text; the mapping and the zone are told from the data', async () => {
    const { c, source, rows, accepted, rejected } = await imported(table)
    expect([rows, accepted, rejected]).toEqual([2, 2, 0])
    expect(source.columns).toEqual([
      { name: 'Timestamp', type: 'time', nulls: 0, distinct: null },
      { name: 'Computer', type: 'text', nulls: 0, distinct: 1 },
      { name: 'User', type: 'text', nulls: 0, distinct: 2 },
      { name: 'EventID', type: 'integer', nulls: 0, distinct: null },
      { name: 'Score', type: 'number', nulls: 1, distinct: null },
      { name: 'Ok', type: 'boolean', nulls: 0, distinct: null },
      { name: 'Note', type: 'text', nulls: 1, distinct: 1 },
    ])
    expect(source.mapping).toEqual({
      time: 'Timestamp',
      host: 'Computer',
      users: ['User'],
      action: 'EventID',
      labels: [],
    })
    expect([source.zone, source.zoneEvidence]).toEqual(['UTC', 'every time carries Z'])
    expect([source.first, source.last]).toEqual([
      micros('2024-10-24T21:21:01Z'),
      micros('2024-10-24T21:21:02.500Z'),
    ])
    expect(texts(c, source.id, 'User')).toEqual(['ann', '007'])
    expect(texts(c, source.id, 'Note')).toEqual(['said "hi"\nthere', ''])
    expect([...readTimes(c, source.id, 'Timestamp')]).toEqual([
      micros('2024-10-24T21:21:02.500Z'),
      micros('2024-10-24T21:21:01Z'),
    ])
    expect([...readNumbers(c, source.id, 'Score')]).toEqual([1.5, Number.NaN])
  })

  test('each row’s place holds its bytes, each chunk’s hash is that of its stretch, the file’s hash that of the file', async () => {
    const { c, path, source } = await imported(table)
    const bytes = readFileSync(path)
    const place = chunkPlace(c, source.id, 0)
    expect(bytes.toString('utf8', place.byte, place.byte + place.length)).toMatch(
      /^2024-10-24T21:21:02\.5Z.*there"$/s,
    )
    expect(place.chunkSha256).toBe(
      sha256(bytes.subarray(place.chunkFirstByte, place.chunkFirstByte + place.chunkLength)),
    )
    expect(source.sha256).toBe(sha256(bytes))
    expect(source.size).toBe(statSync(path).size)
  })

  test('a value that does not fit widens the column; what numbers were stays readable', async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => `${i},${i},${i % 2 ? 'true' : 'false'},${i}`)
    rows.push('1.5,x,maybe,9007199254740993')
    const { c, source } = await imported(`n,t,b,big\n${rows.join('\n')}\n`)
    expect(source.columns.map(({ name, type }) => [name, type])).toEqual([['n', 'number'], ['t', 'text'], ['b', 'text'], ['big', 'text']]) // prettier-ignore
    expect(texts(c, source.id, 't').filter((_, i) => i % 23_333 === 0)).toEqual([
      '0',
      '23333',
      '46666',
      '69999',
    ])
    expect(texts(c, source.id, 't').at(-1)).toBe('x')
    expect(texts(c, source.id, 'b').slice(-3)).toEqual(['false', 'true', 'maybe'])
    expect(texts(c, source.id, 'big').slice(-2)).toEqual(['69999', '9007199254740993'])
  })

  test('infinities are numbers, NaN is missing, an empty column is text', async () => {
    const { c, source } = await imported('a,b,c\nInfinity,NaN,\n-Infinity,2,\n3.5,,\n')
    expect([...readNumbers(c, source.id, 'a')]).toEqual([Infinity, -Infinity, 3.5])
    expect([...readNumbers(c, source.id, 'b')]).toEqual([Number.NaN, 2, Number.NaN])
    expect(source.columns[2]).toEqual({ name: 'c', type: 'text', nulls: 3, distinct: 0 })
  })

  test('rejected rows are kept with line, byte, reason and excerpt; the counts add up', async () => {
    const good = '8,9\n'.repeat(6)
    const { c, source, rows, accepted, rejected } = await imported(`a,b\n1,2\n3\n4,5,6\n7,"open\n${good}`)
    expect([rows, accepted, rejected]).toEqual([10, 7, 3])
    expect(rejectedRows(c, source.id, 0, 10)).toEqual({
      total: 3,
      rows: [
        { line: 3, byte: 8, length: 1, reason: '1 cell where the header has 2', excerpt: '3' },
        { line: 4, byte: 10, length: 5, reason: '3 cells where the header has 2', excerpt: '4,5,6' },
        {
          line: 5,
          byte: 16,
          length: 7,
          reason: 'the quote opened at byte 18 is never closed',
          excerpt: '7,"open',
        },
      ],
    })
  })

  test.each(['utf-16le', 'utf-16be'])(
    '%s: text and times come through, places count in the file’s own bytes',
    async (encoding) => {
      const bytes = Buffer.from(
        `\uFEFF${table.replaceAll('ann', 'Jürgen 𝄞').replaceAll('\n', '\r\n')}x,y\r\n`,
        'utf16le',
      )
      if (encoding === 'utf-16be') bytes.swap16()
      const { c, path, source, rejected } = await imported(bytes)
      expect(texts(c, source.id, 'User')).toEqual(['Jürgen 𝄞', '007'])
      const { byte, length } = chunkPlace(c, source.id, 1)
      const row = Buffer.from(readFileSync(path).subarray(byte, byte + length))
      expect((encoding === 'utf-16be' ? row.swap16() : row).toString('utf16le')).toBe(
        '2024-10-24T21:21:01Z,pc1,007,4625,,False,',
      )
      expect([rejected, rejectedRows(c, source.id, 0, 1).rows[0]?.length]).toEqual([1, 6])
    },
  )

  test('values that are no UTF-8 are read as Windows-1252', async () => {
    const { c, source } = await imported(
      Buffer.concat([Buffer.from('a,b\n1,J'), Buffer.from([0xfc]), Buffer.from('rg\n2,é\n')]),
    )
    expect(texts(c, source.id, 'b')).toEqual(['Jürg', 'é'])
  })
})

describe('times', () => {
  test('a zone from the user holds for times without one', async () => {
    const { source } = await imported('time,user\n2020-10-20 01:31:47,x\n', { zone: 'America/New_York' })
    expect([source.first, source.zone, source.zoneEvidence]).toEqual([
      micros('2020-10-20T05:31:47Z'),
      'America/New_York',
      'given by the user: America/New_York',
    ])
  })

  test('events without a readable time are accepted without one, and counted', async () => {
    const rows = [
      '2020-10-20T01:31:47Z,a',
      'yesterday,b',
      ',c',
      '2020-10-20T01:31:49Z,d',
      ...Array(8).fill('2020-10-20T01:31:48Z,e'),
    ]
    const { c, source, accepted, withoutTime } = await imported(`time,user\n${rows.join('\n')}\n`)
    expect([accepted, withoutTime]).toEqual([12, 2])
    expect(source.zoneEvidence).toBe(
      'every time carries Z; 2 of 12 events have no time, 1 of them unreadable',
    )
    expect([...readTimes(c, source.id, 'time')].slice(0, 3)).toEqual([
      micros('2020-10-20T01:31:47Z'),
      Number.NaN,
      Number.NaN,
    ])
  })

  test('without a time column everything is imported, and said', async () => {
    const { source, withoutTime } = await imported('a,b\n1,2\n')
    expect([source.mapping?.time, source.first, source.zoneEvidence, withoutTime]).toEqual([
      null,
      null,
      'no column holds the time of the events',
      1,
    ])
  })

  test('a mapping from the user is used as it is; a column it names must be there', async () => {
    const c = newCase(home)
    const path = file(home, 'when,who,start\n1748883058000,x,2020-01-01\n')
    const mapping = {
      time: 'when',
      timeUnit: 'us' as const,
      host: null,
      users: ['who'],
      action: null,
      labels: [],
    }
    const { source } = await importInto(c, { path, mapping })
    expect(getSource(c, source)).toMatchObject({ first: 1_748_883_058_000, mapping })
    const wrong = await problemOf(
      importInto(newCase(home), { path, mapping: { ...mapping, users: ['whom'] } }),
    )
    expect(wrong).toMatchObject({
      code: 'no-such-column',
      message: expect.stringContaining('“whom”') as string,
    })
  })
})

describe('refusals', () => {
  test.each([
    ['empty', '', 'file-empty'],
    ['blank', '\n\n  \n', 'wrong-kind-of-file'],
    ['binary', Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) % 256), 'wrong-kind-of-file'],
    ['EVTX without a record', 'ElfFile\0rest', 'no-rows'],
    ['XML', '<?xml version="1.0"?>\n<Events/>', 'wrong-kind-of-file'],
    ['prose', 'It was a dark night.\nNothing happened, then, as usual.\nThe end.\n', 'wrong-kind-of-file'],
    ['a header alone', 'a,b,c\n', 'no-rows'],
    ['no good row', 'a,b,c\n1,2,"x\n', 'no-rows'],
    ['an empty array', '[]', 'no-rows'],
    ['alerts', 'Alert_Name,User,Last_occurrence\nT1059,ann,04-November-24 18:04:11\n', 'looks-like-alerts'],
    [
      'alerts in JSON',
      '{"preview":false,"offset":0,"result":{"_time":"1642999416","search_name":"x","user":"y"}}\n',
      'looks-like-alerts',
    ],
    [
      'stash text',
      '1642999416, search_name="ESCU - x", user="y"\n1642999417, search_name="ESCU - x", user="y"\n',
      'looks-like-alerts',
    ],
    [
      'an execution log',
      'Execution Time (UTC),Technique,Test Number,Test Name\n2024-10-24T21:20:54Z,T1115,4,x\n',
      'looks-like-alerts',
    ],
  ])('%s', async (_, bytes, code) => {
    const c = newCase(home)
    const path = file(home, bytes)
    const problem = await problemOf(importInto(c, { path }))
    expect(problem).toMatchObject({ code, where: { file: path } })
    expect(problem.message).toContain(path)
    expect(listSources(c)).toEqual([])
  })

  test('folders, missing files, unknown zones', async () => {
    const c = newCase(home)
    expect(await problemOf(importInto(c, { path: home }))).toMatchObject({ code: 'not-a-file' })
    expect(await problemOf(importInto(c, { path: `${home}/none` }))).toMatchObject({ code: 'file-missing' })
    expect(await problemOf(importInto(c, { path: file(home, table), zone: 'Mars' }))).toMatchObject({
      code: 'unknown-zone',
    })
  })

  test('the same bytes twice, under whatever name', async () => {
    const { c, source } = await imported(table)
    const problem = await problemOf(importInto(c, { path: file(home, table, 'again.csv') }))
    expect(problem).toMatchObject({
      code: 'already-imported',
      message: expect.stringContaining(`source ${source.id} (`) as string,
    })
    expect(listSources(c)).toHaveLength(1)
  })
})

test('canceled in the middle: nothing is left, and the custody log says so', async () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => `2024-10-24T21:21:02Z,u${i},${i}`)
  const c = newCase(home)
  const path = file(home, `time,user,n\n${rows.join('\n')}\n`)
  const cancel = new AbortController()
  const fractions: number[] = []
  const progress = ({ fraction, counts }: { fraction: number; counts?: Record<string, number> }) => {
    fractions.push(fraction)
    if ((counts?.['accepted'] ?? 0) > 0) cancel.abort(new Error('canceled'))
  }
  await expect(importCapture(c, { path }, { progress, signal: cancel.signal })).rejects.toThrow('canceled')
  expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true)
  expect(listSources(c)).toEqual([])
  expect(c.db.prepare('SELECT COUNT(*) FROM chunks').pluck().get()).toBe(0)
  expect(custodyEntries(c, 0, 10).map(({ action }) => action)).toContain('import-discarded')
})

test('rows of more than 65,536 are cut into chunks whose stretches join', async () => {
  const rows = Array.from({ length: 140_000 }, (_, i) => `${i},x${i % 97}`)
  rows.splice(65_536, 0, 'bad row')
  const { c, path, source, accepted, rejected } = await imported(`n,t\n${rows.join('\n')}`)
  expect([accepted, rejected]).toEqual([140_000, 1])
  const numbers = readNumbers(c, source.id, 'n')
  expect(numbers.length).toBe(140_000)
  expect(numbers.every((value, i) => value === i)).toBe(true)
  const bytes = readFileSync(path)
  for (const row of [0, 65_535, 65_536, 131_072, 139_999]) {
    const place = chunkPlace(c, source.id, row)
    expect(bytes.toString('utf8', place.byte, place.byte + place.length)).toBe(`${row},x${row % 97}`)
    expect(sha256(bytes.subarray(place.chunkFirstByte, place.chunkFirstByte + place.chunkLength))).toBe(
      place.chunkSha256,
    )
  }
})
