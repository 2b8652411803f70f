/** The sizes of the published networks, to the number. */
import { expect, test } from 'vitest'
import {
  carriedOf,
  countParameters,
  initFlows,
  initRebuild,
} from '../../../../main/models/flows/parameters.ts'
import { publishedMixture, publishedTransformer } from '../../../../main/models/flows/shape.ts'
import { smallShape } from './task.ts'

test('the published mixture: convolution and gate have the published sizes', () => {
  expect(countParameters(publishedMixture())).toEqual({
    tabular: 607_232,
    temporal: 27_328,
    gate: 41_282,
    classifier: 16_770,
    reconstruction: 6191,
    total: 698_803,
  })
})

test('the published FT-Transformer alone on 72 columns has the published size', () => {
  expect(countParameters(publishedTransformer())['total']).toBe(854_858)
})

test('the FT-Transformer of 47 columns, alone with its classifier, is the one published as about 648,000', () => {
  const shape = publishedMixture()
  const alone = { ...shape, experts: [shape.experts[0]!] }
  expect(countParameters(alone)['total']).toBe(646_961)
})

test.each(['soft', 'top-k', 'attention', 'hierarchical'] as const)(
  '%s: what is counted is what is made, without the running statistics',
  (gate) => {
    const shape = smallShape(gate)
    const carried = carriedOf(shape)
    const weights = { ...initFlows(shape, 1), ...initRebuild(shape, 1) }
    const made = Object.entries(weights).filter(([name]) => !carried.includes(name))
    const numbers = made.reduce((sum, [, { data }]) => sum + data.length, 0)
    expect(countParameters(shape)['total']).toBe(numbers)
    expect(carried).toHaveLength(6)
    expect(Object.keys(initFlows(shape, 1)).slice(-6)).toEqual(carried)
  },
)

test('weights come from the seed, and a part starts the same in every network that has it', () => {
  const [small, large] = [initFlows(smallShape('soft', 2), 4), initFlows(smallShape('soft', 4), 4)]
  expect(small['tabular.0.up.weight']).toEqual(large['tabular.0.up.weight'])
  expect(initFlows(smallShape('soft', 2), 5)['tabular.0.up.weight']).not.toEqual(small['tabular.0.up.weight'])
  expect(new Set(small['tabular.0.query.weight']!.data).size).toBeGreaterThan(200)
})
