/** The choice between ways of computing: the quickest is kept, and another one gets its turn again. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pace } from '../../../main/engine/onnxruntime/pace.ts'

/** Works `turns` turns of 25 ms where a step on way k takes `steps[k]` ms; which way each turn took. */
function work(pace: Pace, turns: number, steps: readonly number[]): number[] {
  return Array.from({ length: turns }, () => {
    const { way } = pace
    pace.took(25, 25 / steps[way]!)
    return way
  })
}

test('after two turns of each, the quickest goes on', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 4 }),
      (steps) => {
        const taken = work(new Pace(steps.length), 2 * steps.length + 30, steps)
        const best = steps.indexOf(Math.min(...steps))
        const close = steps.map((step, way) => (step * 0.95 <= steps[best]! ? way : -1))
        expect(taken.slice(2 * steps.length).every((way) => close.includes(way))).toBe(true)
      },
    ),
  )
})

test('when another becomes quicker, it takes over', () => {
  const pace = new Pace(2)
  work(pace, 40, [1, 3])
  expect(pace.way).toBe(0)
  const later = work(pace, 200, [3, 1])
  expect(later.at(-1)).toBe(1)
})

test('a single way is never left, and short work ends no turn', () => {
  expect(new Set(work(new Pace(1), 300, [1]))).toEqual(new Set([0]))
  const pace = new Pace(2)
  for (let i = 0; i < 19; i++) pace.took(1, 1)
  expect(pace.way).toBe(0)
})
