/**
 * The engine that runs traced models in ONNX Runtime on the processor: the same functions as the eager engine, many
 * times as fast. `session.run` holds the thread while it works, so training runs in chunks with pauses between them.
 */
import { availableParallelism } from 'node:os'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { dropoutOffsets, dropoutPool } from './dropout.ts'
import { layoutOf, pack, type Layout } from './layout.ts'
import { checkRows, checkWeights } from './plan.ts'
import { SCORING_ROWS, scoreInBlocks } from './scoring.ts'
import type { Block, Chunk, Stepper } from './stepper.ts'
import { train } from './training-loop.ts'
import {
  compileEvaluation,
  compileForward,
  compileTraining,
  poolName,
  STATE,
  type Mask,
  type TrainingShape,
} from './trace/compile.ts'
import type { Engine, ScoreJob, TrainPlan } from './types.ts'

type Runtime = typeof import('onnxruntime-node')
type Feeds = Record<string, Tensor>

/**
 * Threads by work: below this many multiplications and additions a step, handing work to a second thread costs more
 * than it saves (measured). Results are the same bits for any number of threads.
 */
const WORK_FOR_THREADS = 5e7
const MOST_THREADS = 4

/** Loads ONNX Runtime's native library; rejects with its own error where there is none. */
export async function createOnnxEngine(): Promise<Engine> {
  const runtime = await import('onnxruntime-node')
  return {
    name: 'onnxruntime-cpu',
    device: 'CPU',
    train: (plan) => train(plan, async () => OnnxStepper.open(runtime, plan)),
    score: (job) => score(runtime, job),
    dispose: async () => {},
  }
}

class OnnxStepper implements Stepper {
  readonly #runtime: Runtime
  readonly #plan: TrainPlan
  readonly #layout: Layout
  readonly #tables: Feeds
  /** Sessions by rows a step; the last step of an epoch has its own. */
  readonly #training = new Map<number, { session: InferenceSession; masks: Mask[] }>()
  readonly #evaluation = new Map<number, InferenceSession>()
  #state: Feeds
  readonly #pools: Feeds = {}

  private constructor(runtime: Runtime, plan: TrainPlan) {
    this.#runtime = runtime
    this.#plan = plan
    this.#layout = layoutOf(plan.weights)
    this.#tables = {
      x: this.#floats(plan.x.data, [plan.x.rows, plan.x.columns]),
      y: this.#floats(plan.y.data, [plan.y.rows, plan.y.columns]),
    }
    const { total } = this.#layout
    this.#state = {
      parameters: this.#floats(pack(plan.weights, this.#layout), [total]),
      first: this.#floats(new Float32Array(total), [total]),
      second: this.#floats(new Float32Array(total), [total]),
    }
  }

  static open(runtime: Runtime, plan: TrainPlan): OnnxStepper {
    return new OnnxStepper(runtime, plan)
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    const { session, masks } = await this.#program(chunk.batch)
    const feeds: Feeds = {
      ...this.#tables,
      ...this.#state,
      order: new this.#runtime.Tensor('int32', chunk.order, [chunk.count, chunk.batch]),
      rates: this.#floats(chunk.rates, [chunk.count, 2]),
      count: new this.#runtime.Tensor('int64', BigInt64Array.of(BigInt(chunk.count)), []),
      ...this.#dropout(chunk, masks),
    }
    const results = await session.run(feeds)
    this.#state = Object.fromEntries(STATE.map((name) => [name, results[`${name}_next`]!]))
    return results['losses']!.data as Float32Array
  }

  async evaluate({ rows, x, y }: Block): Promise<Float32Array> {
    let session = this.#evaluation.get(rows)
    if (!session) {
      session = await this.#open(compileEvaluation(this.#shape(rows)), rows)
      this.#evaluation.set(rows, session)
    }
    const results = await session.run({
      x: this.#floats(x, [rows, this.#plan.x.columns]),
      y: this.#floats(y, [rows, this.#plan.y.columns]),
      parameters: this.#state['parameters']!,
    })
    return results[session.outputNames[0]!]!.data as Float32Array
  }

  parameters(): Float32Array {
    return this.#state['parameters']!.data as Float32Array
  }

  async dispose(): Promise<void> {
    for (const { session } of this.#training.values()) await session.release()
    for (const session of this.#evaluation.values()) await session.release()
  }

  async #program(batch: number): Promise<{ session: InferenceSession; masks: Mask[] }> {
    const known = this.#training.get(batch)
    if (known) return known
    const { bytes, masks } = compileTraining(this.#shape(batch))
    const program = { session: await this.#open(bytes, batch), masks }
    this.#training.set(batch, program)
    return program
  }

  #open(model: Uint8Array, rows: number): Promise<InferenceSession> {
    return openSession(this.#runtime, model, threadsFor(rows, this.#layout))
  }

  #shape(batch: number): TrainingShape {
    const { loss, x, y } = this.#plan
    return { layout: this.#layout, loss, features: x.columns, targets: y.columns, batch }
  }

  #dropout(chunk: Chunk, masks: Mask[]): Feeds {
    if (masks.length === 0) return {}
    for (const { rate } of masks) {
      // The first program is the one of the full batch, so no later one needs a longer pool.
      this.#pools[poolName(rate)] ??= this.#makePool(rate, masks)
    }
    const offsets = new BigInt64Array(chunk.count * masks.length)
    for (let step = 0, at = 0; step < chunk.count; step++) {
      const nextOffset = dropoutOffsets(this.#plan.seed, chunk.firstStep + step)
      for (let layer = 0; layer < masks.length; layer++) offsets[at++] = BigInt(nextOffset())
    }
    const shape = [chunk.count, masks.length]
    return { ...this.#pools, offsets: new this.#runtime.Tensor('int64', offsets, shape) }
  }

  #makePool(rate: number, masks: Mask[]): Tensor {
    const largest = Math.max(...masks.filter((mask) => mask.rate === rate).map((mask) => mask.size))
    const pool = dropoutPool(this.#plan.seed, rate, largest)
    return this.#floats(pool, [pool.length])
  }

  #floats(data: Float32Array, shape: number[]): Tensor {
    return new this.#runtime.Tensor('float32', data, shape)
  }
}

async function score(runtime: Runtime, job: ScoreJob): Promise<Float32Array> {
  checkRows('scoring', 'scoring', job.x)
  checkWeights('scoring', job.weights)
  const model = compileForward(job.weights, job.forward, SCORING_ROWS, job.x.columns)
  const session = await openSession(runtime, model, threadsFor(SCORING_ROWS, layoutOf(job.weights)))
  try {
    return await scoreInBlocks(job, async (x, rows) => {
      const results = await session.run({ x: new runtime.Tensor('float32', x, [rows, job.x.columns]) })
      return results[session.outputNames[0]!]!.data as Float32Array
    })
  } finally {
    await session.release()
  }
}

function threadsFor(rows: number, { total }: Layout): number {
  return rows * total < WORK_FOR_THREADS ? 1 : Math.min(MOST_THREADS, availableParallelism())
}

/**
 * Denormal numbers are left as they are: ONNX Runtime's switch that flushes them to zero also changes the thread it
 * is called from, and with it all arithmetic of this process (docs/decisions/0010-trace-into-onnx.md).
 */
async function openSession(runtime: Runtime, model: Uint8Array, threads: number): Promise<InferenceSession> {
  return runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Waiting threads sleep: the window and the server need the processor too.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
}
