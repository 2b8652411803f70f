/** Isolation forest: the formula of its paths, its promises, bad input, and scikit-learn on the same data. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { normal, random } from '../../../../main/engine/random.ts'
import type { Rows } from '../../../../main/engine/types.ts'
import { weightsHash } from '../../../../main/engine/weights.ts'
import { rankScores, rocAuc } from '../../../../main/evaluation/ranking.ts'
import { averagePath } from '../../../../main/models/isolation/average-path.ts'
import { growForest } from '../../../../main/models/isolation/forest.ts'
import { isolationScores } from '../../../../main/models/isolation/score.ts'
import { missingBeth, readBeth } from '../beth.ts'

function cloud(rows: number, columns: number, seed: number): Rows {
  const draw = normal(random(seed))
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => draw()) }
}

test('the average path is 2 H(n - 1) - 2 (n - 1) / n, summed or by its series', () => {
  expect([0, 1, 2].map(averagePath)).toEqual([0, 0, 1])
  let harmonic = 0
  for (let n = 2; n < 5000; n++) {
    harmonic += 1 / (n - 1)
    expect(averagePath(n)).toBeCloseTo(2 * harmonic - (2 * (n - 1)) / n, 7)
  }
  // The first estimate, by the logarithm, is a little lower.
  expect(averagePath(256)).toBeCloseTo(2 * (Math.log(255) + 0.5772156649) - (2 * 255) / 256, 2)
})

test('the average path is that of trees whose every cut falls evenly between keys', () => {
  // T(n) = 1 + mean over the left size k of (k T(k) + (n - k) T(n - k)) / n: the recursion behind the formula.
  const total = [0, 0]
  for (let n = 2; n <= 60; n++) {
    let sum = 0
    for (let k = 1; k < n; k++) sum += total[k]! + total[n - k]!
    total.push(n + sum / (n - 1))
  }
  for (let n = 2; n <= 60; n++) {
    expect(averagePath(n)).toBeCloseTo(total[n]! / n, 9)
  }
})

test('a row far away is set apart at once, and no place of the features or scale of a feature matters', async () => {
  const x = cloud(500, 3, 1)
  x.data.set([12, 12, 12], 0)
  const scores = await isolationScores(await growForest({ x, seed: 5 }), x)
  expect([...scores].indexOf(Math.max(...scores))).toBe(0)
  expect(scores[0]).toBeGreaterThan(0.7)
  const mean = scores.reduce((sum, score) => sum + score, 0) / 500
  expect(mean).toBeGreaterThan(0.35)
  expect(mean).toBeLessThan(0.55)
  // Powers of two scale and shift exactly, so cuts fall between the same rows.
  const moved = { ...x, data: x.data.map((value, i) => (i % 3 === 1 ? value * 4 : value)) }
  const again = await isolationScores(await growForest({ x: moved, seed: 5 }), moved)
  again.forEach((score, row) => expect(score).toBeCloseTo(scores[row]!, 2))
})

test('the same seed gives the same forest; another gives another; a row says the same alone', async () => {
  const x = cloud(300, 2, 2)
  const forest = await growForest({ x, seed: 1 })
  expect(weightsHash(await growForest({ x, seed: 1 }))).toBe(weightsHash(forest))
  expect(weightsHash(await growForest({ x, seed: 2 }))).not.toBe(weightsHash(forest))
  const all = await isolationScores(forest, x)
  const alone = await isolationScores(forest, { rows: 1, columns: 2, data: x.data.slice(80, 82) })
  expect(alone[0]).toBe(all[40])
})

test('no tree is deeper than log2 of its sample, and every row of it ends in a leaf', async () => {
  const x = cloud(64, 2, 3)
  const { path, feature, roots } = await growForest({ x, seed: 1, trees: 20, sample: 64 })
  expect(roots!.data).toHaveLength(20)
  const leaves = path!.data.filter((_, node) => feature!.data[node]! < 0)
  expect(Math.min(...leaves)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...leaves)).toBeLessThan(6 + averagePath(64))
})

test('constant, single and two rows are sound', async () => {
  for (const x of [
    { rows: 40, columns: 2, data: new Float32Array(80).fill(7) },
    { rows: 1, columns: 2, data: Float32Array.of(1, 2) },
    { rows: 2, columns: 1, data: Float32Array.of(1, Math.fround(1 + 2 ** -23)) },
  ]) {
    const scores = await isolationScores(await growForest({ x, seed: 1 }), x)
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true)
    expect(new Set(scores).size).toBe(1)
  }
})

test('no rows, damage and cancel are said in words', async () => {
  const x = cloud(50, 2, 4)
  await expect(
    growForest({ x: { rows: 0, columns: 2, data: new Float32Array() }, seed: 1 }),
  ).rejects.toMatchObject({
    code: 'bad-training-data',
  })
  const forest = await growForest({ x, seed: 1 })
  await expect(isolationScores(forest, cloud(5, 1, 1))).rejects.toMatchObject({ code: 'bad-forest' })
  const left = { ...forest['left']!, data: forest['left']!.data.map(() => 0) }
  await expect(isolationScores({ ...forest, left }, x)).rejects.toMatchObject({ code: 'bad-forest' })
  await expect(isolationScores({}, x)).rejects.toMatchObject({ code: 'bad-forest' })
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(growForest({ x, seed: 1, signal })).rejects.toThrow('enough')
})

test.skipIf(missingBeth)('on BETH it reaches what scikit-learn reaches (needs real captures)', async () => {
  const path = resolve(import.meta.dirname, '../../../reference/beth.json')
  type Known = Record<'isolationForest' | 'isolationForestOnAllTrainingRows', number[]>
  const reference = JSON.parse(readFileSync(path, 'utf8')) as Record<'withIds' | 'withoutIds', Known>
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  for (const ids of [true, false]) {
    const { benign, train, test: x, truth } = readBeth(ids)
    for (const [what, rows] of [
      ['isolationForest', benign],
      ['isolationForestOnAllTrainingRows', train],
    ] as const) {
      const areas: number[] = []
      for (let seed = 0; seed < 5; seed++) {
        const scores = await isolationScores(await growForest({ x: rows, seed }), x)
        areas.push(
          rocAuc(
            rankScores(
              x.rows,
              (row) => scores[row]!,
              (row) => truth[row] === 1,
            ),
          )!,
        )
      }
      const known = reference[ids ? 'withIds' : 'withoutIds'][what]
      const shown = `${mean(areas).toFixed(4)}, scikit-learn ${mean(known).toFixed(4)}`
      console.log(`BETH ${ids ? 'with' : 'without'} ids: ${what} ${shown} (means of 5 seeds)`)
      expect(Math.abs(mean(areas) - mean(known))).toBeLessThan(0.03)
    }
  }
})
