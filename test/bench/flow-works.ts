/** What the engine bench measures of S2's published mixture on our side; see peers/torch_flows.py. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { random } from '../../main/engine/random.ts'
import type { Engine, Rows, TrainPlan } from '../../main/engine/types.ts'
import { flowsLoss } from '../../main/models/flows/network.ts'
import { carriedOf, initFlows } from '../../main/models/flows/parameters.ts'
import { publishedMixture } from '../../main/models/flows/shape.ts'
import { oneHot } from '../../main/models/mixture.ts'
import { s2 } from '../../main/training/systems/s2.ts'

const shape = publishedMixture()

function table(rows: number): Rows {
  const next = random(1)
  const columns = shape.features
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => next() * 4 - 2) }
}

/** Batches of 256, dropout .1, class weights as published. */
export function flowsPlan(rows: number, epochs: number): TrainPlan {
  const x = table(rows)
  const labels = Array.from({ length: rows }, (_, row) =>
    x.data[row * 72]! + x.data[row * 72 + 50]! > 0 ? 1 : 0,
  )
  return {
    name: 'mixture',
    weights: initFlows(shape, 1),
    carried: carriedOf(shape),
    x,
    y: oneHot(labels, 2),
    loss: flowsLoss(shape, { dropout: 0.1, classWeights: [0.68, 1.89] }),
    epochs,
    batchSize: 256,
    learningRate: 1e-4,
    seed: 1,
  }
}

/** Steps a second of the epochs after the first, which also compiles. */
export async function trainFlows(engine: Engine, work: { rows: number; epochs: number }): Promise<number> {
  const ends: number[] = []
  const plan = flowsPlan(work.rows, work.epochs + 1)
  await engine.train({ ...plan, onEpoch: () => ends.push(performance.now()) })
  return ((work.rows / 256) * work.epochs * 1000) / (ends.at(-1)! - ends[0]!)
}

/** A function that gives the rows a second of one round, scored as the workstation scores a capture with a stored model. */
export function scoreFlows(engine: Engine, work: { rows: number }): () => Promise<number> {
  const x = table(work.rows)
  const classes = ['benign', 'attack']
  const networks = [{ name: 'mixture', weights: initFlows(shape, 1), meta: { system: 'S2', shape } }]
  const { signal } = new AbortController()
  return async () => {
    const started = performance.now()
    await s2.score({ engine, networks, x, classes, signal })
    return (work.rows * 1000) / (performance.now() - started)
  }
}

/** Largest memory (GB) of a process of its own that trains a few steps on as many rows as were published. */
export function flowsMemory(): number {
  const script = join(import.meta.dirname, 'flow-memory.ts')
  const done = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  return Number(done.stdout)
}
