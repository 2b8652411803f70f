/**
 * Boosted trees on real flows (CIC-IDS2017, 16 classes), 100 rounds of depth 6 on two threads, beside XGBoost's histogram method with
 * the same settings, rows and split: 80 of 100 rows of each class to train, by seed 42; no ids, addresses or times.
 * The time is that of training alone, binning included, from a matrix in memory.
 * XGBoost's threads wait busily for each other: beside other work its time grows many times over, so measure on an idle machine.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { mixSeed, permutation } from '../../../main/engine/random.ts'
import type { Rows } from '../../../main/engine/types.ts'
import { confuse, macroAverage } from '../../../main/evaluation/metrics.ts'
import { scoreTrees } from '../../../main/models/trees/score.ts'
import { trainTrees } from '../../../main/models/trees/train.ts'
import { median, type Row, type Suite } from '../rows.ts'

const FLOWS = resolve(import.meta.dirname, '../../../../shared/data/cicids2017/flows.csv.gz')
const PEER = resolve(import.meta.dirname, '../peers/xgboost_flows.py')
const LEFT_OUT = new Set(['id', 'Flow ID', 'Src IP', 'Dst IP', 'Timestamp', 'Label', 'Attempted Category'])
const THREADS = 2
const ROUNDS = 3

interface Part {
  x: Rows
  labels: Uint8Array
}

function flows(): { classes: number; train: Part; test: Part } {
  const [head = [], ...lines] = parse(gunzipSync(readFileSync(FLOWS)).toString())
  const columns = head.flatMap((name, at) => (LEFT_OUT.has(name) ? [] : [at]))
  const names = [...new Set(lines.map((line) => line[head.indexOf('Label')]!))].sort()
  const labels = lines.map((line) => names.indexOf(line[head.indexOf('Label')]!))
  const sides: [number[], number[]] = [[], []]
  for (const k of names.keys()) {
    const own = [...labels.keys()].filter((row) => labels[row] === k)
    const order = permutation(own.length, mixSeed(42, 'flows', k))
    order.forEach((at, i) => sides[i < own.length * 0.8 ? 0 : 1].push(own[at]!))
  }
  const part = (rows: number[]): Part => {
    const data = Float32Array.from(rows.flatMap((row) => columns.map((at) => Number(lines[row]![at] || NaN))))
    const x = { rows: rows.length, columns: columns.length, data }
    return { x, labels: Uint8Array.from(rows, (row) => labels[row]!) }
  }
  return { classes: names.length, train: part(sides[0]), test: part(sides[1]) }
}

function macroF1(predicted: Uint8Array, { labels }: Part, classes: number): number {
  return macroAverage(confuse(labels, predicted, classes)).f1
}

async function ours(train: Part, test: Part, classes: number): Promise<{ ms: number; f1: number }> {
  const started = performance.now()
  const { weights } = await trainTrees({ ...train, classes, threads: THREADS })
  const ms = performance.now() - started
  const shares = await scoreTrees(weights, test.x)
  const predicted = Uint8Array.from(test.labels, (_, row) => {
    const own = [...shares.subarray(row * classes, (row + 1) * classes)]
    return own.indexOf(Math.max(...own))
  })
  return { ms, f1: macroF1(predicted, test, classes) }
}

/** null when Debian's Python cannot import XGBoost. */
function theirs(train: Part, test: Part, classes: number): { ms: number; f1: number } | null {
  if (spawnSync('/usr/bin/python3', ['-c', 'import xgboost, sklearn']).status !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
  try {
    for (const [name, { x, labels }] of Object.entries({ train, test })) {
      writeFileSync(join(folder, `${name}.f32`), new Uint8Array(x.data.buffer))
      writeFileSync(join(folder, `${name}.u8`), labels)
    }
    const input = [PEER, folder, String(train.x.columns), String(THREADS)]
    const done = spawnSync('/usr/bin/python3', input, { encoding: 'utf8', maxBuffer: 2 ** 26 })
    if (done.status !== 0) throw new Error(done.stderr)
    const answer = JSON.parse(done.stdout) as { milliseconds: number; predicted: number[] }
    const f1 = macroF1(Uint8Array.from(answer.predicted), test, classes)
    return { ms: answer.milliseconds, f1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const treesSuite: Suite = {
  name: 'trees',
  async run(say) {
    if (!existsSync(FLOWS))
      return { rows: [], absent: ['flows of CIC-IDS2017: the real captures are not here'] }
    const { classes, train, test } = flows()
    const size = `${train.x.rows} flows × ${train.x.columns} features, ${classes} classes`
    say(size)
    const mine = { ms: 0, f1: 0 }
    let peer: { ms: number; f1: number } | null = null
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      const own = await ours(train, test, classes)
      peer = theirs(train, test, classes)
      times[0].push(own.ms)
      if (peer) times[1].push(peer.ms)
      Object.assign(mine, { ms: median(times[0]), f1: own.f1 })
      if (peer) peer.ms = median(times[1])
    }
    const ratio = peer ? peer.ms / mine.ms : null
    const time: Row = {
      suite: 'trees',
      work: `train, ${size}`,
      ours: mine.ms,
      peer: peer?.ms ?? null,
      unit: 'ms',
      ratio,
      bound: "at most 3 times XGBoost's time",
      holds: ratio === null || ratio >= 1 / 3,
    }
    const quality: Row = {
      suite: 'trees',
      work: `macro F1 on ${test.x.rows} flows`,
      ours: mine.f1,
      peer: peer?.f1 ?? null,
      unit: 'F1',
      ratio: peer ? mine.f1 / peer.f1 : null,
      bound: 'at most 0.005 less than XGBoost; 0.94 without it',
      holds: peer ? mine.f1 >= peer.f1 - 0.005 : mine.f1 >= 0.94,
    }
    const absent = peer ? [] : ['XGBoost: apt-get install python3-xgboost python3-sklearn']
    return { rows: [time, quality], absent }
  },
}
