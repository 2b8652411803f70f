/**
 * What an engine is worth on this machine: does it give the oracle's numbers, and how fast does it train? Small on
 * purpose: the self-test passes through every part of a training (dropout, a last batch that is not full, validation,
 * scoring), the timed part is five networks at once for a quarter of a second.
 */
import { random } from '../random.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import type { Engine, Rows, TensorMap, TrainPlan, Weights } from '../types.ts'

const TIMED_MILLISECONDS = 250

/** Numbers that every engine must come to: trained weights and scores. */
export async function selfTest(engine: Engine): Promise<Float32Array[]> {
  const plan = task({ features: 6, networks: 3, hidden: 8 }, 40, 16)
  const { weights, losses } = await engine.train({ ...plan, epochs: 2, validation: { x: plan.x, y: plan.y } })
  const scores = await engine.score({ weights, forward: panel, x: plan.x, columns: 3 })
  const curve = losses.flatMap(({ train, validation }) => [train, validation ?? 0])
  return [...Object.values(weights).map(({ data }) => data), scores, Float32Array.from(curve)]
}

/** Largest difference, relative to 1 + |expected|; NaN where a number is missing or is none. */
export function largestError(actual: Float32Array[], expected: Float32Array[]): number {
  let worst = 0
  for (const [i, numbers] of expected.entries()) {
    for (const [k, value] of numbers.entries()) {
      const error = Math.abs(value - (actual[i]?.[k] ?? NaN)) / (1 + Math.abs(value))
      if (Number.isNaN(error)) return NaN
      worst = Math.max(worst, error)
    }
  }
  return worst
}

/** Five networks as experts are, and four a thousand times the work: where a graphics card begins to pay. */
export const SMALL: Timed = { features: 32, networks: 5, hidden: 64, rows: 256, batch: 128 }
export const LARGE: Timed = { features: 128, networks: 4, hidden: 2048, rows: 2048, batch: 256 }

interface Timed extends Sizes {
  rows: number
  batch: number
}

/** Training rows a second; the best epoch of a few. */
export async function trainingRate(engine: Engine, work: Timed): Promise<number> {
  const plan = task(work, work.rows, work.batch)
  const stop = new AbortController()
  const started = performance.now()
  let last = started
  let shortest = Infinity
  const onEpoch: TrainPlan['onEpoch'] = ({ epoch }) => {
    const now = performance.now()
    // The first epoch also compiles.
    if (epoch > 1) shortest = Math.min(shortest, now - last)
    last = now
    if (epoch > 1 && now - started > TIMED_MILLISECONDS) stop.abort()
  }
  try {
    await engine.train({ ...plan, epochs: 1000, onEpoch, signal: stop.signal })
  } catch (error) {
    if (!stop.signal.aborted) throw error
  }
  return (plan.x.rows / shortest) * 1000
}

interface Sizes {
  features: number
  networks: number
  hidden: number
}

/** Several networks of one hidden layer, answering yes or no about random rows. */
function task({ features, networks, hidden }: Sizes, rows: number, batchSize: number): TrainPlan {
  const next = random(11)
  const drawn = (...shape: number[]) => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1))
    return { shape, data: data.map(() => next() * 2 - 1) }
  }
  const weights: Weights = {
    into: drawn(networks, features, hidden),
    bias: drawn(networks, 1, hidden),
    out: drawn(networks, hidden, 1),
  }
  const x: Rows = { rows, columns: features, data: drawn(rows, features).data }
  const y: Rows = {
    rows,
    columns: networks,
    data: drawn(rows, networks).data.map((value) => Number(value > 0)),
  }
  const loss: TrainPlan['loss'] = (params, input, target, aids) => {
    const logits = panel(params, input, (inner) => aids.dropout(inner, 0.2))
    return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, target)), 0)
  }
  const settings = { epochs: 1, batchSize, learningRate: 1e-2, seed: 3 }
  return { name: 'the probe', weights, x, y, loss, ...settings }
}

function panel(params: TensorMap, x: tf.Tensor2D, drop: (inner: tf.Tensor) => tf.Tensor = (inner) => inner) {
  const { into, bias, out } = params as Record<'into' | 'bias' | 'out', tf.Tensor>
  const inner = tf.relu(tf.add(tf.matMul(tf.expandDims(x, 0), into), bias))
  return tf.transpose<tf.Tensor2D>(tf.squeeze(tf.matMul(drop(inner), out), [2]))
}
