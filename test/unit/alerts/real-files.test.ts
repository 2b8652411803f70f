/** The alert exports of the real captures: counts and spot checks against figures taken from the files by other means. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectAlerts, recognizeAlerts } from '../../../main/alerts/inspect.ts'
import { importFile, micros } from './alert-files.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data')
const splunk = (name: string) => resolve(data, 'splunk', name)

describe.skipIf(!existsSync(data))('alert readers on real exports (needs real captures)', () => {
  test('76 searches with their results: 3,548 alerts', async () => {
    const { result, alerts } = await importFile(splunk('detection_results.jsonl'))
    expect(result).toMatchObject({ rows: 3548, accepted: 3548, rejected: 0 })
    expect(alerts.filter(({ user }) => user === 'unknown')).toHaveLength(3088)
    expect(alerts.filter(({ user }) => user === 'Administrator')).toHaveLength(329)
    expect(alerts[0]).toMatchObject({
      name: 'rundll32_shimcache_flush',
      first: micros('2021-10-05T08:28:18Z'),
      last: micros('2025-12-10T02:12:00Z'),
    })
  })

  test('the same as a flat table agrees in users, and names techniques', async () => {
    const { result, alerts } = await importFile(splunk('detection_results_flat.csv'))
    expect(result).toMatchObject({ rows: 3548, accepted: 3548, rejected: 0 })
    expect(alerts.filter(({ user }) => user === 'unknown')).toHaveLength(3088)
    expect(alerts.filter(({ techniques }) => techniques[0] === 'T1112')).toHaveLength(3372)
    expect(alerts.filter(({ techniques }) => techniques.length === 0)).toHaveLength(16)
    expect(alerts.find(({ techniques }) => techniques[0] === 'T1564.001')!.techniques).toEqual([
      'T1564.001',
      'T1562.001',
      'T1564',
      'T1562',
      'T1112',
    ])
  })

  test('698 risk events read the same from stash text and from JSON', async () => {
    const stash = await importFile(splunk('log4shell_correlation_risk_events.txt'))
    const json = await importFile(splunk('log4shell_risk_events_parsed.json'))
    expect(stash.result).toMatchObject({ rows: 698, accepted: 698, rejected: 0, withoutUser: 112 })
    const bare = (list: typeof stash.alerts) => list.map((alert) => ({ ...alert, id: 0, original: '' }))
    expect(bare(stash.alerts)).toEqual(bare(json.alerts))
    expect(stash.alerts.filter(({ user }) => user === 'ubuntu')).toHaveLength(572)
  })

  test('wrapped results with several values and MDT times: 35', async () => {
    const path = splunk('botsv1.json')
    const { result, alerts, source } = await importFile(path)
    expect(result).toMatchObject({ rows: 35, accepted: 35, rejected: 0 })
    expect(alerts[0]!.fired).toBe(micros('2016-08-28T22:02:21Z'))
    expect(alerts.some(({ user }) => user === 'Lara.Culbreth')).toBe(true)
    expect(source.zoneEvidence).toContain('MDT')
    expect(readFileSync(path, 'utf8')).toContain(alerts[34]!.original)
    expect(await recognizeAlerts(path)).toBeNull()
  })

  test('an execution log: 492 tests', async () => {
    const { result, alerts } = await importFile(resolve(data, 'atomic_evtx/execution_log.csv'))
    expect(result).toMatchObject({ rows: 492, accepted: 492, rejected: 0, withoutTime: 0, withoutUser: 0 })
    const count = (tactic: string) => alerts.filter(({ tactics }) => tactics[0] === tactic).length
    expect([
      count('defense-evasion'),
      count('discovery'),
      count('execution'),
      count('initial-access'),
    ]).toEqual([141, 122, 36, 8])
    expect(new Set(alerts.map(({ user }) => user))).toEqual(new Set(['server002\\admin_test']))
  })

  test('captures and catalogs are no alerts', async () => {
    const others = [
      'splunk/escu_detections.csv',
      'atomic_evtx/events.ndjson.gz',
      'cicids2017/flows.csv.gz',
      'beth/datacamp_train_first12500.csv',
    ]
    for (const other of others) {
      expect(await recognizeAlerts(resolve(data, other))).toBeNull()
      await expect(inspectAlerts(resolve(data, other))).rejects.toMatchObject({ code: 'not-alerts' })
    }
  })

  test('an inspection says what will be read and how', async () => {
    const inspection = await inspectAlerts(splunk('detection_results_flat.csv'))
    expect(inspection).toMatchObject({
      kind: 'alerts',
      format: 'csv',
      delimiter: ',',
      encoding: 'utf-8',
      compression: 'none',
    })
    expect(inspection.columns[0]).toMatchObject({
      name: 'search_name',
      sample: 'ESCU - Rundll32 Shimcache Flush - Rule',
    })
    expect(inspection.rows).toHaveLength(20)
    expect(inspection.rows.every((row) => row.length === inspection.columns.length)).toBe(true)
    expect(inspection.warnings.join()).toContain('name no account')
  })
})
