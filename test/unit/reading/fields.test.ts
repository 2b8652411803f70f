/** What a field name means: built-in, column, label or alert; and what is said when it means nothing. */
import { expect, test } from 'vitest'
import { Problem } from '../../../preload/contract/problem.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { insertAlerts } from '../../../main/case/alerts.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { saveLabelSet } from '../../../main/case/label-sets.ts'
import type { LabelColumns } from '../../../main/case/label-sets.ts'
import { beginSource, finishSource } from '../../../main/case/evidence/sources.ts'
import { fieldInfos } from '../../../main/capture/reading/fields.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { addCapture, chunkOf, integers, newCase, NO_MAPPING, numbers, text, times } from '../case/fixtures.ts'

/** Four events in two captures. */
function sample(): CaseFile {
  const c = newCase()
  const columns = {
    at: times(1, 2, 3),
    source: text('WinEventLog', 'syslog', ''),
    Account: text('ann', 'bob', 'ann'),
    event_data: text('', '', 'x'),
    'event_data.CommandLine': text('powershell -enc AA', '', 'cmd'),
    score: numbers(0.1, 0.9, NaN),
  }
  addCapture(c, [chunkOf(columns)], { name: 'dc.ndjson', mapping: { time: 'at', users: ['Account'] } })
  addCapture(c, [chunkOf({ account: text('cy'), Label: text('BENIGN'), id: integers(7) })], {
    name: 'flows.csv',
  })
  return c
}

function addAlerts(c: CaseFile): void {
  const id = beginSource(c, { kind: 'alerts', name: 'alerts.csv', path: '/a', size: 1, reader: 'test' })
  const base = {
    user: '',
    users: [],
    host: '',
    techniques: [],
    tactics: [],
    fired: 2,
    first: null,
    last: null,
  }
  insertAlerts(c, id, [
    { ...base, name: 'Encoded PowerShell', original: '' },
    { ...base, name: 'Brute force', original: '' },
  ])
  const counts = { rows: 2, accepted: 2, rejected: 0, first: null, last: null }
  const done = { sha256: 'a'.repeat(64), zone: 'UTC', zoneEvidence: '', mapping: NO_MAPPING, columns: [] }
  finishSource(c, id, { ...counts, ...done })
}

function addLabels(c: CaseFile, columns: LabelColumns): string {
  const counts = { events: 3, labeled: 2, benign: 1, apart: 0, dropped: 0, withoutTime: 0, conflicts: 0 }
  const labeling = { ...counts, alerts: 2, unmatchedAlerts: 0, unmatchedBy: {}, byClass: [] }
  const hashes = { ruleHash: 'a'.repeat(64), labelsHash: 'a'.repeat(64) }
  return saveLabelSet(c, { name: 'l', rule: Rule.parse({}), ...hashes, labeling }, columns).id
}

function ids(c: CaseFile, filter: string, labelSet: string | null = null): number[] {
  const range = { from: null, to: null, offset: 0, limit: 100, order: 'oldest' } as const
  return eventPage(c, loadCore(c), { filter, labelSet, ...range }).rows.map(({ id }) => id)
}

function problemOf(act: () => unknown): Problem {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

test('a built-in name goes before a column, quotes reach the column', () => {
  const c = sample()
  expect(ids(c, 'source:dc*')).toEqual([0, 1, 2])
  expect(ids(c, 'source:2')).toEqual([3])
  expect(ids(c, '"source":syslog')).toEqual([1])
  expect(ids(c, '"source":*')).toEqual([0, 1])
})

test('a column is found whatever its case, in every capture that has it', () => {
  const c = sample()
  expect(ids(c, 'ACCOUNT:ann OR ACCOUNT:cy')).toEqual([0, 2, 3])
  expect(ids(c, 'account:""')).toEqual([])
  expect(ids(c, 'score:""')).toEqual([2, 3])
})

test('the last part of a nested name will do, of every column that ends so', () => {
  const c = sample()
  expect(ids(c, 'commandline:*enc*')).toEqual([0])
  addCapture(c, [
    chunkOf({ 'a.name': text('x', '', 'y'), 'b.Name': text('', 'x', 'y'), other: text('', '', '') }),
  ])
  expect(ids(c, 'name:x')).toEqual([4, 5])
  expect(ids(c, 'name!=x')).toEqual([6])
  expect(ids(c, 'a.name:x')).toEqual([4])
})

test('a bare word is looked for in host, users, action and every text column', () => {
  const c = sample()
  expect(ids(c, 'ENC')).toEqual([0])
  expect(ids(c, 'an')).toEqual([0, 2])
  expect(ids(c, 'BENIGN')).toEqual([3])
})

test('an unknown field is a Problem that names the nearest ones', () => {
  const problem = problemOf(() => ids(sample(), 'bob comandline:x'))
  expect(problem).toMatchObject({ code: 'unknown-field', where: { field: 'comandline', column: 5 } })
  expect(problem.advice).toContain('event_data.CommandLine')
})

test('a comparison that has no sense is a Problem', () => {
  const c = sample()
  expect(problemOf(() => ids(c, 'score>high'))).toMatchObject({ code: 'filter-syntax', where: { column: 7 } })
  expect(problemOf(() => ids(c, 'time>5'))).toMatchObject({ code: 'filter-syntax', where: { column: 6 } })
  expect(ids(c, 'score:high')).toEqual([])
})

test('label and alert need a label set; a column called Label does not', () => {
  const c = sample()
  expect(ids(c, 'Label:benign')).toEqual([3])
  expect(ids(c, 'label:benign')).toEqual([3])
  expect(problemOf(() => ids(c, 'alert:x')).code).toBe('filter-needs-labels')
  expect(problemOf(() => ids(c, 'label:x', 'labels-9')).code).toBe('no-such-label-set')
})

test('label and alert select by the chosen label set, further labels included', () => {
  const c = sample()
  addAlerts(c)
  const columns = {
    classes: ['benign', 'T1059', 'T1110'],
    labels: Int16Array.of(1, 0, -1),
    alerts: Int32Array.of(1, -1, 2),
  }
  const id = addLabels(c, columns)
  expect(ids(c, 'label:T1059', id)).toEqual([0])
  expect(ids(c, 'label:t1*', id)).toEqual([0])
  expect(ids(c, 'label:benign', id)).toEqual([1])
  expect(ids(c, 'label:apart', id)).toEqual([2])
  // The event that was imported after the labels were locked has none.
  expect(ids(c, 'label:""', id)).toEqual([3])
  expect(ids(c, 'alert:*powershell', id)).toEqual([0])
  expect(ids(c, 'alert:2', id)).toEqual([2])
  expect(ids(c, 'alert:""', id)).toEqual([1, 3])
  const all = { events: Uint32Array.of(0, 2), classes: Int16Array.of(2, 2) }
  const second = addLabels(c, { ...columns, all })
  expect(ids(c, 'label:T1110', second)).toEqual([0, 2])
})

test('every name that is offered can be used in a filter as it stands', () => {
  const c = newCase()
  const names = [
    'Flow Bytes/s',
    'a"b',
    '-x',
    'time',
    'Label',
    '@timestamp',
    'NOT',
    'a(b)',
    'x!=y',
    'event_data.User',
  ]
  addCapture(c, [chunkOf(Object.fromEntries(names.map((name) => [name, text('v')])))])
  const offered = fieldInfos(c).filter(({ values }) => values.includes('v'))
  expect(offered).toHaveLength(names.length)
  for (const { name } of offered) expect(ids(c, `${name}:v`), name).toEqual([0])
})

test('names and frequent values are offered for completion', () => {
  const c = sample()
  addAlerts(c)
  addLabels(c, { classes: ['benign', 'T1059'], labels: new Int16Array(3), alerts: new Int32Array(3) })
  const infos = new Map(fieldInfos(c).map((info) => [info.name, info]))
  expect(infos.get('user')?.values).toEqual(['ann', 'bob'])
  expect(infos.get('source')).toMatchObject({ type: 'text', values: ['dc.ndjson', 'flows.csv'] })
  expect(infos.get('"source"')?.values).toEqual(['WinEventLog', 'syslog'])
  expect(infos.get('label')?.values).toEqual(['benign', 'T1059'])
  expect(infos.get('alert')?.values).toEqual(['Encoded PowerShell', 'Brute force'])
  expect(infos.get('score')).toMatchObject({ name: 'score', type: 'number', values: [] })
  expect(infos.get('id')).toMatchObject({ name: 'id', type: 'integer', values: ['7'] })
  expect(infos.get('event_data.CommandLine')?.values).toEqual(['cmd', 'powershell -enc AA'])
})
