/** Splits: partitions, proportions, and no test row ever trained on. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compact, drawRows } from '../../../main/training/protocols.ts'
import { rowsByClass } from '../../../main/training/sampling.ts'
import { split } from '../../../main/training/split.ts'
import type { Dataset, Parts } from '../../../main/training/types.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'

const settings = (input: object = {}) => ExperimentConfig.parse({ split: input }).split
const sampling = ExperimentConfig.parse({}).sampling
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

/** Data sets of three classes with at least three rows each, in any order, with ties in time. */
const datasets = fc
  .tuple(fc.array(fc.nat(2), { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), seeds)
  .map(([more, ties, seed]): Dataset => {
    const labels = Uint8Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2, ...more])
    return {
      classes: ['benign', 'x', 'y'],
      labels,
      events: Float64Array.from(labels, (_, row) => row * 3),
      times: Float64Array.from(labels, (_, row) => ((row * (seed % 97)) % ties) * 1e6),
    }
  })

function expectPartition(parts: Parts, rows: number) {
  const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b)
  expect(all).toEqual(Array.from({ length: rows }, (_, row) => row))
}

test('stratified: a partition by seed, every class in every part, in the wanted proportions', () => {
  fc.assert(
    fc.property(datasets, seeds, (dataset, seed) => {
      const parts = split(dataset, settings(), seed)
      expectPartition(parts, dataset.labels.length)
      const byClass = (rows: Int32Array) => rowsByClass(rows, dataset.labels, 3).map((list) => list.length)
      const [train, validation, test] = [byClass(parts.train), byClass(parts.validation), byClass(parts.test)]
      for (const k of [0, 1, 2]) {
        const n = (train[k] ?? 0) + (validation[k] ?? 0) + (test[k] ?? 0)
        expect(Math.min(train[k] ?? 0, validation[k] ?? 0, test[k] ?? 0)).toBeGreaterThanOrEqual(1)
        expect(Math.abs((train[k] ?? 0) - n * 0.7)).toBeLessThanOrEqual(1.5)
        expect(Math.abs((validation[k] ?? 0) - n * 0.15)).toBeLessThanOrEqual(1)
      }
      expect(split(dataset, settings(), seed)).toEqual(parts)
    }),
  )
})

test('by time: training strictly before validation strictly before test, or a problem that says why', () => {
  let splits = 0
  fc.assert(
    fc.property(datasets, (dataset) => {
      let parts: Parts
      try {
        parts = split(dataset, settings({ by: 'time' }), 1)
      } catch (error) {
        expect(error).toMatchObject({
          code: expect.stringMatching(/^(bad-split|class-not-in-training)$/),
        })
        return
      }
      splits++
      expectPartition(parts, dataset.labels.length)
      const times = (rows: Int32Array) => Array.from(rows, (row) => dataset.times[row] ?? 0)
      expect(Math.max(...times(parts.train))).toBeLessThan(Math.min(...times(parts.validation)))
      expect(Math.max(...times(parts.validation))).toBeLessThan(Math.min(...times(parts.test)))
    }),
  )
  expect(splits).toBeGreaterThan(5)
})

test('no test row of any protocol is in the training or validation of any regime', () => {
  fc.assert(
    fc.property(datasets, seeds, (dataset, seed) => {
      const parts = split(dataset, settings(), seed)
      const drawn = drawRows(dataset, parts, sampling, seed)
      const { dataset: kept, lists } = compact(dataset, drawn)
      const seen = new Set(
        Object.values(lists.regimes).flatMap(({ train, validation }) => [...train, ...validation]),
      )
      for (const rows of Object.values(lists.tests)) for (const row of rows) expect(seen.has(row)).toBe(false)
      const events = (rows: Int32Array) => Array.from(rows, (row) => kept.events[row])
      expect(events(lists.tests.realistic)).toEqual(
        Array.from(drawn.tests.realistic, (row) => dataset.events[row]),
      )
      const train = lists.regimes.balanced.train
      expect(Array.from(train, (row) => kept.labels[row])).toEqual(
        Array.from(drawn.regimes.balanced.train, (row) => dataset.labels[row]),
      )
    }),
  )
})

test('a class with too few rows is named with its count', () => {
  const labels = Uint8Array.from([0, 0, 0, 0, 1, 1, 1, 2, 2])
  const dataset: Dataset = {
    classes: ['benign', 'discovery', 'impact'],
    labels,
    events: Float64Array.from(labels.keys()),
    times: Float64Array.from(labels.keys()),
  }
  expect(() => split(dataset, settings(), 1)).toThrow(/impact has fewer \(benign 4, discovery 3, impact 2\)/)
  expect(() => split(dataset, settings({ train: 0.9, validation: 0.2 }), 1)).toThrow(
    /leave nothing to test on/,
  )
})
