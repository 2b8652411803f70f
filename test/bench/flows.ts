/**
 * Real flows (CIC-IDS2017, 16 classes) as tables: 80 of 100 rows of each class to train; no ids, addresses, source ports or
 * times. The split is that of scikit-learn with seed 42 where Debian's Python has it, so that figures can be compared with others'.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { mixSeed, permutation } from '../../main/engine/random.ts'
import type { Rows } from '../../main/engine/types.ts'
import { confuse, macroAverage } from '../../main/evaluation/metrics.ts'
import { PYTHON, pythonHas } from './torch-peer.ts'

const FLOWS = resolve(import.meta.dirname, '../../../shared/data/cicids2017/flows.csv.gz')
const LEFT_OUT = new Set([
  'id',
  'Flow ID',
  'Src IP',
  'Src Port',
  'Dst IP',
  'Timestamp',
  'Label',
  'Attempted Category',
])

export interface Part {
  x: Rows
  labels: Uint8Array
}

export interface Flows {
  classes: string[]
  columns: string[]
  train: Part
  test: Part
}

/** null where the real captures are not. */
export function readFlows(seed = 42): Flows | null {
  if (!existsSync(FLOWS)) return null
  const [head = [], ...lines] = parse(gunzipSync(readFileSync(FLOWS)).toString())
  const columns = head.flatMap((name, at) => (LEFT_OUT.has(name) ? [] : [at]))
  const at = head.indexOf('Label')
  const classes = [...new Set(lines.map((line) => line[at]!))].sort()
  // The first class is benign, as everywhere; among others capitals come before small letters, as BENIGN does.
  const labels = Uint8Array.from(lines, (line) => classes.indexOf(line[at]!))
  const [train, test] = splitRows(labels, classes.length, seed)
  const part = (rows: number[]): Part => {
    const data = Float32Array.from(rows.flatMap((row) => columns.map((at) => Number(lines[row]![at] || NaN))))
    return {
      x: { rows: rows.length, columns: columns.length, data },
      labels: Uint8Array.from(rows, (row) => labels[row]!),
    }
  }
  return { classes, columns: columns.map((at) => head[at]!), train: part(train), test: part(test) }
}

function splitRows(labels: Uint8Array, classes: number, seed: number): [number[], number[]] {
  if (pythonHas('sklearn')) {
    const script = join(import.meta.dirname, 'peers', 'stratified_split.py')
    const done = spawnSync(PYTHON, [script, String(seed)], {
      input: labels,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    if (done.status !== 0) throw new Error(done.stderr)
    return JSON.parse(done.stdout) as [number[], number[]]
  }
  const sides: [number[], number[]] = [[], []]
  for (let k = 0; k < classes; k++) {
    const own = [...labels.keys()].filter((row) => labels[row] === k)
    const order = permutation(own.length, mixSeed(seed, 'flows', k))
    order.forEach((at, i) => sides[i < own.length * 0.8 ? 0 : 1].push(own[at]!))
  }
  return sides
}

export function macroF1(predicted: Uint8Array, { labels }: Part, classes: number): number {
  return macroAverage(confuse(labels, predicted, classes)).f1
}

/** The likeliest class of each row. */
export function likeliest(shares: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: shares.length / classes }, (_, row) => {
    const own = [...shares.subarray(row * classes, (row + 1) * classes)]
    return own.indexOf(Math.max(...own))
  })
}
