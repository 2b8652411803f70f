/** Drawing rows for a regime: without replacement, seeded, fair. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  apportion,
  balanced,
  draw,
  imbalanced,
  realistic,
  rowsByClass,
} from '../../../main/training/sampling.ts'

const labelsOf = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 400 })
  .map((labels) => Uint8Array.from(labels))
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

function listsOf(labels: Uint8Array): Int32Array[] {
  return rowsByClass(Int32Array.from(labels.keys()), labels, 5)
}
const countsOf = (rows: Int32Array, labels: Uint8Array) =>
  rowsByClass(rows, labels, 5).map((list) => list.length)

function expectSubset(rows: Int32Array, labels: Uint8Array) {
  const list = [...rows]
  expect(list).toEqual([...new Set(list)].sort((a, b) => a - b))
  expect(list.every((row) => row >= 0 && row < labels.length)).toBe(true)
}

test('drawing is without replacement, ascending, and the same for the same seed', () => {
  fc.assert(
    fc.property(labelsOf, seeds, fc.nat(500), (labels, seed, count) => {
      const rows = Int32Array.from(labels.keys())
      const drawn = draw(rows, count, seed)
      expect(drawn.length).toBe(Math.min(count, rows.length))
      expectSubset(drawn, labels)
      expect(draw(rows, count, seed)).toEqual(drawn)
    }),
  )
})

test('drawing favors no row', () => {
  const hits = new Float64Array(10)
  for (let seed = 0; seed < 2000; seed++)
    for (const row of draw(Int32Array.from(hits.keys()), 3, seed)) hits[row] = (hits[row] ?? 0) + 1
  for (const hit of hits) expect(Math.abs(hit - 600)).toBeLessThan(100)
})

test('imbalanced: the benign share is met as nearly as whole rows allow, losing rows of one side only', () => {
  fc.assert(
    fc.property(labelsOf, seeds, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (labels, seed, share) => {
      const all = countsOf(Int32Array.from(labels.keys()), labels)
      const rows = imbalanced(listsOf(labels), share, seed)
      expectSubset(rows, labels)
      const got = countsOf(rows, labels)
      const [benign, malicious] = [got[0] ?? 0, rows.length - (got[0] ?? 0)]
      const [allBenign, allMalicious] = [all[0] ?? 0, labels.length - (all[0] ?? 0)]
      if (allBenign === 0 || allMalicious === 0) {
        expect(rows.length).toBe(labels.length)
        return
      }
      expect(benign === allBenign || malicious === allMalicious).toBe(true)
      for (const [k, count] of all.entries()) expect(Math.min(count, 1)).toBeLessThanOrEqual(got[k] ?? 0)
      const classes = all.slice(1).filter((count) => count > 0).length
      const benignOff = Math.abs(benign - (malicious * share) / (1 - share))
      const maliciousOff = Math.abs(malicious - (benign * (1 - share)) / share)
      if (benign < allBenign) expect(benignOff).toBeLessThanOrEqual(1)
      else if (malicious < allMalicious) expect(maliciousOff).toBeLessThanOrEqual(classes)
      else expect(benignOff <= 1 || maliciousOff <= classes).toBe(true)
    }),
  )
})

test('imbalanced with the published share gives 72.2 % benign', () => {
  const labels = Uint8Array.from({ length: 50_000 }, (_, row) => (row % 50 === 0 ? 1 + ((row / 50) % 4) : 0))
  const rows = imbalanced(listsOf(labels), 0.722, 1)
  const counts = countsOf(rows, labels)
  expect(counts.slice(1)).toEqual([250, 250, 250, 250])
  expect((counts[0] ?? 0) / rows.length).toBeCloseTo(0.722, 3)
  expect(imbalanced(listsOf(labels), null, 1).length).toBe(50_000)
})

test('balanced: every class that is there has as many rows as the smallest', () => {
  fc.assert(
    fc.property(labelsOf, seeds, (labels, seed) => {
      const all = countsOf(Int32Array.from(labels.keys()), labels)
      const rows = balanced(listsOf(labels), seed)
      expectSubset(rows, labels)
      const smallest = Math.min(...all.filter((count) => count > 0))
      expect(countsOf(rows, labels)).toEqual(all.map((count) => (count > 0 ? smallest : 0)))
    }),
  )
})

test('realistic: every benign row, the wanted share of each malicious class, never none', () => {
  fc.assert(
    fc.property(labelsOf, seeds, fc.double({ min: 0.01, max: 1, noNaN: true }), (labels, seed, keep) => {
      const all = countsOf(Int32Array.from(labels.keys()), labels)
      const rows = realistic(listsOf(labels), keep, seed)
      expectSubset(rows, labels)
      const wanted = all.map((count, k) =>
        k === 0 ? count : Math.min(count, Math.max(1, Math.round(count * keep))),
      )
      expect(countsOf(rows, labels)).toEqual(wanted)
    }),
  )
})

test('shares are in proportion, sum up, and respect the floor', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
      fc.nat(3000),
      fc.nat(20),
      (counts, total, least) => {
        const shares = apportion(counts, total, least)
        const sum = counts.reduce((all, count) => all + count, 0)
        const floor = counts.map((count) => Math.min(count, least))
        const floors = floor.reduce((all, count) => all + count, 0)
        expect(shares.every((share, i) => share <= (counts[i] ?? 0) && share >= (floor[i] ?? 0))).toBe(true)
        expect(shares.reduce((all, share) => all + share, 0)).toBe(Math.min(sum, Math.max(total, floors)))
        if (sum > total && least === 0)
          for (const [i, share] of shares.entries())
            expect(Math.abs(share - ((counts[i] ?? 0) * total) / sum)).toBeLessThan(1)
      },
    ),
  )
})
