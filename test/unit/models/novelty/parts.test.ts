/** The parts of the expert for the unknown, by property and against plain arithmetic. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normal, random } from '../../../../main/engine/random.ts'
import type { Rows } from '../../../../main/engine/types.ts'
import { calibrate, logOdds, logTailOf } from '../../../../main/models/novelty/calibrate.ts'
import { cholesky, invertLower } from '../../../../main/models/novelty/cholesky.ts'
import { distinctRows } from '../../../../main/models/novelty/distinct-rows.ts'
import { fitMixture, meanLogLikelihood } from '../../../../main/models/novelty/expectation-maximization.ts'
import { kMeans } from '../../../../main/models/novelty/k-means.ts'
import { logDensity } from '../../../../main/models/novelty/mixture-density.ts'
import { nearestDistance } from '../../../../main/models/novelty/nearest.ts'

const tableOf = (lines: readonly (readonly number[])[]): Rows => ({
  rows: lines.length,
  columns: lines[0]?.length ?? 0,
  data: Float32Array.from(lines.flat()),
})

/** Rows around `groups` places, each with its own spread. */
function groups(rows: number, columns: number, count: number, seed: number): Rows {
  const uniform = random(seed)
  const draw = normal(uniform)
  const places = Array.from({ length: count }, () => Array.from({ length: columns }, () => 4 * draw()))
  const spreads = places.map(() => 0.3 + uniform())
  const lines = Array.from({ length: rows }, (_, row) => {
    const k = row % count
    return places[k]!.map((place) => place + spreads[k]! * draw())
  })
  return tableOf(lines)
}

test('the likelihood never falls from one round to the next, full and diagonal', () => {
  const shape = fc.record({
    // Few rows for a component, and it can shrink onto as many as it has dimensions: a likelihood without bound.
    each: fc.integer({ min: 40, max: 80 }),
    columns: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 4 }),
    components: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(1e6),
    covariance: fc.constantFrom('full' as const, 'diagonal' as const),
  })
  fc.assert(
    fc.property(shape, ({ each, columns, count, components, seed, covariance }) => {
      const rows = each * components
      const path: number[] = []
      const onRound = (likelihood: number) => void path.push(likelihood)
      // Without a ridge the rounds are pure expectation and maximization; with one they are nearly so.
      const settings = {
        components,
        covariance,
        ridge: 1e-12,
        seed,
        tolerance: -Infinity,
        rounds: 25,
        onRound,
      }
      fitMixture(distinctRows(groups(rows, columns, count, seed)), settings)
      // A component that shrinks onto fewer rows than it has dimensions has no likelihood to speak of.
      const sane = path.slice(0, Math.max(1, path.findIndex((value) => value > 5) + 1 || path.length))
      expect(sane.every((value, i) => i === 0 || value >= sane[i - 1]! - 1e-6)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('one component is the mean and covariance of the rows', () => {
  const x = groups(200, 3, 2, 5)
  const mean = [0, 1, 2].map((j) => column(x, j).reduce((sum, value) => sum + value, 0) / 200)
  const covariance = [0, 1, 2].map((i) =>
    [0, 1, 2].map(
      (j) =>
        column(x, i).reduce(
          (sum, value, row) => sum + (value - mean[i]!) * (column(x, j)[row]! - mean[j]!),
          0,
        ) / 200,
    ),
  )
  const mixture = fitMixture(distinctRows(x), { components: 1, covariance: 'full', ridge: 1e-9, seed: 1 })
  mean.forEach((value, j) => expect(mixture.means[j]).toBeCloseTo(value, 9))
  // F Σ Fᵀ is the unit matrix.
  const f = (i: number, j: number) => mixture.factors[i * 3 + j]!
  for (const i of [0, 1, 2])
    for (const j of [0, 1, 2]) {
      let sum = 0
      for (const a of [0, 1, 2]) for (const b of [0, 1, 2]) sum += f(i, a) * covariance[a]![b]! * f(j, b)
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 6)
    }
})

const column = (x: Rows, j: number) =>
  Array.from({ length: x.rows }, (_, row) => x.data[row * x.columns + j]!)

test('a density adds up to one, and shares to one', () => {
  const mixture = fitMixture(distinctRows(groups(120, 1, 3, 8)), {
    components: 3,
    covariance: 'full',
    ridge: 1e-6,
    seed: 2,
  })
  const shares = new Float64Array(3)
  const density = logDensity(mixture, shares)
  let mass = 0
  for (let x = -40; x < 40; x += 0.01) {
    mass += Math.exp(density([x], 0)) * 0.01
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  }
  expect(mass).toBeCloseTo(1, 4)
  expect(density([1e6], 0)).toBeLessThan(-1e6)
})

test('weights count as repetitions; the order of rows and where the features lie change nothing', () => {
  const x = groups(60, 2, 2, 9)
  const lines = Array.from({ length: x.rows }, (_, row) => [...x.data.subarray(row * 2, row * 2 + 2)])
  const settings = { components: 1, covariance: 'full' as const, ridge: 1e-6, seed: 3 }
  const fit = (rows: number[][]) => {
    const distinct = distinctRows(tableOf(rows))
    return meanLogLikelihood(distinct, fitMixture(distinct, settings))
  }
  const base = fit(lines)
  expect(fit(lines.flatMap((line) => [line, line, line]))).toBeCloseTo(base, 9)
  expect(fit([...lines].reverse())).toBeCloseTo(base, 9)
  expect(fit(lines.map(([a, b]) => [b!, a!]))).toBeCloseTo(base, 6)
  expect(fit(lines.map(([a, b]) => [a! + 16, b! - 8]))).toBeCloseTo(base, 3)
})

test('different rows are counted, and minus zero is zero', () => {
  const cell = fc.constantFrom(0, -0, 1, 0.5, -3, 1e-7)
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 80 }), (lines) => {
      const counts = new Map<string, number>()
      for (const line of lines) {
        const key = line.map((value) => Math.fround(value) + 0).join()
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      const { rows, data, weights } = distinctRows(tableOf(lines))
      expect(rows).toBe(counts.size)
      weights.forEach((weight, row) =>
        expect(weight).toBe(counts.get([...data.subarray(row * 2, row * 2 + 2)].map((v) => v + 0).join())),
      )
    }),
  )
})

test('k-means gives each row the nearest center, and no more clusters than different rows', () => {
  const x = distinctRows(groups(90, 2, 3, 4))
  const { of, count } = kMeans(x, 3, 1)
  expect(count).toBe(3)
  expect(new Set(of).size).toBe(3)
  const same = distinctRows(tableOf([[1], [1], [2]]))
  expect(kMeans(same, 5, 1).count).toBe(2)
})

test('a factor times its transpose is the matrix, and times its inverse the unit matrix', () => {
  const entry = fc.integer({ min: -20, max: 20 })
  fc.assert(
    fc.property(fc.array(entry, { minLength: 16, maxLength: 16 }), (entries) => {
      const product = (i: number, j: number) =>
        [0, 1, 2, 3].reduce((sum, k) => sum + entries[i * 4 + k]! * entries[j * 4 + k]!, 0) +
        (i === j ? 1 : 0)
      const matrix = Float64Array.from({ length: 16 }, (_, at) => product(at >> 2, at & 3))
      const l = matrix.slice()
      expect(cholesky(l, 4)).toBe(true)
      const inverse = invertLower(l, 4)
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++) {
          const sum = (a: Float64Array, b: (k: number) => number) =>
            [0, 1, 2, 3].reduce((total, k) => total + a[i * 4 + k]! * b(k), 0)
          expect(sum(l, (k) => l[j * 4 + k]!)).toBeCloseTo(matrix[i * 4 + j]!, 6)
          expect(sum(l, (k) => inverse[k * 4 + j]!)).toBeCloseTo(i === j ? 1 : 0, 6)
        }
    }),
  )
  expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBe(false)
})

test('the nearest row is the nearest row, whatever was asked before', () => {
  const draw = random(6)
  const lines = Array.from({ length: 50 }, () => [draw(), draw(), draw()])
  const distance = nearestDistance(tableOf(lines))
  for (let i = 0; i < 40; i++) {
    const x = [draw(), draw(), draw()]
    const all = lines.map((line) => Math.hypot(...line.map((value, j) => Math.fround(value) - x[j]!)))
    expect(distance(x, 0)).toBeCloseTo(Math.min(...all), 9)
  }
})

test('the asked share of benign rows are alarms, and stranger is never less likely', () => {
  const draw = normal(random(12))
  const benign = Float64Array.from({ length: 4000 }, () => draw() ** 2)
  for (const falseAlarms of [0.2, 0.05, 0.01]) {
    const calibration = calibrate(benign, falseAlarms)
    const alarms = benign.filter((s) => logOdds(calibration, s) > 0).length / benign.length
    expect(alarms).toBeGreaterThan(falseAlarms * 0.8)
    expect(alarms).toBeLessThan(falseAlarms * 1.2)
  }
  const calibration = calibrate(benign, 0.01)
  let before = -Infinity
  for (let s = 0.001; s < 1e5; s *= 1.1) {
    const odds = logOdds(calibration, s)
    expect(odds).toBeGreaterThan(before)
    before = odds
  }
  // One in a hundred of 4,001: odds of 40 at most were seen, and their logarithm at most doubles.
  expect(before).toBeLessThan(2 * Math.log(0.01 * 4001))
  expect(logTailOf(calibration, -5)).toBeCloseTo(0, 2)
})

test('few, equal and no surprises give a sound calibration', () => {
  for (const list of [[], [3], [2, 2, 2, 2], [0, 1], [1, NaN, Infinity, 2]]) {
    const calibration = calibrate(Float64Array.from(list), 0.01)
    const odds = [-1, 0, 2, 3, 50, 1e9].map((s) => logOdds(calibration, s))
    expect(odds.every(Number.isFinite)).toBe(true)
    expect(odds.every((value, i) => i === 0 || value >= odds[i - 1]!)).toBe(true)
    expect(odds.at(-1)).toBeGreaterThan(0)
  }
})
