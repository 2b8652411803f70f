/**
 * An engine that lets tfjs compute each op at once on one of its backends. On `cpu` (plain JavaScript) it is slow
 * and right: the oracle of every other engine. On `tensorflow` (a GPU) it is the fast path of that library.
 */
import type { AdamState } from '../training/adam.ts'
import { dropoutOffsets, dropoutPool, poolLength } from '../training/dropout.ts'
import { layoutOf, startingVectors, type Layout } from '../training/layout.ts'
import { checkTable, checkWeights } from '../training/plan.ts'
import { batchLoss, trainingStep } from '../training/step.ts'
import type { Block, Chunk, Stepper, Vectors } from '../training/stepper.ts'
import { onBackend, tf } from './tensorflow.ts'
import { train } from '../training/loop.ts'
import type { Dropout, Engine, Rows, ScoreJob, TrainPlan } from '../types.ts'
import { scoreInBlocks } from '../scoring/scoring.ts'

/** @param backend a registered tfjs backend. */
export function createEagerEngine(name: string, backend: string, device: 'CPU' | 'GPU'): Engine {
  return {
    name,
    device,
    train: (plan) => train(plan, () => new EagerStepper(plan, backend)),
    score: (job) => score(job, backend),
    dispose: async () => {},
  }
}

class EagerStepper implements Stepper {
  readonly #plan: TrainPlan
  readonly #backend: string
  readonly #layout: Layout
  #state: AdamState
  readonly #pools = new Map<number, Float32Array>()

  constructor(plan: TrainPlan, backend: string) {
    this.#plan = plan
    this.#backend = backend
    this.#layout = layoutOf(plan.weights, plan.carried)
    this.#state = stateOf(backend, startingVectors(plan.weights, this.#layout))
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    const losses: Float32Array[] = []
    for (let step = 0; step < chunk.count; step++) losses.push(this.#step(chunk, step))
    const networks = losses[0]!.length
    const all = new Float32Array(chunk.count * networks)
    losses.forEach((loss, step) => all.set(loss, step * networks))
    return all
  }

  async evaluate({ x, y, rows }: Block): Promise<Float32Array> {
    const { loss } = this.#plan
    const losses = onBackend(this.#backend, () => {
      const batch = { x: matrix(x, rows), y: matrix(y, rows) }
      return batchLoss(loss, this.#layout, this.#state.parameters, batch)
    })
    return take(losses)
  }

  parameters(): Float32Array {
    return this.#state.parameters.dataSync<'float32'>()
  }

  vectors(): Vectors {
    const { parameters, first, second } = this.#state
    const read = (vector: tf.Tensor1D) => vector.dataSync<'float32'>().slice()
    return { parameters: read(parameters), first: read(first), second: read(second) }
  }

  restore(vectors: Vectors): void {
    this.#replace(stateOf(this.#backend, vectors))
  }

  async dispose(): Promise<void> {
    dispose(this.#state)
  }

  #replace(state: AdamState): void {
    dispose(this.#state)
    this.#state = state
  }

  #step(chunk: Chunk, step: number): Float32Array {
    const { loss, x, y, seed, optimizer } = this.#plan
    const rows = chunk.order.subarray(step * chunk.batch, (step + 1) * chunk.batch)
    const dropout = this.#dropout(dropoutOffsets(seed, chunk.firstStep + step))
    const { parameters, first, second, losses } = onBackend(this.#backend, () => {
      const batch = { x: matrix(gather(x, rows), rows.length), y: matrix(gather(y, rows), rows.length) }
      const rates = { a: tf.scalar(chunk.rates[2 * step]!), e: tf.scalar(chunk.rates[2 * step + 1]!) }
      const next = trainingStep(loss, this.#layout, this.#state, batch, rates, dropout, optimizer)
      return { ...next.state, losses: next.losses }
    })
    this.#replace({ parameters, first, second })
    return take(losses)
  }

  #dropout(nextOffset: () => number): Dropout {
    return {
      dropout: (x, rate) => {
        if (rate === 0) return x
        const offset = nextOffset()
        const mask = this.#pool(rate, x.size).slice(offset, offset + x.size)
        return tf.mul(x, tf.tensor(mask, x.shape))
      },
    }
  }

  #pool(rate: number, size: number): Float32Array {
    const known = this.#pools.get(rate)
    if (known && known.length >= poolLength(size)) return known
    const pool = dropoutPool(this.#plan.seed, rate, size)
    this.#pools.set(rate, pool)
    return pool
  }
}

/** Vectors as tensors; copied, because the cpu backend would keep the arrays themselves. */
function stateOf(backend: string, { parameters, first, second }: Vectors): AdamState {
  const tensor = (vector: Float32Array) => tf.tensor1d(vector.slice())
  return onBackend(backend, () => ({
    parameters: tensor(parameters),
    first: tensor(first),
    second: tensor(second),
  }))
}

function dispose({ parameters, first, second }: AdamState): void {
  tf.dispose([parameters, first, second])
}

async function score(job: ScoreJob, backend: string): Promise<Float32Array> {
  checkTable('scoring', 'scoring', job.x)
  checkWeights('scoring', job.weights)
  return scoreInBlocks(job, async (x, rows) =>
    take(
      onBackend(backend, () => {
        const params = Object.fromEntries(
          Object.entries(job.weights).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
        )
        return job.forward(params, matrix(x, rows))
      }),
    ),
  )
}

/** Reads a tensor and frees it. */
function take(tensor: tf.Tensor): Float32Array {
  const numbers = tensor.dataSync<'float32'>()
  tensor.dispose()
  return numbers
}

function matrix(data: Float32Array, rows: number): tf.Tensor2D {
  return tf.tensor2d(data, [rows, data.length / rows])
}

function gather({ columns, data }: Rows, rows: Int32Array): Float32Array {
  const picked = new Float32Array(rows.length * columns)
  for (let i = 0; i < rows.length; i++) {
    picked.set(data.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns)
  }
  return picked
}
