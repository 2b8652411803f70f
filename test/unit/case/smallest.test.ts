/** The k-th smallest against a sort. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { kthSmallest } from '../../../main/case/evidence/smallest.ts'

test('any place of any numbers is what sorting puts there', () => {
  const some = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
    minLength: 1,
  })
  fc.assert(
    fc.property(some, fc.nat(), (list, place) => {
      const k = place % list.length
      const sorted = Float64Array.from(list).sort()
      expect(kthSmallest(Float64Array.from(list), k) + 0).toBe(sorted[k]! + 0)
    }),
  )
})
