/** The seeded numbers: fixed for all time, uniform, and apart for each use. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mixSeed, normal, permutation, random } from '../../../main/engine/random.ts'

const take = (count: number, next: () => number) => Array.from({ length: count }, next)

// Worked out by a separate implementation of the same three algorithms in Python.
test('the numbers of a seed never change', () => {
  expect(take(3, random(42)).map((value) => Math.floor(value * 2 ** 32))).toEqual([
    660444221, 3652823732, 77672526,
  ])
  expect([...permutation(8, 42)]).toEqual([6, 4, 3, 2, 7, 0, 5, 1])
  expect(mixSeed(42, 'order', 1)).toBe(717083175)
})

test('uniform in [0, 1): mean, variance and neighbors as they should be', () => {
  const values = take(200_000, random(1))
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
  const lag = values.slice(1).reduce((a, b, i) => a + (b - mean) * (values[i]! - mean), 0) / values.length
  expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0)
  expect(values.every((value) => value < 1)).toBe(true)
  expect(mean).toBeCloseTo(0.5, 2)
  expect(variance).toBeCloseTo(1 / 12, 2)
  expect(lag).toBeCloseTo(0, 2)
})

test('normal numbers have mean 0 and variance 1', () => {
  const values = take(100_000, normal(random(3)))
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
  const within = values.filter((value) => Math.abs(value) < 1).length / values.length
  expect(Math.abs(mean)).toBeLessThan(0.01)
  expect(variance).toBeCloseTo(1, 1)
  expect(within).toBeCloseTo(0.6827, 2)
})

test('a permutation holds every number once, and any number may come first', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer(), (n, seed) => {
      const order = permutation(n, seed)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
    }),
  )
  const firsts = new Set(Array.from({ length: 200 }, (_, seed) => permutation(5, seed)[0]))
  expect(firsts.size).toBe(5)
})

test('a mixed seed tells parts and their order apart, and text from numbers', () => {
  const seeds = [
    mixSeed(1),
    mixSeed(1, 'a'),
    mixSeed(1, 'a', 'b'),
    mixSeed(1, 'b', 'a'),
    mixSeed(1, 'ab'),
    mixSeed(2, 'a'),
    mixSeed(1, 2),
    mixSeed(1, '2'),
    mixSeed(12),
  ]
  expect(new Set(seeds).size).toBe(seeds.length)
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, part) => {
      const mixed = mixSeed(seed, part)
      expect(Number.isInteger(mixed) && mixed >= 0 && mixed < 2 ** 31).toBe(true)
      expect(mixSeed(seed, part)).toBe(mixed)
    }),
  )
})
