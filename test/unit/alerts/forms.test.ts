/** Every form in which alerts come, each from a small example. */
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { importText, micros } from './alert-files.ts'

const splunk = (offset: number, result: object, more: object = {}) =>
  JSON.stringify({ preview: false, offset, ...more, result })
const one = { _time: '2026-09-15T12:00:00.000+00:00', search_name: 'S', user: 'ann', dest: 'h1' }
const at = micros('2026-09-15T12:00:00Z')

test('a table of Alert_Name, User, Last_occurrence, in either spelling, is taken as UTC', async () => {
  for (const last of ['Last_occurrence', 'Last_Ocurrence']) {
    const { alerts, source, result } = await importText(
      `Alert_Name,User,${last},RecordNumber\r\nDump,ann,04-November-24 18:04:11,7\r\n"Dump, again",bob,05-November-24 00:00:00,8\r\n`,
    )
    expect(result).toMatchObject({ rows: 2, accepted: 2, rejected: 0, withoutTime: 0, withoutUser: 0 })
    expect(alerts[0]).toMatchObject({
      name: 'Dump',
      user: 'ann',
      fired: null,
      last: micros('2024-11-04T18:04:11Z'),
    })
    expect(alerts[1]!.name).toBe('Dump, again')
    expect(alerts[1]!.original).toBe('"Dump, again",bob,05-November-24 00:00:00,8')
    expect(source).toMatchObject({
      kind: 'alerts',
      reader: 'csv 1',
      zone: 'UTC',
      first: micros('2024-11-04T18:04:11Z'),
    })
    expect(source.mapping).toMatchObject({ time: last, users: ['User'], action: 'Alert_Name' })
  }
})

test('a search result table: several values in one cell are joined by line ends', async () => {
  const { alerts } = await importText(
    '_time,search_name,user,dest,mitre_attack_id,firstTime,lastTime\n' +
      '2026-09-15T12:00:00.000+00:00,S,"CORP\\ann\nbob",h1,"T1003.001\nT1003",1789430000,2026-09-15T11:59:00\n',
  )
  expect(alerts).toHaveLength(1)
  expect(alerts[0]).toMatchObject({
    users: ['CORP\\ann', 'bob'],
    user: 'CORP\\ann',
    host: 'h1',
    techniques: ['T1003.001', 'T1003'],
    tactics: ['credential-access'],
    fired: at,
    first: 1789430000_000_000,
    last: micros('2026-09-15T11:59:00Z'),
  })
})

test('an execution log: technique, test number and test name make the name; a category that is a tactic is the tactic', async () => {
  const { alerts } = await importText(
    'category,Execution Time (UTC),Technique,Test Number,Test Name,Hostname,Username\n' +
      'privilege-escalation,2024-10-24T21:20:54Z,T1548.002,4,Bypass,S2,s2\\adm\n' +
      'other,2024-10-24 21:20:54,T1548.002,5,Bypass,S2,s2\\adm\n',
    { zone: '+05:00' },
  )
  expect(alerts[0]).toMatchObject({
    name: 'T1548.002-4 Bypass',
    user: 's2\\adm',
    techniques: ['T1548.002'],
    tactics: ['privilege-escalation'],
    fired: micros('2024-10-24T21:20:54Z'),
  })
  expect(alerts[1]!.tactics).toContain('defense-evasion')
  expect(alerts[1]!.fired).toBe(alerts[0]!.fired)
})

test('an object a line: previews are dropped, blank lines and a last line without a result passed over', async () => {
  const lines = [
    JSON.stringify({ preview: true, offset: 0, result: one }),
    splunk(0, one),
    '',
    splunk(1, { ...one, user: ['ann', 'CORP\\bob'] }),
    JSON.stringify({ preview: false, lastrow: true }),
    '',
  ]
  const { alerts, result, source } = await importText(lines.join('\n'))
  expect(result).toMatchObject({ rows: 2, accepted: 2, rejected: 0 })
  expect(alerts.map((alert) => alert.users)).toEqual([['ann'], ['ann', 'CORP\\bob']])
  expect(alerts[0]).toMatchObject({ name: 'S', fired: at, original: lines[1] })
  expect(source.reader).toBe('splunk-json-lines 1')
})

test('an array of wrapped results, pretty-printed or not', async () => {
  for (const indent of [0, 4]) {
    const wrapped = [
      { preview: false, offset: 0, result: one },
      { preview: false, offset: 1, result: one },
    ]
    const { alerts, source } = await importText(JSON.stringify(wrapped, null, indent))
    expect(alerts.map((alert) => alert.fired)).toEqual([at, at])
    expect(source.reader).toBe('splunk-json-array 1')
    expect(JSON.parse(alerts[1]!.original)).toEqual(wrapped[1])
  }
})

test('one object with results, wherever in it they stand', async () => {
  const document = {
    preview: false,
    fields: [{ name: 'results' }],
    note: { results: [1] },
    results: [one, one],
    tail: [],
  }
  for (const indent of [0, 2]) {
    const { alerts, source, rejected } = await importText(JSON.stringify(document, null, indent))
    expect(rejected).toEqual([])
    expect(alerts).toHaveLength(2)
    expect(source.reader).toBe('splunk-json-results 1')
  }
})

test('an object with results a line: what it says of its search holds for each result', async () => {
  const { _time, user } = one
  const line = JSON.stringify({
    file_name: 'my_search.yml',
    mitre_attack_id: ['T1112'],
    results: [{ _time, user }, { _time }],
  })
  const { alerts } = await importText(`${line}\n${line}\n`)
  expect(alerts.map((alert) => [alert.name, alert.techniques[0], alert.user])).toEqual([
    ['my_search', 'T1112', 'ann'],
    ['my_search', 'T1112', ''],
    ['my_search', 'T1112', 'ann'],
    ['my_search', 'T1112', ''],
  ])
})

test('a bare array of results, and results one after the other', async () => {
  expect((await importText(JSON.stringify([one, one]))).alerts).toHaveLength(2)
  expect(
    (await importText(`${JSON.stringify(one, null, 1)}\n${JSON.stringify(one, null, 1)}\n`)).alerts,
  ).toHaveLength(2)
})

test('stash text: escaped quotes, repeated keys, values over several lines', async () => {
  const text =
    String.raw`1642999416, search_name="S \"x\" \\", annotations="{\"mitre_attack\":[\"T1105\"]}", user="root", user="ann", count=3` +
    '\n1642999417.500, search_name="S", process="a\nb, user=\\"no\\"", user="bob"\n'
  const { alerts, source } = await importText(text)
  expect(source.reader).toBe('stash 1')
  expect(alerts).toHaveLength(2)
  expect(alerts[0]).toMatchObject({
    name: String.raw`S "x" \ `.trim(),
    users: ['root', 'ann'],
    techniques: ['T1105'],
    tactics: ['command-and-control'],
    fired: 1642999416_000_000,
  })
  expect(alerts[1]).toMatchObject({ users: ['bob'], fired: 1642999417_500_000 })
})

test('packed files, byte order marks and UTF-16 read the same', async () => {
  const text = 'Alert_Name;User;Last_occurrence\nDümp;änn;2024-11-04T18:04:11Z\n'
  const forms = [
    gzipSync(text),
    Buffer.from(`sep=;\r\n${text}`),
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, 'utf16le'),
  ]
  for (const form of forms) {
    const { alerts } = await importText(form)
    expect(alerts[0]).toMatchObject({ name: 'Dümp', user: 'änn', last: micros('2024-11-04T18:04:11Z') })
  }
})
