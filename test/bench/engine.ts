/**
 * How fast S1 trains and scores, eagerly and traced: `node test/bench/engine.ts`. Medians of interleaved repetitions;
 * nothing is asserted. 100 features, 5 experts, hidden 64 and 32, dropout 0.2, batch 128. Time is that of the
 * processor, so that other work on the machine counts little; both engines use one thread at this size.
 */
import { availableParallelism } from 'node:os'
import { createEagerEngine } from '../../main/engine/eager.ts'
import { createOnnxEngine } from '../../main/engine/onnx-engine.ts'
import { random } from '../../main/engine/random.ts'
import type { Engine, Rows, TrainPlan } from '../../main/engine/types.ts'
import {
  expertForward,
  expertLoss,
  gateForward,
  gateLoss,
  initExperts,
  initGate,
  oneHot,
} from '../../main/models/mixture.ts'

const SHAPE = { features: 100, experts: 5, hidden: [64, 32] }
const REPETITIONS = 3

function table(rows: number): { x: Rows; y: Rows } {
  const next = random(1)
  const data = Float32Array.from({ length: rows * SHAPE.features }, () => next() * 4 - 2)
  const labels = Array.from({ length: rows }, () => Math.floor(next() * SHAPE.experts))
  return { x: { rows, columns: SHAPE.features, data }, y: oneHot(labels, SHAPE.experts) }
}

const settings = { batchSize: 128, learningRate: 1e-3, seed: 1 }
const experts = (rows: number, epochs: number): TrainPlan => {
  const weights = initExperts(SHAPE, 1)
  return { name: 'experts', weights, ...table(rows), loss: expertLoss(0.2), epochs, ...settings }
}
const gate = (rows: number, epochs: number): TrainPlan => {
  const weights = initGate(SHAPE, 1)
  return { name: 'gate', weights, ...table(rows), loss: gateLoss(0.2), epochs, ...settings }
}

/** Milliseconds of processor time that this process has used. */
function used(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Rows a second of the epochs after the first, which also compiles. */
async function training(engine: Engine, plan: TrainPlan): Promise<number> {
  const ends: number[] = []
  await engine.train({ ...plan, onEpoch: () => ends.push(used()) })
  return (plan.x.rows * (plan.epochs - 1) * 1000) / (ends.at(-1)! - ends[0]!)
}

async function scoring(engine: Engine, rows: number, what: 'experts' | 'gate'): Promise<number> {
  const weights = what === 'experts' ? initExperts(SHAPE, 1) : initGate(SHAPE, 1)
  const forward = what === 'experts' ? expertForward : gateForward
  const { x } = table(rows)
  const started = used()
  await engine.score({ weights, forward, x, columns: SHAPE.experts })
  return (rows * 1000) / (used() - started)
}

const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
const traced = await createOnnxEngine()
const work: [name: string, eager: () => Promise<number>, traced: () => Promise<number>][] = [
  ['train five experts', () => training(eager, experts(512, 2)), () => training(traced, experts(12_800, 3))],
  ['train gate', () => training(eager, gate(1280, 2)), () => training(traced, gate(12_800, 5))],
  ['score five experts', () => scoring(eager, 1024, 'experts'), () => scoring(traced, 50_000, 'experts')],
  ['score gate', () => scoring(eager, 4096, 'gate'), () => scoring(traced, 100_000, 'gate')],
]

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
console.log(`rows a second of processor time, ${availableParallelism()} cores, Node ${process.version}`)
console.log(`${''.padEnd(20)} ${'tfjs-cpu'.padStart(10)} ${'onnxruntime-cpu'.padStart(16)}   ratio`)
for (const [name, slow, fast] of work) {
  const [a, b]: [number[], number[]] = [[], []]
  for (let i = 0; i < REPETITIONS; i++) {
    a.push(await slow())
    b.push(await fast())
  }
  const [x, y] = [Math.round(median(a)), Math.round(median(b))]
  console.log(
    `${name.padEnd(20)} ${String(x).padStart(10)} ${String(y).padStart(16)} ${(y / x).toFixed(0).padStart(7)}`,
  )
}

const started = used()
for (let regime = 0; regime < 2; regime++) {
  await traced.train(experts(25_000, 10))
  const { x, y } = table(5000)
  await traced.train({ ...gate(25_000, 30), validation: { x, y }, keepBest: true })
}
const seconds = (used() - started) / 1000
console.log(`S1, 25,000 rows, 10 + 30 epochs, two regimes, traced: ${seconds.toFixed(1)} s of processor time`)
