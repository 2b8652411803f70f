/** What goes wrong in real exports is counted and listed, never silently dropped. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { applyRule, previewRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { indexCase, lockLabels } from '../../../main/labeling/lock.ts'
import { strips } from '../../../main/labeling/strips.ts'
import { entityTable } from '../../../main/labeling/tables/entities.ts'
import { classMeetings } from '../../../main/labeling/tables/meetings.ts'
import { searchTable } from '../../../main/labeling/tables/searches.ts'
import { overlapGaps, overlapping, sweepWindows } from '../../../main/labeling/sweep/sweep.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { alert, core, rule, second } from './small-case.ts'

const folder = mkdtempSync(join(tmpdir(), 'tribunal-bad-labels-'))
afterAll(() => rmSync(folder, { recursive: true }))
const context = { progress() {}, signal: new AbortController().signal }
const ann = (at: number) => ({ at, users: ['ann'] })

test('alerts without user or time, and before the capture, are counted by reason and listed one by one', () => {
  const alerts = [alert(1, { at: 10 }), alert(2, { user: 'ann' }), alert(3, { user: 'ann', at: -9e6 })]
  const index = buildIndex(core([ann(10), ann(11), ann(NaN)]), alerts)
  const { labeling } = applyRule(index, rule({ after: 60 }))
  expect(labeling.unmatchedBy).toEqual({ 'no user': 1, 'no time': 1, 'outside capture': 1 })
  expect(labeling).toMatchObject({ alerts: 3, unmatchedAlerts: 3, withoutTime: 1, labeled: 0, benign: 2 })
  const listed = strips(index, rule({ after: 60 }), { offset: 0, limit: 10, only: 'unmatched' })
  expect(listed.strips.map((one) => [one.alert, one.unmatched])).toEqual([
    [3, 'outside capture'],
    [1, 'no user'],
    [2, 'no time'],
  ])
})

test('100,000 alerts on one user: every one is counted, and the sweep still equals the rule', () => {
  const alerts = Array.from({ length: 100_000 }, (_, i) =>
    alert(i + 1, { user: 'ann', at: i * 3, name: i % 2 === 0 ? 'A' : 'B' }),
  )
  const index = buildIndex(core(Array.from({ length: 20_000 }, (_, i) => ann(i * 15 + 1))), alerts)
  const by = rule({ before: 1, after: 1 })
  const { labeling } = applyRule(index, by)
  expect(labeling).toMatchObject({ alerts: 100_000, labeled: 20_000, conflicts: 0, overlapping: 0 })
  expect(labeling.unmatchedAlerts).toBe(80_000)
  const axis = Float64Array.of(1 * second, 4 * second)
  const counts = sweepWindows(index, by, { before: axis, after: axis })
  const wide = previewRule(index, { ...by, before: 4 * second, after: 4 * second })
  expect([counts.labeled[3], counts.conflicts[3]]).toEqual([wide.labeled, wide.conflicts])
  expect(wide.overlapping).toBe(100_000)
  expect(overlapping(overlapGaps(index.schedule(by)), 8 * second)).toBe(100_000)
})

test('an enormous window holds everything of the user; a negative one is refused', () => {
  const index = buildIndex(core([ann(0), ann(1e6)]), [alert(1, { user: 'ann', at: 5 })])
  const year = 31_536_000
  expect(applyRule(index, rule({ before: year, after: year })).labeling.labeled).toBe(2)
  expect(Rule.safeParse({ before: -1 }).error?.issues[0]?.path).toEqual(['before'])
  expect(Rule.safeParse({ after: 31_536_000_000_001 }).success).toBe(false)
})

test('alerts in another zone and over a change of clocks meet the events of their instant', async () => {
  // 27 October 2024, 01:30 UTC is 02:30 in Berlin for the second time that night.
  const instants = ['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', '2024-10-27T02:30:00Z']
  const events = instants.map((at) => JSON.stringify({ '@timestamp': at, user: { name: 'ann' } }))
  writeFileSync(join(folder, 'events.ndjson'), `${events.join('\n')}\n`)
  const rows = ['2024-10-27T02:30:00+02:00,A', '2024-10-27T02:30:00+01:00,B', '2024-10-26T21:30:00-05:00,C']
  const lines = ['_time,search_name,user', ...rows.map((row) => `${row},ann`)]
  writeFileSync(join(folder, 'alerts.csv'), `${lines.join('\n')}\n`)
  const c = createCase(join(folder, 'zones.tribunal'))
  await importCapture(c, { path: join(folder, 'events.ndjson') }, context)
  await importAlerts(c, { path: join(folder, 'alerts.csv') }, context)
  const { columns } = applyRule(indexCase(c), rule({ before: 60, after: 60 }))
  expect(Array.from(columns.labels, (label) => columns.classes[label])).toEqual(['A', 'B', 'C'])
  c.close()
})

test('local alert times of the hour that comes twice, or never, are each taken for one instant, and none is lost', async () => {
  // Berlin: 27 October 2024 has two times 02:30 (00:30 and 01:30 UTC), 31 March 2024 none.
  const instants = ['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', '2024-03-31T01:30:00Z']
  const events = instants.map((at) => JSON.stringify({ '@timestamp': at, user: { name: 'ann' } }))
  writeFileSync(join(folder, 'dst.ndjson'), `${events.join('\n')}\n`)
  const lines = ['_time,search_name,user', '2024-10-27 02:30:00,twice,ann', '2024-03-31 02:30:00,never,ann']
  writeFileSync(join(folder, 'dst.csv'), `${lines.join('\n')}\n`)
  const c = createCase(join(folder, 'dst.tribunal'))
  await importCapture(c, { path: join(folder, 'dst.ndjson') }, context)
  await importAlerts(c, { path: join(folder, 'dst.csv'), zone: 'Europe/Berlin' }, context)
  const { labeling, columns } = applyRule(indexCase(c), rule({ before: 60, after: 60 }))
  expect(labeling).toMatchObject({ alerts: 2, unmatchedAlerts: 0, labeled: 2 })
  expect(Array.from(columns.labels, (label) => columns.classes[label])).toEqual(['twice', 'benign', 'never'])
  c.close()
})

test('100,000 alerts on one user in windows that all meet: tables count as the rule does', () => {
  const alerts = Array.from({ length: 100_000 }, (_, i) =>
    alert(i + 1, { user: 'ann', at: i * 3, name: ['A', 'B', 'C'][i % 3]! }),
  )
  const index = buildIndex(core(Array.from({ length: 30_000 }, (_, i) => ann(i * 10))), alerts)
  const by = rule({ before: 60, after: 600 })
  const { labeling } = applyRule(index, by)
  expect(labeling).toMatchObject({ labeled: 30_000, conflicts: 30_000, overlapping: 100_000 })
  expect(previewRule(index, by)).toEqual(labeling)
  expect(classMeetings(index, by).map(({ a, b, events }) => [a, b, events])).toEqual([
    ['A', 'B', 30_000],
    ['A', 'C', 30_000],
    ['B', 'C', 30_000],
  ])
  expect(searchTable(index, by, null).map(({ covered, conflict }) => [covered, conflict])).toEqual([
    [30_000, 30_000],
    [30_000, 30_000],
    [30_000, 30_000],
  ])
  expect(entityTable(index, by)).toMatchObject([{ name: 'ann', alerts: 100_000, caught: 30_000 }])
})

test('a case without events or alerts says what is missing', () => {
  const c = createCase(join(folder, 'empty.tribunal'))
  expect(() => lockLabels(c, rule())).toThrow(expect.objectContaining({ code: 'no-events' }) as Error)
  c.close()
})
