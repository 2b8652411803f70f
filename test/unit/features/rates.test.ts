import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCore } from '../../../main/case/core.ts'
import { entityTimes, trailingCounts } from '../../../main/features/rates.ts'
import { addCapture, make, newCase } from './small-case.ts'

test('a rate counts the same entity in the closed trailing window, in any order of rows', () => {
  const event = fc.record({
    time: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 }),
    host: fc.option(fc.constantFrom('A', 'B'), { freq: 8 }),
  })
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (events, seconds) => {
        const c = newCase()
        const micros = (time: number | null) => (time === null ? null : time * 1e6)
        addCapture(
          c,
          {
            at: { type: 'time', data: events.map((one) => micros(one.time)) },
            host: { type: 'text', data: events.map((one) => one.host) },
          },
          { time: 'at', host: 'host' },
        )
        const core = loadCore(c)
        const ids = Float64Array.from(make(events.length, (row) => row))
        const got = [...trailingCounts(core, entityTimes(core, 'host'), seconds, ids)]
        const wanted = events.map(({ time, host }) =>
          time === null
            ? NaN
            : events.filter(
                (other) =>
                  other.host === host &&
                  other.time !== null &&
                  other.time <= time &&
                  other.time >= time - seconds,
              ).length,
        )
        c.close()
        expect(got).toEqual(wanted)
      },
    ),
    { numRuns: 60 },
  )
})
