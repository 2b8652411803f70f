/** The core: events of all captures under one numbering, and the overview made from it. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertAlerts } from '../../../main/case/alerts.ts'
import { CodedBuilder, NarrowBuilder } from '../../../main/case/evidence/coded.ts'
import type { Coded } from '../../../main/case/evidence/coded.ts'
import { loadCore, locate } from '../../../main/case/evidence/core.ts'
import { beginSource, finishSource } from '../../../main/case/evidence/sources.ts'
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

test('the overview is the same whether or not events stand in order of time', () => {
  const row = fc.record({ at: fc.oneof(fc.constant(NaN), fc.nat(400)), host: fc.constantFrom('', 'a', 'b') })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.boolean(), (list, sorted) => {
      const rows = sorted ? list.filter(({ at }) => at >= 0).toSorted((a, b) => a.at - b.at) : list
      fc.pre(rows.length > 0)
      const c = newCase()
      const columns = { t: times(...rows.map(({ at }) => at)), h: text(...rows.map(({ host }) => host)) }
      addCapture(c, [chunkOf(columns)], { mapping: { time: 't', host: 'h' } })
      const { first, last, hosts } = caseSummary(c)
      c.close()
      const all = rows.map(({ at }) => at).filter((at) => !Number.isNaN(at))
      expect([first, last]).toEqual(all.length > 0 ? [Math.min(...all), Math.max(...all)] : [null, null])
      for (const { host, events, counts, ...span } of hosts) {
        const own = rows.filter((one) => one.host === host)
        const at = own.map((one) => one.at).filter((one) => !Number.isNaN(one))
        expect([events, span.first, span.last]).toEqual([own.length, Math.min(...at), Math.max(...at)])
        const expected = counts.map(() => 0)
        for (const one of at) expected[Math.floor(((one - first!) / (last! - first! + 1)) * counts.length)]!++
        expect(counts).toEqual(expected)
      }
    }),
    { numRuns: 30 },
  )
})

test('codes grow wider with the number of values', () => {
  for (const [size, width] of [
    [255, 1],
    [256, 2],
    [65_535, 2],
    [65_536, 4],
  ] as const) {
    const builder = new NarrowBuilder(size + 1)
    builder.addCoded(0, Uint8Array.of(1), ['', 'v0'])
    builder.addValues(
      1,
      Array.from({ length: size }, (_, i) => i),
      (i) => `v${i}`,
    )
    const { codes, values } = builder.finish()
    expect([codes.BYTES_PER_ELEMENT, values.length]).toEqual([width, size + 1])
    expect([0, 1, 2, size].map((row) => values[codes[row]!])).toEqual(['v0', 'v0', 'v1', `v${size - 1}`])
  }
})

test('dictionaries of chunks merge into one of distinct values', () => {
  const chunk = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd'), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 5 }), (chunks) => {
      const all = chunks.flat()
      const builder = new CodedBuilder(all.length)
      let at = 0
      const narrow = new NarrowBuilder(all.length)
      for (const cells of chunks) {
        const { codes, values } = text(...cells)
        builder.addCoded(at, codes, values)
        narrow.addCoded(at, codes, values)
        at += cells.length
      }
      const merged = builder.finish()
      expect([...narrow.finish().codes]).toEqual([...merged.codes])
      expect(narrow.finish().values).toEqual(merged.values)
      expect(texts(merged)).toEqual(all)
      expect(merged.values).toHaveLength(new Set(['', ...all]).size)
    }),
  )
})
