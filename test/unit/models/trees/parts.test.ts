/** The parts of the trees: cuts, bins, histograms, splits and stored forests, by property. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { binTable } from '../../../../main/models/trees/bins.ts'
import { binOf, cutsOf, sortedFinite, VALUE_BINS } from '../../../../main/models/trees/cuts.ts'
import { packForest, unpackForest } from '../../../../main/models/trees/forest.ts'
import { subtract, sumInto } from '../../../../main/models/trees/histogram.ts'
import { scoreTrees } from '../../../../main/models/trees/score.ts'
import { bestSplit, gainOf, leftBins } from '../../../../main/models/trees/split.ts'
import { trainTrees } from '../../../../main/models/trees/train.ts'
import { drawTable, rowsOf } from './tables.ts'

const floats = fc.array(fc.float({ noNaN: false }), { minLength: 1, maxLength: 700 })
/** Multiples of 1/1024, as derivatives are multiples of a power of two. */
const derivative = fc.integer({ min: -1024, max: 1024 }).map((value) => value / 1024)

test('cuts ascend, and keep apart what is different as far as 255 bins go', () => {
  fc.assert(
    fc.property(floats, (values) => {
      const sorted = sortedFinite(Float32Array.from(values))
      const cuts = cutsOf(sorted)
      expect(cuts.length).toBeLessThan(VALUE_BINS)
      expect(cuts.every((cut, i) => i === 0 || cut > cuts[i - 1]!)).toBe(true)
      const bins = [...sorted].map((value) => binOf(cuts, value))
      expect(bins.every((bin, i) => i === 0 || bin >= bins[i - 1]!)).toBe(true)
      const different = new Set(sorted).size
      if (different <= VALUE_BINS) expect(new Set(bins).size).toBe(different)
      else expect(new Set(bins).size).toBeGreaterThan(VALUE_BINS / 2)
    }),
  )
})

test('a very common value does not take the bins of the others', () => {
  const values = Float32Array.from({ length: 20_000 }, (_, i) => (i < 15_000 ? 0 : i))
  const cuts = cutsOf(values)
  expect(cuts.length).toBeGreaterThan(245)
  const sizes = new Map<number, number>()
  for (const value of values) sizes.set(binOf(cuts, value), (sizes.get(binOf(cuts, value)) ?? 0) + 1)
  expect(sizes.get(0)).toBe(15_000)
  expect(Math.max(...[...sizes.values()].slice(1))).toBeLessThan(45)
})

test('flags that exclude each other share a column; others, constants and ranges do not', () => {
  const hot = (i: number) => [i % 4 === 0, i % 4 === 1, i % 4 === 2].map(Number)
  const lines = Array.from({ length: 40 }, (_, i) => [...hot(i), 5, i, i % 2, i % 8 === 0 ? 3 : -1, NaN])
  const { columns, features, starts, bins } = binTable(rowsOf(lines))
  const place = new Map(features.map((feature) => [feature.source, feature]))
  expect([...place.keys()]).toEqual([0, 1, 2, 4, 5, 6])
  expect(columns).toBe(3)
  expect(new Set([0, 1, 2].map((source) => place.get(source)!.column)).size).toBe(1)
  expect(place.get(5)!.column).toBe(place.get(6)!.column)
  expect(place.get(4)!.flag).toBeNull()
  for (const { column, flag, source, cuts } of features) {
    expect(starts[column + 1]! - starts[column]!).toBeLessThanOrEqual(256)
    if (!flag) continue
    lines.forEach((line, row) => {
      const own = bins[column * 40 + row] === flag.bin
      expect(line[source]! >= cuts[0]!).toBe(own === flag.high)
    })
  }
})

test('a histogram is the sum by bin, and the other child is the parent less the one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 1e6 }), (rows, seed) => {
      const table = binTable(drawTable(rows, 2, seed).x)
      const pairs = Float64Array.from({ length: 2 * rows }, (_, i) => ((i * 37) % 101) / 1024)
      const order = Int32Array.from({ length: rows }, (_, i) => (i * 7) % rows).filter(
        (row, i, all) => all.indexOf(row) === i,
      )
      const size = 2 * table.starts.at(-1)!
      const naive = (from: number, to: number) => {
        const sums = new Float64Array(size)
        for (const row of order.subarray(from, to))
          for (let column = 0; column < table.columns; column++) {
            const at = 2 * (table.starts[column]! + table.bins[column * rows + row]!)
            sums[at]! += pairs[2 * row]!
            sums[at + 1]! += pairs[2 * row + 1]!
          }
        return sums
      }
      const middle = Math.floor(order.length / 3)
      const [whole, part] = [new Float64Array(size), new Float64Array(size).fill(9)]
      sumInto(whole, table, pairs, order, 0, order.length)
      sumInto(part, table, pairs, order, 0, middle)
      expect(part).toEqual(naive(0, middle))
      subtract(whole, part)
      expect(whole).toEqual(naive(middle, order.length))
    }),
  )
})

test('the best split is the best of all cuts and both ways for missing values, row by row', () => {
  const cell = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(NaN))
  const line = fc.tuple(cell, cell, derivative, derivative)
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 30 }), (lines) => {
      const rule = { lambda: 1, minChildWeight: 0.5 }
      const table = binTable(rowsOf(lines.map(([a, b]) => [a, b])))
      if (table.features.length === 0) return
      const pairs = Float64Array.from(lines.flatMap(([, , g, h]) => [g, Math.abs(h)]))
      const order = Int32Array.from(lines.keys())
      const histogram = new Float64Array(2 * table.starts.at(-1)!)
      sumInto(histogram, table, pairs, order, 0, lines.length)
      const sums = (rows: number[]) =>
        [0, 1].map((k) => rows.reduce((sum, row) => sum + pairs[2 * row + k]!, 0))
      const [g = 0, h = 0] = sums([...order])
      const gain = (left: number[]) => gainOf(sums(left)[0]!, sums(left)[1]!, g, h, rule)
      const candidates = [0, 1].flatMap((column) =>
        [-Infinity, 1, 2, 3, 4].flatMap((cut) =>
          [true, false].map((missingLeft) =>
            [...order].filter((row) => {
              const value = lines[row]![column as 0 | 1]
              return Number.isNaN(value) ? missingLeft : value < cut
            }),
          ),
        ),
      )
      const most = Math.max(...candidates.map(gain))
      const split = bestSplit(histogram, table, g, h, rule)
      if (!split) {
        expect(most).toBeLessThanOrEqual(1e-6)
        return
      }
      expect(split.gain).toBeCloseTo(most, 9)
      const goes = leftBins(split)
      const left = [...order].filter((row) => goes[table.bins[split.feature.column * lines.length + row]!])
      expect(gain(left)).toBeCloseTo(split.gain, 9)
      const byValue = [...order].filter((row) => {
        const value = lines[row]![split.feature.source as 0 | 1]
        return Number.isNaN(value) ? split.missingLeft : value < split.threshold
      })
      expect(byValue).toEqual(left)
    }),
    { numRuns: 300 },
  )
})

test('a forest goes into named arrays and back', async () => {
  const table = drawTable(200, 3, 20)
  const { weights, rounds } = await trainTrees({ ...table, classes: 3, settings: { rounds: 4 } })
  const forest = unpackForest(weights, 4)
  expect([forest.rounds, forest.outputs, forest.roots.length]).toEqual([rounds, 3, 3 * rounds])
  const copy = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape: JSON.parse(JSON.stringify(shape)) as number[], data: new Float32Array(data.buffer.slice(0)) },
    ]),
  )
  expect(await scoreTrees(copy, table.x)).toEqual(await scoreTrees(weights, table.x))
})

test('damaged forests are refused: neither read beside the table nor walked for ever', async () => {
  const { weights } = await trainTrees({ ...drawTable(200, 2, 21), classes: 2, settings: { rounds: 2 } })
  const changed = (name: string, value: number) => {
    const data = weights[name]!.data.slice()
    data[0] = value
    return { ...weights, [name]: { shape: weights[name]!.shape, data } }
  }
  const damaged = [
    changed('left', 0),
    changed('feature', 4),
    changed('feature', -2),
    changed('value', NaN),
    changed('roots', 1e6),
    changed('left', 1e6),
    { ...weights, value: { shape: [1], data: Float32Array.of(1) } },
    {},
  ]
  for (const one of damaged) expect(() => unpackForest(one, 4)).toThrow(/stored trees are damaged/)
  expect(() => unpackForest(weights, 2)).toThrow(/asks for column/)
  expect(unpackForest(packForest([], 1), 3).roots).toHaveLength(0)
})
