/** What an isolation forest says about rows. */
import { setImmediate } from 'node:timers/promises'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, Weights } from '../../engine/types.ts'

/** Milliseconds between two breaths. */
const BREATH = 50
const LISTS = ['feature', 'threshold', 'left', 'path'] as const

/**
 * How easily each row is set apart: above 0 to 1, about 0.5 for an average one.
 * @throws Problem `bad-forest`; the signal's reason when aborted
 */
export async function isolationScores(
  weights: Weights,
  x: Rows,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const { roots, scale, feature, threshold, left, path } = unpack(weights, x.columns)
  const scores = new Float64Array(x.rows)
  let breath = performance.now()
  for (let row = 0; row < x.rows; row++) {
    const from = row * x.columns
    let sum = 0
    for (const root of roots) {
      let node = root
      while (feature[node]! >= 0)
        node = x.data[from + feature[node]!]! <= threshold[node]! ? left[node]! : left[node]! + 1
      sum += path[node]!
    }
    scores[row] = scale > 0 ? 2 ** (-sum / roots.length / scale) : 0.5
    if ((row & 255) !== 0 || performance.now() - breath < BREATH) continue
    await setImmediate()
    signal?.throwIfAborted()
    breath = performance.now()
  }
  return scores
}

function unpack(weights: Weights, columns: number) {
  const list = (name: string) => weights[name]?.data ?? new Float32Array()
  const whole = (name: string) => Int32Array.from(list(name))
  const [roots, feature, left] = [whole('roots'), whole('feature'), whole('left')]
  const forest = {
    roots,
    feature,
    left,
    threshold: list('threshold'),
    path: list('path'),
    scale: list('scale')[0] ?? 0,
  }
  const nodes = feature.length
  const sound =
    roots.length > 0 &&
    LISTS.every((name) => list(name).length === nodes) &&
    roots.every((root) => root >= 0 && root < nodes) &&
    feature.every((column, node) => {
      if (column < 0) return Number.isFinite(forest.path[node])
      return column < columns && left[node]! > node && left[node]! + 1 < nodes
    })
  if (sound) return forest
  throw new Problem('bad-forest', 'The stored isolation forest is damaged, or is one over other features.', {
    advice: 'Run the experiment again; verify tells whether the case was changed.',
  })
}
