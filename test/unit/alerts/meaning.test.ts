/** What the fields of an alert mean: times, accounts, ATT&CK. */
import { techniquesOfSearch } from '../../../main/alerts/attack.ts'
import { expect, test } from 'vitest'
import { attackOf, tacticNamed, tacticsOf } from '../../../main/alerts/attack.ts'
import { Fields, fieldsOf } from '../../../main/alerts/fields.ts'
import { accountsIn } from '../../../main/alerts/understand.ts'
import { importText, micros } from './alert-files.ts'

const fields = (result: Record<string, unknown>) => fieldsOf(result) as Fields
const base = { search_name: 'S', user: 'ann' }
const alertOf = async (result: object, zone?: string) =>
  (await importText(JSON.stringify([{ result: { ...base, ...result } }]), zone === undefined ? {} : { zone }))
    .alerts[0]!

test('times come in many shapes', async () => {
  expect((await alertOf({ _time: '2016-08-28 16:02:17.000 MDT' })).fired).toBe(micros('2016-08-28T22:02:17Z'))
  expect((await alertOf({ _time: 1642999416 })).fired).toBe(1642999416_000_000)
  expect((await alertOf({ _time: '1642999416123' })).fired).toBe(1642999416_123_000)
  expect((await alertOf({ _time: '2026-01-01 12:00:00' })).fired).toBe(micros('2026-01-01T12:00:00Z'))
  expect((await alertOf({ _time: '2026-01-01 12:00:00' }, '+02:00')).fired).toBe(
    micros('2026-01-01T10:00:00Z'),
  )
})

test('activity: first and last, or orig_time for both; the search window and "all time" do not count', async () => {
  const named = await alertOf({
    _time: 300,
    firstTime: ['120', '110'],
    lastTime: '200',
    info_min_time: '1',
    info_max_time: '2',
  })
  expect(named).toMatchObject({ fired: 300e6, first: 110e6, last: 200e6 })
  expect(await alertOf({ _time: 300, orig_time: 150 })).toMatchObject({
    fired: 300e6,
    first: 150e6,
    last: 150e6,
  })
  expect(
    await alertOf({ _time: 300, earliest_time: '-24h@h', latest_time: 'now', firstTime: '0.000' }),
  ).toMatchObject({ first: null, last: null })
})

test('alerts without a time or an account are kept and counted', async () => {
  const rows = [
    { result: { search_name: 'S', user: 'ann' } },
    { result: { search_name: 'S', _time: 'soon', user: 'unknown' } },
    { result: { ...base, _time: 5e8 } },
  ]
  const { alerts, result } = await importText(JSON.stringify(rows))
  expect(result).toMatchObject({ rows: 3, accepted: 3, withoutTime: 2, withoutUser: 1 })
  expect(alerts.map(({ fired, users }) => [fired, users])).toEqual([
    [null, ['ann']],
    [null, ['unknown']],
    [5e14, ['ann']],
  ])
})

test('accounts: the first field that names someone; placeholders only where there is nothing else', () => {
  expect(accountsIn(fields({ user: ['unknown', 'CORP\\ann', 'CORP\\ann'] }))).toEqual(['CORP\\ann'])
  expect(accountsIn(fields({ user: '-', src_user: 'bob' }))).toEqual(['bob'])
  expect(accountsIn(fields({ user: 'unknown' }))).toEqual(['unknown'])
  expect(accountsIn(fields({ risk_object: 'eve', risk_object_type: 'user' }))).toEqual(['eve'])
  expect(accountsIn(fields({ risk_object: 'HOST1', risk_object_type: 'system' }))).toEqual([])
  expect(accountsIn(fields({ user: null }))).toEqual([])
})

test('techniques from any annotation, tactics as written or looked up', () => {
  expect(attackOf(fields({ annotations: '{"mitre_attack":["t1003.001","T1003"]}' }))).toEqual({
    techniques: ['T1003.001', 'T1003'],
    tactics: ['credential-access'],
  })
  expect(
    attackOf(fields({ annotations: '{"mitre_attack":', mitre_attack_id: 'T1112;T1548.002' })).techniques,
  ).toEqual(['T1112', 'T1548.002'])
  expect(attackOf(fields({ technique: 'T1078', tactic: 'Initial Access' })).tactics).toEqual([
    'initial-access',
  ])
  expect(attackOf(fields({ technique: 'T1078', mitre_tactic_id: 'TA0003' })).tactics).toEqual(['persistence'])
  expect(attackOf(fields({ category: 'network' }))).toEqual({ techniques: [], tactics: [] })
})

test('the ATT&CK table knows sub-techniques by their parent and no withdrawn ids', () => {
  expect(tacticsOf('T1021.002')).toEqual(['lateral-movement'])
  expect(tacticsOf('t1003.099')).toEqual(['credential-access'])
  expect(tacticsOf('T1086')).toEqual([])
  expect(tacticNamed('Command and Control')).toBe('command-and-control')
  expect(tacticNamed('nonsense')).toBeNull()
})

test('searches without annotations take the techniques of Splunk’s content of that name', () => {
  expect(techniquesOfSearch('ESCU - Detect Distributed Password Spray Attempts - Rule')).toEqual([
    'T1110.003',
    'T1110',
  ])
  expect(techniquesOfSearch('Detect Distributed Password Spray Attempts')).toHaveLength(2)
  expect(techniquesOfSearch('our own search')).toEqual([])
})
