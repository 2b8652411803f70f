/**
 * S1's experts and gate, 100 features, 5 experts, hidden 64 and 32, dropout 0.2, batch 128: traced into ONNX Runtime beside
 * the same functions run eagerly by TensorFlow.js on the CPU. Rows a second; the eager side gets fewer rows, as it is slow.
 */
import { createEagerEngine } from '../../../main/engine/eager.ts'
import { createOnnxEngine } from '../../../main/engine/onnx-engine.ts'
import { random } from '../../../main/engine/random.ts'
import type { Engine, Rows, TrainPlan } from '../../../main/engine/types.ts'
import {
  expertForward,
  expertLoss,
  gateForward,
  gateLoss,
  initExperts,
  initGate,
  oneHot,
} from '../../../main/models/mixture.ts'
import { median, type Row, type Suite } from '../rows.ts'

const SHAPE = { features: 100, experts: 5, hidden: [64, 32] }
const ROUNDS = 5

type Work = (engine: Engine, rows: number) => Promise<number>

function table(rows: number): { x: Rows; y: Rows } {
  const next = random(1)
  const data = Float32Array.from({ length: rows * SHAPE.features }, () => next() * 4 - 2)
  const labels = Array.from({ length: rows }, () => Math.floor(next() * SHAPE.experts))
  return { x: { rows, columns: SHAPE.features, data }, y: oneHot(labels, SHAPE.experts) }
}

function plan(what: 'experts' | 'gate', rows: number): TrainPlan {
  const experts = what === 'experts'
  return {
    name: what,
    ...table(rows),
    weights: experts ? initExperts(SHAPE, 1) : initGate(SHAPE, 1),
    loss: experts ? expertLoss(0.2) : gateLoss(0.2),
    epochs: 3,
    batchSize: 128,
    learningRate: 1e-3,
    seed: 1,
  }
}

/** Rows a second of the epochs after the first, which also compiles. */
const training =
  (what: 'experts' | 'gate'): Work =>
  async (engine, rows) => {
    const ends: number[] = []
    const job = plan(what, rows)
    await engine.train({ ...job, onEpoch: () => ends.push(performance.now()) })
    return (rows * (job.epochs - 1) * 1000) / (ends.at(-1)! - ends[0]!)
  }

const scoring =
  (what: 'experts' | 'gate'): Work =>
  async (engine, rows) => {
    const weights = what === 'experts' ? initExperts(SHAPE, 1) : initGate(SHAPE, 1)
    const forward = what === 'experts' ? expertForward : gateForward
    const { x } = table(rows)
    const started = performance.now()
    await engine.score({ weights, forward, x, columns: SHAPE.experts })
    return (rows * 1000) / (performance.now() - started)
  }

/** [work, how, rows traced, rows eager, least ratio] */
const works: readonly [string, Work, number, number, number][] = [
  ['train five experts', training('experts'), 12_800, 640, 10],
  ['train gate', training('gate'), 12_800, 1280, 10],
  ['score five experts', scoring('experts'), 50_000, 1024, 10],
  ['score gate', scoring('gate'), 100_000, 4096, 10],
]

export const engineSuite: Suite = {
  name: 'engine',
  async run(say) {
    const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
    const traced = await createOnnxEngine()
    const rows: Row[] = []
    for (const [work, measure, many, few, atLeast] of works) {
      say(work)
      const [fast, slow]: [number[], number[]] = [[], []]
      for (let round = 0; round < ROUNDS; round++) {
        fast.push(await measure(traced, many))
        slow.push(await measure(eager, few))
      }
      const [ours, peer] = [median(fast), median(slow)]
      const bound = `at least ${atLeast} times TensorFlow.js on the CPU`
      const ratio = ours / peer
      rows.push({ suite: 'engine', work, ours, peer, unit: 'rows/s', ratio, bound, holds: ratio >= atLeast })
    }
    await traced.dispose()
    await eager.dispose()
    return { rows, absent: ['PyTorch: compared from the engine issue on'] }
  },
}
