/** The core: events of all captures under one numbering, and the overview made from it. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertAlerts } from '../../../main/case/alerts.ts'
import { CodedBuilder } from '../../../main/case/coded.ts'
import type { Coded } from '../../../main/case/coded.ts'
import { loadCore, locate } from '../../../main/case/core.ts'
import { beginSource, finishSource } from '../../../main/case/sources.ts'
import { caseSummary } from '../../../main/case/summary.ts'
import { addCapture, chunkOf, integers, newCase, NO_MAPPING, text, times } from './fixtures.ts'

function texts({ codes, values }: Coded): string[] {
  return Array.from(codes, (code) => values[code]!)
}

const ALERT = {
  name: 'Alert',
  user: 'ann',
  users: ['ann'],
  host: '',
  techniques: [],
  tactics: [],
  first: null,
  last: null,
  original: '{}',
}

function addAlerts(c: ReturnType<typeof newCase>, fired: (number | null)[]): void {
  const id = beginSource(c, { kind: 'alerts', name: 'alerts.csv', path: '/a', size: 1, reader: 'test' })
  insertAlerts(
    c,
    id,
    fired.map((at) => ({ ...ALERT, fired: at })),
  )
  const counts = { rows: fired.length, accepted: fired.length, rejected: 0, first: null, last: null }
  const done = { sha256: 'a'.repeat(64), zone: 'UTC', zoneEvidence: '', mapping: NO_MAPPING, columns: [] }
  finishSource(c, id, { ...counts, ...done })
}

/** Two captures of different columns, with alerts between them. */
function twoCaptures() {
  const c = newCase()
  const first = addCapture(
    c,
    [
      chunkOf({
        t: times(30, NaN),
        h: text('A', 'B'),
        s: text('-', 'ann'),
        u: text('bob', ''),
        e: integers(1, 2),
      }),
      chunkOf({ t: times(10), h: text('A'), s: text('-') }),
    ],
    { name: 'one', mapping: { time: 't', host: 'h', users: ['s', 'u'], action: 'e' } },
  )
  addAlerts(c, [20, null, 1000])
  const second = addCapture(c, [chunkOf({ when: times(20), account: text('cy') })], {
    name: 'two',
    mapping: { time: 'when', users: ['account'] },
  })
  return { c, first, second }
}

test('events are numbered through all captures, in the order of import', () => {
  const { c, first, second } = twoCaptures()
  const core = loadCore(c)
  expect(core.count).toBe(4)
  expect([...core.time]).toEqual([30, NaN, 10, 20])
  expect([...core.source]).toEqual([first, first, first, second])
  expect([...core.firstEvent]).toEqual([
    [first, 0],
    [second, 3],
  ])
  expect(texts(core.host)).toEqual(['A', 'B', 'A', ''])
  expect(texts(core.action)).toEqual(['1', '2', '', ''])
  expect(core.users.map(texts)).toEqual([
    ['-', 'ann', '-', 'cy'],
    ['bob', '', '', ''],
  ])
  expect(texts(core.user)).toEqual(['bob', 'ann', '-', 'cy'])
})

test('an event is found in its source again; one that is not there is a Problem', () => {
  const { c, second } = twoCaptures()
  const core = loadCore(c)
  expect(locate(core, 3)).toEqual({ source: second, row: 0 })
  expect(locate(core, 2)).toMatchObject({ row: 2 })
  expect(() => locate(core, 4)).toThrow(/no event number 4/)
})

test('an empty case has an empty core and an overview', () => {
  const c = newCase()
  expect(loadCore(c)).toMatchObject({ count: 0, users: [] })
  expect(caseSummary(c)).toMatchObject({
    events: 0,
    first: null,
    last: null,
    hosts: [],
    name: 'test',
    runs: 0,
  })
})

test('the overview counts what there is, by host and slice of time', () => {
  const { c } = twoCaptures()
  const summary = caseSummary(c)
  expect(summary).toMatchObject({
    events: 4,
    alerts: 3,
    captures: 2,
    first: 10,
    last: 30,
    labelSets: 0,
    reports: 0,
  })
  expect(summary.hosts.map(({ host, events, first, last }) => [host, events, first, last])).toEqual([
    ['A', 2, 10, 30],
    ['', 1, 20, 20],
  ])
  expect(summary.hosts.map(({ counts }) => counts.reduce((sum, n) => sum + n))).toEqual([2, 1])
  expect(summary.alertCounts.reduce((sum, n) => sum + n)).toBe(1)
  expect(summary.alertCounts).toHaveLength(summary.hosts[0]!.counts.length)
})

test('dictionaries of chunks merge into one of distinct values', () => {
  const chunk = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd'), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 5 }), (chunks) => {
      const all = chunks.flat()
      const builder = new CodedBuilder(all.length)
      let at = 0
      for (const cells of chunks) {
        const { codes, values } = text(...cells)
        builder.addCoded(at, codes, values)
        at += cells.length
      }
      const merged = builder.finish()
      expect(texts(merged)).toEqual(all)
      expect(merged.values).toHaveLength(new Set(['', ...all]).size)
    }),
  )
})
