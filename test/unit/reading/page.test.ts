/** Pages and histograms: the selected events in order of time, each exactly once. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { eventHistogram } from '../../../main/capture/reading/histogram.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { timeOrder } from '../../../main/capture/reading/time-order.ts'
import { addCapture, chunkOf, integers, newCase, text, times } from '../case/fixtures.ts'
import { anyTable, build } from './table.ts'

const ALL = { filter: '', labelSet: null, from: null, to: null }
const FIRST = { offset: 0, limit: 1000, order: 'oldest' } as const

test('events are sorted by time, stably, those without a time last', () => {
  const time = fc.oneof(fc.constant(NaN), fc.integer({ min: -5, max: 5 }))
  fc.assert(
    fc.property(fc.array(time, { maxLength: 60 }), (list) => {
      const { events, timed } = timeOrder(Float64Array.from(list))
      const expected = list
        .map((at, event) => ({ at, event }))
        .toSorted((a, b) => {
          if (Number.isNaN(a.at) || Number.isNaN(b.at))
            return Number(Number.isNaN(a.at)) - Number(Number.isNaN(b.at))
          return a.at - b.at
        })
      expect([...events]).toEqual(expected.map(({ event }) => event))
      expect(timed).toBe(list.filter((at) => !Number.isNaN(at)).length)
    }),
    { numRuns: 500 },
  )
})

test('pages put together are the whole selection, and newest is oldest turned round', () => {
  fc.assert(
    fc.property(
      anyTable,
      fc.constantFrom('', 'score>0', 'NOT user:adm*'),
      fc.integer({ min: 1, max: 9 }),
      (table, filter, limit) => {
        const { c, core, events } = build(table)
        const whole = eventPage(c, core, { ...ALL, ...FIRST, filter })
        expect(whole.total).toBe(events.length)
        expect(whole.matched).toBe(whole.rows.length)
        const paged = []
        for (let offset = 0; offset < whole.matched; offset += limit) {
          paged.push(...eventPage(c, core, { ...ALL, filter, offset, limit, order: 'oldest' }).rows)
        }
        expect(paged).toEqual(whole.rows)
        const newest = eventPage(c, core, { ...ALL, ...FIRST, filter, order: 'newest' }).rows
        const timed = whole.rows.filter(({ time }) => time !== null)
        expect(newest.slice(0, timed.length)).toEqual(timed.toReversed())
        expect(newest.slice(timed.length)).toEqual(whole.rows.slice(timed.length))
      },
    ),
    { numRuns: 30 },
  )
})

test('a time range takes in both its ends', () => {
  const c = newCase()
  addCapture(c, [chunkOf({ at: times(10, 20, NaN, 30, 20) })], { mapping: { time: 'at' } })
  const core = loadCore(c)
  const ids = (from: number | null, to: number | null): number[] =>
    eventPage(c, core, { ...ALL, ...FIRST, from, to }).rows.map(({ id }) => id)
  expect(ids(20, 30)).toEqual([1, 4, 3])
  expect(ids(null, 20)).toEqual([0, 1, 4])
  expect(ids(21, null)).toEqual([3])
  expect(ids(25, 15)).toEqual([])
  expect(ids(null, null)).toEqual([0, 1, 4, 3, 2])
})

test('the counts of a histogram add up to the events that have a time', () => {
  const filter = fc.constantFrom('', 'score>0', 'host:dc01 OR evil:true')
  fc.assert(
    fc.property(anyTable, filter, fc.integer({ min: 1, max: 500 }), (table, chosen, buckets) => {
      const { c, core, events } = build(table)
      const histogram = eventHistogram(c, core, { ...ALL, filter: chosen, buckets })
      const { rows } = eventPage(c, core, { ...ALL, ...FIRST, filter: chosen })
      const timed = rows.filter(({ time }) => time !== null)
      if (!events.some(({ at }) => !Number.isNaN(at))) {
        expect(histogram).toBeNull()
        return
      }
      const { from, to, bucket, counts } = histogram!
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(timed.length)
      expect(counts.length).toBeLessThanOrEqual(buckets)
      expect(Number.isSafeInteger(bucket)).toBe(true)
      expect(from + counts.length * bucket).toBeGreaterThan(to)
      counts.forEach((count, slot) => {
        const start = from + slot * bucket
        expect(timed.filter(({ time }) => time! >= start && time! < start + bucket)).toHaveLength(count)
      })
    }),
    { numRuns: 40 },
  )
})

function messages(c: CaseFile): string[] {
  return eventPage(c, loadCore(c), { ...ALL, ...FIRST }).rows.map(({ message }) => message)
}

test('the message column says what an event is about', () => {
  const c = newCase()
  const columns = {
    at: times(1, 2, 3, 4),
    Message: text('Logon\r\n  of ann', '', '', ''),
    'event_data.CommandLine': text('', 'cmd /c dir', '', ''),
    'event_data.Image': text('', 'cmd.exe', 'C:\\x.exe', ''),
    'event_data.QueryName': text('', '', 'evil.example', ''),
    Task: text('1', '2', '3', '4'),
  }
  addCapture(c, [chunkOf(columns)], { mapping: { time: 'at' } })
  const telling = ['Logon of ann', 'cmd /c dir', 'Image=C:\\x.exe, QueryName=evil.example']
  expect(messages(c)).toEqual([...telling, 'Task=4'])
  const flows = newCase()
  const flow = { at: times(1), Label: text('BENIGN'), 'Flow Duration': integers(5), Protocol: text('tcp') }
  addCapture(flows, [chunkOf(flow)], { mapping: { time: 'at', labels: ['Label'] } })
  expect(messages(flows)).toEqual(['Protocol=tcp, Flow Duration=5'])
})

test('a long message is cut', () => {
  const c = newCase()
  addCapture(c, [chunkOf({ Message: text('long '.repeat(200)) })])
  expect(messages(c)[0]).toHaveLength(300)
})
