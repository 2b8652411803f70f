/** One of several networks: its numbers taken out of the whole vectors and put back. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, join, layoutOfOne } from '../../../../main/engine/apart/networks.ts'
import { layoutOf, pack, unpack } from '../../../../main/engine/training/layout.ts'
import { initExperts } from '../../../../main/models/mixture.ts'

test('each has its own weights, and joined they are the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (experts) => {
      const shape = { features: 3, experts, hidden: [4, 2] }
      const weights = initExperts(shape, 5)
      const layout = layoutOf(weights)
      const vector = pack(weights, layout)
      const whole = { parameters: vector, first: vector.map((v) => v * 2), second: vector.map((v) => v * 3) }
      const again = new Float32Array(layout.total)
      const own = layoutOfOne(weights)
      for (let k = 0; k < experts; k++) {
        const empty = () => new Float32Array(own.total)
        const part = { parameters: empty(), first: empty(), second: empty() }
        cut(whole, layout, k, part)
        // An expert's weights depend on its number alone.
        const alone = initExperts({ ...shape, experts: 1 }, 5, k)
        expect(unpack(part.parameters, own)).toEqual(alone)
        expect(part.first).toEqual(part.parameters.map((v) => v * 2))
        expect(part.second).toEqual(part.parameters.map((v) => v * 3))
        join(part.parameters, layout, k, again)
      }
      expect(again).toEqual(vector)
    }),
  )
})
