/** Event rates per entity over trailing windows. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventCore } from '../../../main/case/evidence/core.ts'
import { entityTimes, trailingCounts } from '../../../main/features/rates.ts'

interface Event {
  time: number | null
  host: string | null
}

function coreOf(events: Event[]): EventCore {
  const values = ['', 'A', 'B']
  const host = { codes: Uint32Array.from(events, (one) => values.indexOf(one.host ?? '')), values }
  const none = { codes: new Uint32Array(events.length), values: [''] }
  const time = Float64Array.from(events, (one) => (one.time === null ? NaN : one.time * 1e6))
  const source = new Uint32Array(events.length).fill(1)
  const firstEvent = new Map([[1, 0]])
  return { count: events.length, time, host, user: none, users: [], action: none, source, firstEvent }
}

test('a rate counts the same entity in the closed trailing window, in any order of rows', () => {
  const event = fc.record({
    time: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 }),
    host: fc.option(fc.constantFrom('A', 'B'), { freq: 8 }),
  })
  const within = (one: Event, other: Event, seconds: number) =>
    one.time !== null && other.time !== null && other.time <= one.time && other.time >= one.time - seconds
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (events, seconds) => {
        const core = coreOf(events)
        const ids = Float64Array.from(events.keys())
        const got = [...trailingCounts(core, entityTimes(core, 'host'), seconds, ids)]
        const wanted = events.map((one) =>
          one.time === null
            ? NaN
            : events.filter((other) => other.host === one.host && within(one, other, seconds)).length,
        )
        expect(got).toEqual(wanted)
      },
    ),
  )
})
