/** Groups of networks: which there are, and their numbers taken out of the whole vectors and put back. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, groupsOf, join, layoutOfSome } from '../../../../main/engine/apart/groups.ts'
import { layoutOf, pack, unpack } from '../../../../main/engine/training/layout.ts'
import { initExperts } from '../../../../main/models/mixture.ts'

const counts = fc.integer({ min: 1, max: 40 })

test('groups are in order, all networks are in one, and none is more than a share', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 4 }), (networks, threads) => {
      const groups = groupsOf(networks, threads)
      const members = groups.flatMap(({ first, size }) => Array.from({ length: size }, (_, i) => first + i))
      expect(members).toEqual(Array.from({ length: networks }, (_, i) => i))
      const share = Math.max(1, networks / threads)
      expect(groups.every(({ size }) => size > 0 && size <= share)).toBe(true)
    }),
  )
})

test('five networks for two threads are two, two and one', () => {
  expect(groupsOf(5, 2).map(({ size }) => size)).toEqual([2, 2, 1])
})

test('a group has the weights of its networks, and joined they are the whole', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 4 }), (experts, threads) => {
      const shape = { features: 3, experts, hidden: [4, 2] }
      const weights = initExperts(shape, 5)
      const layout = layoutOf(weights)
      const vector = pack(weights, layout)
      const whole = { parameters: vector, first: vector.map((v) => v * 2), second: vector.map((v) => v * 3) }
      const again = new Float32Array(layout.total)
      for (const group of groupsOf(experts, threads)) {
        const own = layoutOfSome(weights, group.size)
        const empty = () => new Float32Array(own.total)
        const part = { parameters: empty(), first: empty(), second: empty() }
        cut(whole, layout, group, part)
        // An expert's weights depend on its number alone.
        const alone = initExperts({ ...shape, experts: group.size }, 5, group.first)
        expect(unpack(part.parameters, own)).toEqual(alone)
        expect(part.first).toEqual(part.parameters.map((v) => v * 2))
        expect(part.second).toEqual(part.parameters.map((v) => v * 3))
        join(part.parameters, layout, group, again)
      }
      expect(again).toEqual(vector)
    }),
  )
})
