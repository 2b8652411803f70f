/** Tables for tests of the trees, and a slow trainer that was written apart from the fast one: no bins, no histograms. */
import { random } from '../../../../main/engine/random.ts'
import type { Rows } from '../../../../main/engine/types.ts'

export const rowsOf = (lines: readonly (readonly number[])[]): Rows => ({
  rows: lines.length,
  columns: lines[0]?.length ?? 0,
  data: Float32Array.from(lines.flat()),
})

export interface Drawn {
  x: Rows
  labels: Uint8Array
}

/** Whole numbers from 0 to 9 in two columns, a flag, a column with holes; the class follows from them, with some noise. */
export function drawTable(rows: number, classes: number, seed: number): Drawn {
  const draw = random(seed)
  const labels = new Uint8Array(rows)
  const lines = Array.from({ length: rows }, (_, row) => {
    const [a, b] = [Math.floor(draw() * 10), Math.floor(draw() * 10)]
    const flag = draw() < 0.3 ? 1 : 0
    const hole = draw() < 0.4
    const sum = a + (flag ? 9 - b : b) + (hole ? 5 : 0)
    labels[row] = draw() < 0.1 ? Math.floor(draw() * classes) : Math.floor((sum / 24) * classes)
    return [a, b, flag, hole ? NaN : draw() < 0.5 ? 1 : 2]
  })
  return { x: rowsOf(lines), labels }
}

interface SlowNode {
  value: number
  split: { column: number; threshold: number; missingLeft: boolean; left: SlowNode; right: SlowNode } | null
}

/** Logistic boosting that tries every value of every column on every node; margins of the rows of `test`. */
export function slowBoost({ x, labels }: Drawn, test: Rows, rounds: number, depth: number): number[] {
  const margins = Array.from(labels, () => 0)
  const found = Array.from({ length: test.rows }, () => 0)
  for (let round = 0; round < rounds; round++) {
    const g = margins.map((margin, row) => 1 / (1 + Math.exp(-margin)) - labels[row]!)
    const h = margins.map((margin) => Math.exp(-margin) / (1 + Math.exp(-margin)) ** 2)
    const tree = slowTree(x, g, h, [...margins.keys()], depth)
    margins.forEach((_, row) => (margins[row]! += slowValue(tree, x, row)))
    found.forEach((_, row) => (found[row]! += slowValue(tree, test, row)))
  }
  return found
}

function slowTree(x: Rows, g: number[], h: number[], rows: number[], depth: number): SlowNode {
  const sum = (of: number[], list: number[]) => list.reduce((total, row) => total + of[row]!, 0)
  const part = (list: number[]) => sum(g, list) ** 2 / (sum(h, list) + 1)
  const node: SlowNode = { value: (-0.3 * sum(g, rows)) / (sum(h, rows) + 1), split: null }
  if (depth === 0) return node
  let most = 1e-6
  let best: { column: number; threshold: number; missingLeft: boolean } | null = null
  for (let column = 0; column < x.columns; column++) {
    const values = new Set(rows.map((row) => x.data[row * x.columns + column]!).filter(Number.isFinite))
    for (const threshold of [-Infinity, ...[...values].sort((a, b) => a - b)])
      for (const missingLeft of [false, true]) {
        const [left, right] = slowSides(x, rows, { column, threshold, missingLeft })
        if (sum(h, left) < 1 || sum(h, right) < 1) continue
        const gain = part(left) + part(right) - part(rows)
        if (gain > most + 1e-9) [most, best] = [gain, { column, threshold, missingLeft }]
      }
  }
  if (!best) return node
  const [left, right] = slowSides(x, rows, best)
  const grow = (side: number[]) => slowTree(x, g, h, side, depth - 1)
  return { ...node, split: { ...best, left: grow(left), right: grow(right) } }
}

type Cut = { column: number; threshold: number; missingLeft: boolean }

function slowSides(x: Rows, rows: number[], cut: Cut): [number[], number[]] {
  return [rows.filter((row) => slowLeft(x, row, cut)), rows.filter((row) => !slowLeft(x, row, cut))]
}

function slowLeft(x: Rows, row: number, { column, threshold, missingLeft }: Cut): boolean {
  const value = x.data[row * x.columns + column]!
  return Number.isFinite(value) ? value < threshold : missingLeft
}

function slowValue({ value, split }: SlowNode, x: Rows, row: number): number {
  return split ? slowValue(slowLeft(x, row, split) ? split.left : split.right, x, row) : value
}
