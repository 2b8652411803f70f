/** The choice between engines does not depend on what else the machine does. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLEARLY, fastest } from '../../../main/engine/choice/fastest.ts'

const rates = fc.array(fc.option(fc.double({ min: 1, max: 1000, noNaN: true })), { maxLength: 6 })

test('one further down is taken only when it is clearly faster', () => {
  const rate = (one: { rate: number | null }) => one.rate
  const [native, close, gpu] = [{ rate: 100 }, { rate: 100 * CLEARLY }, { rate: 101 * CLEARLY }]
  expect(fastest([native, close], rate)).toBe(native)
  expect(fastest([native, close, gpu], rate)).toBe(gpu)
  expect(fastest([{ rate: null }], rate)).toBeNull()
  expect(fastest([], rate)).toBeNull()
})

test('what is taken was timed, is faster than all before it, and nothing after it is clearly faster', () => {
  fc.assert(
    fc.property(rates, (all) => {
      const able = all.map((rate) => ({ rate }))
      const best = fastest(able, (one) => one.rate)
      if (best === null) return all.every((rate) => rate === null)
      const before = able.slice(0, able.indexOf(best)).map((one) => one.rate ?? 0)
      const after = able.slice(able.indexOf(best)).map((one) => one.rate ?? 0)
      return before.every((rate) => rate < best.rate!) && after.every((rate) => rate <= best.rate! * CLEARLY)
    }),
  )
})
