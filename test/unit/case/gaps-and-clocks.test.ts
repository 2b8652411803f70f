/** Silences are found once and kept; a clock set right moves what is read, and taking it back moves it back. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import {
  gapsAsRead,
  listHostClocks,
  setHostClock,
  setRight,
} from '../../../main/case/evidence/host-clocks.ts'
import { keepSilences, longPauses } from '../../../main/case/evidence/silences.ts'
import { addCapture, chunkOf, newCase, text, times } from './fixtures.ts'

const MINUTE = 60_000_000

function twoHosts() {
  const c = newCase()
  const at = [0, 1, 2, 3, 240, 241, 242].map((minute) => minute * MINUTE)
  const hosts = at.map(() => 'DC01')
  addCapture(c, [chunkOf({ at: times(...at, 5 * MINUTE), host: text(...hosts, 'WS-7') })], {
    mapping: { time: 'at', host: 'host' },
  })
  return { c, core: loadCore(c) }
}

test('a host that says nothing for far longer than usual leaves a silence, kept and logged once', () => {
  const c = newCase()
  // One event a second for ten minutes, three hours of nothing, then ten minutes more.
  const at = Array.from({ length: 1200 }, (_, i) => i * 1_000_000 + (i >= 600 ? 180 * MINUTE : 0))
  addCapture(c, [chunkOf({ at: times(...at), host: text(...at.map(() => 'DC01')) })], {
    mapping: { time: 'at', host: 'host' },
  })
  const core = loadCore(c)
  keepSilences(c, core)
  keepSilences(c, core)
  expect(gapsAsRead(c)).toEqual([
    expect.objectContaining({ kind: 'silence', host: 'DC01', from: at[599], to: at[600], usual: 1_000_000 }),
  ])
  const found = custodyEntries(c, 0, 100).filter(({ action }) => action === 'gaps-found')
  expect(found.map(({ details }) => details)).toEqual([{ source: 1, silences: 1, records: 0 }])
})

test('a clock set right moves the events of its host alone, and taken back moves nothing', () => {
  const { c, core } = twoHosts()
  setHostClock(c, core, { host: 'dc01', shift: -2 * MINUTE, note: 'drift seen against the domain' })
  const read = setRight(core, listHostClocks(c))
  expect([...read.time].map((time, i) => time - core.time[i]!)).toEqual([
    ...Array<number>(7).fill(-2 * MINUTE),
    0,
  ])
  expect([...loadCore(c).time]).toEqual([...core.time])
  setHostClock(c, core, { host: 'DC01', shift: 0, note: '' })
  expect(setRight(core, listHostClocks(c))).toBe(core)
  expect(
    custodyEntries(c, 0, 100)
      .map(({ action }) => action)
      .slice(-2),
  ).toEqual(['clock-set', 'clock-taken-back'])
  expect(() => setHostClock(c, core, { host: 'nobody', shift: 1, note: '' })).toThrow('No event names a host')
  expect(() => setHostClock(c, core, { host: 'DC01', shift: 0.5, note: '' })).toThrow('whole microseconds')
})

test('a long pause is at least a minute, and each lies between two events that follow each other', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 500 * MINUTE }), { maxLength: 50 }), (list) => {
      const sorted = Float64Array.from(list).sort()
      for (const { from, to } of longPauses(sorted).pauses) {
        expect(to - from).toBeGreaterThanOrEqual(MINUTE)
        expect(list.some((time) => time > from && time < to)).toBe(false)
      }
    }),
  )
})
