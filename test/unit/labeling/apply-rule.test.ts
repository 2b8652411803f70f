/** The labeling rule on small cases whose right answer is plain to see. */
import { expect, test } from 'vitest'
import { APART, DROPPED, NO_TIME } from '../../../main/case/label-sets.ts'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { alert, core, rule } from './small-case.ts'

const ann = (at: number) => ({ at, users: ['ann'] })
const labelsOf = (columns: { labels: Int16Array }) => [...columns.labels]

test('the window is closed at both ends, to the microsecond', () => {
  const events = core([ann(9.999999), ann(10), ann(15), ann(20), ann(20.000001)])
  const index = buildIndex(events, [alert(7, { user: 'ann', at: 15 })])
  const { columns, labeling } = applyRule(index, rule({ before: 5, after: 5 }))
  expect(labelsOf(columns)).toEqual([0, 1, 1, 1, 0])
  expect([...columns.alerts]).toEqual([-1, 7, 7, 7, -1])
  expect(labeling).toMatchObject({ labeled: 3, benign: 2, unmatchedAlerts: 0, conflicts: 0 })
})

test('a window of no length catches events at that very time', () => {
  const index = buildIndex(core([ann(1), ann(2)]), [alert(1, { user: 'ann', at: 2 })])
  expect(labelsOf(applyRule(index, rule()).columns)).toEqual([0, 1])
})

test('the nearest alert decides; ties go to the earlier, then to the lower id', () => {
  const alerts = [
    alert(4, { user: 'ann', at: 20, name: 'B' }),
    alert(3, { user: 'ann', at: 10, name: 'A' }),
    alert(9, { user: 'ann', at: 20, name: 'C' }),
  ]
  const index = buildIndex(core([ann(14), ann(15), ann(16)]), alerts)
  const { columns } = applyRule(index, rule({ before: 10, after: 10 }))
  expect([...columns.alerts]).toEqual([3, 3, 4])
})

test('a nearer alert whose window does not hold the event is passed over', () => {
  const alerts = [alert(1, { user: 'ann', at: 0, name: 'A' }), alert(2, { user: 'ann', at: 120, name: 'B' })]
  const { columns } = applyRule(buildIndex(core([ann(100)]), alerts), rule({ after: 600 }))
  expect([...columns.alerts]).toEqual([1])
})

test('an event of two accounts takes the nearest alert over both, and their classes conflict', () => {
  const events = core([{ at: 10, users: ['ann', 'bob'] }])
  const alerts = [alert(1, { user: 'bob', at: 8, name: 'A' }), alert(2, { user: 'ann', at: 11, name: 'B' })]
  const nearest = applyRule(buildIndex(events, alerts), rule({ before: 60, after: 60 }))
  expect([...nearest.columns.alerts]).toEqual([2])
  expect(nearest.labeling.conflicts).toBe(1)
  const drop = applyRule(buildIndex(events, alerts), rule({ before: 60, after: 60, conflict: 'drop' }))
  expect(labelsOf(drop.columns)).toEqual([DROPPED])
  expect(drop.labeling).toMatchObject({ dropped: 1, labeled: 0, benign: 0, unmatchedAlerts: 0 })
})

test('policy all keeps the nearest as label and every other kept class beside it', () => {
  const alerts = [
    alert(1, { user: 'ann', at: 9, name: 'A' }),
    alert(2, { user: 'ann', at: 12, name: 'B' }),
    alert(3, { user: 'ann', at: 40, name: 'C' }),
  ]
  const index = buildIndex(core([ann(10), ann(11), ann(39)]), alerts)
  const { columns, labeling } = applyRule(index, rule({ before: 5, after: 5, conflict: 'all' }))
  expect(columns.classes).toEqual(['benign', 'A', 'B', 'C'])
  expect(labelsOf(columns)).toEqual([1, 2, 3])
  expect([...columns.all!.events]).toEqual([0, 1])
  expect([...columns.all!.classes]).toEqual([2, 1])
  expect(labeling.byClass.map(({ events }) => events)).toEqual([2, 2, 1])
  expect(labeling).toMatchObject({ labeled: 3, conflicts: 2 })
})

test('classes beyond the K most frequent, and alerts that name none, are kept apart', () => {
  const alerts = [
    alert(1, { user: 'ann', at: 10, techniques: ['T1'] }),
    alert(2, { user: 'ann', at: 100, techniques: ['T2', 'T1'] }),
    alert(3, { user: 'ann', at: 200 }),
  ]
  const events = core([ann(10), ann(11), ann(100), ann(200), ann(201), ann(202), ann(500)])
  const { columns, labeling } = applyRule(
    buildIndex(events, alerts),
    rule({ after: 5, classBy: 'technique', top: 1 }),
  )
  expect(columns.classes).toEqual(['benign', 'T1'])
  expect(labelsOf(columns)).toEqual([1, 1, APART, APART, APART, APART, 0])
  expect(labeling).toMatchObject({ labeled: 6, apart: 4, benign: 1 })
  expect(labeling.byClass).toEqual([
    { name: 'no technique', events: 3, alerts: 1, kept: false },
    { name: 'T1', events: 2, alerts: 1, kept: true },
    { name: 'T2', events: 1, alerts: 1, kept: false },
  ])
})

test('accounts match as the entity rule says', () => {
  const events = core(
    ['CORP\\Ann', 'ann@corp.example', 'ANN', 'ann', 'joann'].map((user) => ({ at: 1, users: [user] })),
  )
  const index = buildIndex(events, [alert(1, { user: 'corp\\ann', at: 1 })])
  expect(labelsOf(applyRule(index, rule()).columns)).toEqual([1, 1, 1, 1, 0])
  const exact = buildIndex(events, [alert(1, { user: 'ANN', at: 1 })])
  expect(labelsOf(applyRule(exact, rule({ entity: 'exact' })).columns)).toEqual([0, 0, 1, 0, 0])
})

test('any account of an alert counts, and an event caught through two of them counts once', () => {
  const events = core([
    { at: 1, users: ['ann', 'bob'] },
    { at: 1, users: ['bob'] },
  ])
  const index = buildIndex(events, [alert(1, { users: ['ann', 'bob'], at: 1 })])
  const { labeling } = applyRule(index, rule())
  expect(labeling).toMatchObject({ labeled: 2, conflicts: 0 })
})

test('every alert that catches nothing is counted with its reason', () => {
  const alerts = [
    alert(1, { at: 10 }),
    alert(2, { user: 'unknown', at: 10 }),
    alert(3, { user: 'CORP\\WS1$', at: 10 }),
    alert(4, { user: 'nobody-here', at: 10 }),
    alert(5, { user: 'ann', at: 15 }),
    alert(6, { user: 'ann', at: 5000 }),
    alert(7, { user: 'ann' }),
    alert(8, { user: 'ann', at: 10 }),
  ]
  const index = buildIndex(core([ann(10), ann(20), { at: 10, users: ['unknown', 'WS1$'] }]), alerts)
  const { labeling } = applyRule(index, rule({ after: 1 }))
  expect(labeling.unmatchedAlerts).toBe(7)
  expect(labeling.unmatchedBy).toEqual({
    'no user': 2,
    'excluded account': 1,
    'no such user': 1,
    'no events then': 1,
    'outside capture': 1,
    'no time': 1,
  })
  const all = applyRule(index, rule({ after: 1, excludeMachines: false })).labeling
  expect(all.unmatchedBy['excluded account']).toBeUndefined()
  expect(all.unmatchedAlerts).toBe(5)
})

test('events without a time are set apart from everything', () => {
  const index = buildIndex(core([ann(NaN), ann(1), ann(9)]), [alert(1, { user: 'ann', at: 1 })])
  const { columns, labeling } = applyRule(index, rule())
  expect(labelsOf(columns)).toEqual([NO_TIME, 1, 0])
  expect(labeling).toMatchObject({ withoutTime: 1, labeled: 1, benign: 1 })
})

test('where the wanted anchor is missing, fired, first, last stand in, in this order', () => {
  const alerts = [
    alert(1, { user: 'ann', at: 100, last: 5_000_000 }),
    alert(2, { user: 'ann', first: 7_000_000, last: 50_000_000 }),
  ]
  const index = buildIndex(core([ann(5), ann(7), ann(50), ann(100)]), alerts)
  expect([...applyRule(index, rule({ anchor: 'last' })).columns.alerts]).toEqual([1, -1, 2, -1])
  expect([...applyRule(index, rule({ anchor: 'fired' })).columns.alerts]).toEqual([-1, 2, -1, 1])
})

test('an alert that is named benign does not make its events benign', () => {
  const index = buildIndex(core([ann(1)]), [alert(1, { user: 'ann', at: 1, name: 'Benign' })])
  expect(applyRule(index, rule()).columns.classes).toEqual(['benign', 'Benign (alert)'])
})

test('no alerts and no events are answered with zeros', () => {
  expect(applyRule(buildIndex(core([ann(1)]), []), rule()).labeling).toMatchObject({
    events: 1,
    benign: 1,
    alerts: 0,
  })
  const empty = applyRule(buildIndex(core([]), [alert(1, { user: 'ann', at: 1 })]), rule()).labeling
  expect(empty).toMatchObject({ events: 0, unmatchedBy: { 'outside capture': 1 } })
})

test('a cell of several accounts counts for each of them, once', () => {
  const cells = ['-\nwe9028srv$\nCORP\\Ann', 'bob\r\nann\nANN', 'bob']
  const events = core(cells.map((cell, i) => ({ at: 10 + i, users: [cell] })))
  const alerts = [alert(1, { user: 'ann', at: 10, name: 'A' }), alert(2, { user: 'bob', at: 12, name: 'B' })]
  const { columns, labeling } = applyRule(buildIndex(events, alerts), rule({ before: 5, after: 5 }))
  expect([...columns.alerts]).toEqual([1, 1, 2])
  expect(labeling).toMatchObject({ labeled: 3, conflicts: 1, unmatchedAlerts: 0 })
})
