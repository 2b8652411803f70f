/** What inspection says before an import: mapping by names and values, columns, first rows, warnings. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  fieldRank,
  HOST_FIELDS,
  isLabel,
  TIME_FIELDS,
  userRank,
} from '../../../main/capture/understanding/fields.ts'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { file, folder } from './records.ts'

const home = folder()
const look = (text: string | Uint8Array) => inspect(file(home, text))
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)
const lines = (...documents: object[]) => documents.map((one) => JSON.stringify(one)).join('\n')

describe('account fields', () => {
  test.each([
    'user.name', 'User', 'SubjectUserName', 'TargetUserName', 'ParentUser', 'SourceUser', 'TargetUser', 'AccountName', 'Account_Name', 'src_user', 'user', 'userId',
    'event_data.SubjectUserName', 'winlog.event_data.TargetUserName', 'winlog.user.name', 'source.user.name', 'subject.account_name', 'creator_subject.account_name',
    'service_information.service_name', 'account_information.account_name', 'account_whose_credentials_were_used.account_name', 'new_logon.account_name',
    'target_subject.account_name', 'userIdentity.userName', 'event.UserName', 'related.user', 'SUBJECTUSERNAME',
  ])('%s', (name) => { expect(userRank(name)).toBeGreaterThanOrEqual(0) }) // prettier-ignore

  test.each([
    'user_agent', 'UserAgent', 'UserAccountControl', 'SubjectDomainName', 'SubjectLogonId', 'service_name', 'process.name', 'host.name', 'user.domain', 'label.user', 'name', 'message',
  ])('not %s', (name) => { expect(userRank(name)).toBe(-1) }) // prettier-ignore
})

describe('label fields', () => {
  test.each(['label.technique', 'label', 'Label', 'labels.attack', 'Attempted Category', 'sus', 'evil', 'sus_label', 'attack_cat', 'Attack', 'attack.technique', 'is_malicious'])(
    '%s', (name) => { expect(isLabel(name)).toBe(true) }) // prettier-ignore
  test.each(['suspicious_count', 'event.label', 'EventID', 'attacker_ip', 'threat.technique.id', 'evilness', 'classification'])(
    'not %s', (name) => { expect(isLabel(name)).toBe(false) }) // prettier-ignore
})

test('a name has the rank of the first field that it fits, whole or by its last segment', () => {
  const rank = (name: string) => TIME_FIELDS[fieldRank(TIME_FIELDS, name)]
  expect(['TIMESTAMP', 'TimeCreated', 'a.time_created', 'x.Timestamp', 'flow start time'].map(rank)).toEqual([
    'timestamp', 'TimeCreated', '*TimeCreated', '*timestamp', 'flow start time',
  ]) // prettier-ignore
  expect(['x.time', 'timestamps', '', '.', 'Utc_Time'].map((name) => fieldRank(TIME_FIELDS, name))).toEqual(
    times(5, -1),
  )
  expect(fieldRank(HOST_FIELDS, 'host.name')).toBe(0)
})

describe('mapping', () => {
  test('winlogbeat', async () => {
    const event = {
      '@timestamp': '2024-10-24T21:21:02.210Z',
      winlog: {
        event_id: 4624,
        computer_name: 'pc1',
        event_data: { SubjectUserName: 'a', TargetUserName: 'b' },
      },
      event: { created: '2024-10-24T21:21:05Z' },
    }
    expect((await look(lines(...times(10, event)))).mapping).toEqual({
      time: '@timestamp',
      host: 'winlog.computer_name',
      users: ['winlog.event_data.SubjectUserName', 'winlog.event_data.TargetUserName'],
      action: 'winlog.event_id',
      labels: [],
    })
  })

  test('the host of the event before the host that collected it; a sparse column does not win by its name', async () => {
    const event = { EventTime: '2020-09-22 14:10:07', host: 'collector', Hostname: 'pc1', EventID: 11 }
    const { mapping } = await look(
      lines(...times(20, event), { ...event, Computer: 'x', '@timestamp': '2020-09-22T18:10:10Z' }),
    )
    expect([mapping.time, mapping.host]).toEqual(['EventTime', 'Hostname'])
  })

  test('durations and small numbers are no times, ids of events no actions', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `2024-10-24 21:21:${10 + i},${i * 7},ab-${i},Get,${i}`)
    const { mapping } = await look(`written,StartTime,eventID,Operation,date\n${rows.join('\n')}\n`)
    expect(mapping).toMatchObject({ time: 'written', action: 'Operation' })
  })

  test('among thousands of columns with the names of times, those that hold times are found', async () => {
    const many = (make: (i: number) => string) => Array.from({ length: 3000 }, (_, i) => make(i))
    const table = (name: string, last: string[]) =>
      [
        [...many((i) => `a${i}.timestamp`), name],
        ...last.map((one, row) => [...many((i) => `no ${i} ${row}`), one]),
      ]
        .map((cells) => cells.join(','))
        .join('\n')
    const dates = times(5, '2026-01-01 10:00:00')
    expect((await look(table('ts', dates))).mapping.time).toBe('ts')
    expect((await look(table('z.timestamp', dates))).mapping.time).toBe('z.timestamp')
    expect((await look(table('began', dates))).mapping.time).toBe('began')
  })

  test('epochs in a known field', async () => {
    const { mapping, zoneEvidence } = await look(
      lines({ metadata: { eventCreationTime: 1_748_883_058_000 }, event: { UserName: 'x' } }),
    )
    expect([mapping.time, mapping.users, zoneEvidence]).toEqual([
      'metadata.eventCreationTime',
      ['event.UserName'],
      'numbers: milliseconds since 1970 UTC',
    ])
  })
})

test('everything about a packed, odd table', async () => {
  const table =
    '\uFEFFTime;Host;User;Note\r\n24.10.2024 21:21:02;pc1;"A;B";x\r\nbad\r\n25.10.2024 21:21:02;pc1;007;\r\n24.10.2024 21:21:04;pc2;c;y\r\n'
  const { path, guesses, ...found } = await look(gzipSync(table))
  expect(found).toEqual({
    name: expect.stringMatching(/^capture-\d+\.log$/) as string,
    size: gzipSync(table).length,
    kind: 'capture',
    format: 'csv',
    compression: 'gzip',
    encoding: 'utf-8',
    delimiter: ';',
    zone: 'UTC',
    zoneEvidence: 'no zone in any time: taken as UTC; dates are day first: a number above 12 proves it',
    confidence: 0.75,
    mapping: { time: 'Time', host: 'Host', users: ['User'], action: null, labels: [] },
    columns: [
      { name: 'Time', type: 'time', sample: '24.10.2024 21:21:02' },
      { name: 'Host', type: 'text', sample: 'pc1' },
      { name: 'User', type: 'text', sample: 'A;B' },
      { name: 'Note', type: 'text', sample: 'x' },
    ],
    rows: [
      ['24.10.2024 21:21:02', 'pc1', 'A;B', 'x'],
      ['25.10.2024 21:21:02', 'pc1', '007', ''],
      ['24.10.2024 21:21:04', 'pc2', 'c', 'y'],
    ],
    warnings: ['1 of 4 sampled rows will be set aside; line 3: 1 cell where the header has 4.'],
  })
  expect(guesses.filter(({ question }) => question !== null).map(({ part }) => part)).toEqual(['zone'])
  expect(path).toContain(home)
})

test('what the user has decided is taken over: zone, unit, mapping', async () => {
  const path = file(home, lines({ when: 1_748_883_058_123, who: 'x', time: '2020-01-01T00:00:00Z' }))
  const mapping = {
    time: 'when',
    timeUnit: 'ms' as const,
    host: null,
    users: ['who'],
    action: null,
    labels: [],
  }
  const found = await inspect(path, { zone: 'Europe/Berlin', mapping })
  expect(found.mapping).toEqual(mapping)
  expect([found.zone, found.zoneEvidence]).toEqual([
    'Europe/Berlin',
    expect.stringContaining('milliseconds since 1970 UTC (unit given by the user)'),
  ])
  await expect(inspect(path, { zone: '' })).rejects.toMatchObject({ code: 'unknown-zone' })
})

test('a clock that stands beside Sysmon’s is pointed out', async () => {
  const event = (time: string) => ({ TimeCreated: time, UtcTime: '2020-10-20 05:31:50.076', User: 'x' })
  const { warnings } = await look(lines(...times(10, event('2020-10-20 01:31:50.112'))))
  expect(warnings.at(-1)).toBe(
    '“UtcTime”, which is UTC, stands 4 h after “TimeCreated” in 10 of 10 sampled rows: its times look like local time (UTC−04:00), kept as written. Give a zone if none is written in them.',
  )
  const apart = await look(lines(...times(10, event('2020-10-19 13:31:50'))))
  expect(apart.warnings.at(-1)).toMatch(/16 h after .* AM and PM may be mixed up/)
  const same = await look(lines(...times(10, event('2020-10-20 05:31:51'))))
  expect(same.warnings.join(' ')).not.toContain('UtcTime')
})
