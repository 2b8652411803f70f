/**
 * Steps of networks that share nothing, each network by itself, by one thread or several: each takes some steps of a network, and they meet
 * only at the end of a chunk (docs/decisions/0060-networks-apart.md). Validation is the business of the stepper for
 * whole plans. Weights are the same bits whoever computed what.
 */
import { dropoutPool, offsetsOf } from '../training/dropout.ts'
import { layoutOf, startingVectors, type Layout } from '../training/layout.ts'
import type { Host } from '../onnxruntime/session.ts'
import { OnnxStepper } from '../onnxruntime/cpu-stepper.ts'
import type { Block, Chunk, Stepper, Vectors } from '../training/stepper.ts'
import { compileGather, compileTraining, poolName, type Mask } from '../trace/compile.ts'
import type { Rows, TrainPlan } from '../types.ts'
import { cut, join, layoutOfOne } from './networks.ts'
import type { TrainingHelper } from './helper.ts'
import { OrderedRows } from './ordered.ts'
import { Parts } from './parts.ts'
import { StepQueue } from './queue.ts'
import {
  emptyShared,
  shared,
  VECTORS,
  type Program,
  type SharedChunk,
  type SharedTraining,
} from './shared.ts'

/** What a thread that takes part must do (helper.ts). */
export type Helper = Pick<TrainingHelper, 'open' | 'has' | 'work' | 'close'>

let trainings = 0

export class ApartStepper implements Stepper {
  readonly #plan: TrainPlan
  readonly #layout: Layout
  /** Rows a step, but for the last of an epoch. */
  readonly #batch: number
  readonly #whole: OnnxStepper
  readonly #training: SharedTraining
  readonly #parts: Parts
  readonly #helpers: Helper[]
  /** Where the rows of a chunk are put in order. */
  #rows = emptyShared(0)
  /** The state of all networks, as it was before the chunk under way. */
  #vectors: Vectors

  /** @param helpers those that may take part, as soon as they can */
  constructor(host: Host, plan: TrainPlan, helpers: Helper[]) {
    this.#plan = plan
    this.#layout = layoutOf(plan.weights)
    this.#batch = Math.min(plan.batchSize, plan.x.rows)
    this.#whole = new OnnxStepper(host, plan)
    this.#training = share(plan, this.#batch, helpers.length + 1)
    this.#parts = new Parts(host.runtime, this.#training)
    this.#helpers = helpers
    this.#vectors = startingVectors(plan.weights, this.#layout)
    for (const helper of helpers) helper.open(this.#training, this.#batch)
  }

  /** Helpers that take part by now. */
  get helping(): number {
    return this.#helpers.filter((helper) => helper.has(this.#training.id)).length
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    const common = this.#share(chunk)
    while (!(await this.#runParts(chunk.count, common)));
    this.#training.state.forEach((own, k) => {
      for (const name of VECTORS) join(own[name], this.#layout, k, this.#vectors[name])
    })
    return common.losses.slice()
  }

  async evaluate(block: Block): Promise<Float32Array> {
    this.#whole.restore(this.#vectors)
    return this.#whole.evaluate(block)
  }

  parameters(): Float32Array {
    return this.#vectors.parameters
  }

  vectors(): Vectors {
    const { parameters, first, second } = this.#vectors
    return { parameters: parameters.slice(), first: first.slice(), second: second.slice() }
  }

  restore({ parameters, first, second }: Vectors): void {
    this.#vectors = { parameters: parameters.slice(), first: first.slice(), second: second.slice() }
  }

  async dispose(): Promise<void> {
    for (const helper of this.#helpers) helper.close(this.#training.id)
    await this.#parts.release()
    await this.#whole.dispose()
  }

  /** Everybody's part of the chunk, from the state before it. False when a helper failed on the way: then again, without it. */
  async #runParts(steps: number, chunk: SharedChunk): Promise<boolean> {
    const { state, id } = this.#training
    state.forEach((own, k) => cut(this.#vectors, this.#layout, k, own))
    this.#parts.fill(steps)
    // The short batch of an epoch is one step: to wake others would take longer.
    const helpers = chunk.batch === this.#batch ? this.#helpers.filter((helper) => helper.has(id)) : []
    const others = helpers.map((helper) => helper.work(id, chunk))
    const [own, ...done] = await Promise.allSettled([this.#parts.work(chunk), ...others])
    if (own.status === 'rejected') throw own.reason
    return done.every((result) => result.status === 'fulfilled' && result.value)
  }

  #share({ batch, count, firstStep, order, rates }: Chunk): SharedChunk {
    const { seed, x, y } = this.#plan
    const { masks } = this.#training.programs.get(batch)!
    const size = order.length * x.columns
    if (this.#rows.length < size) this.#rows = emptyShared(size)
    return {
      batch,
      order: order.slice(),
      rows: { x: this.#rows, words: OrderedRows.wordsFor(count) },
      rates,
      offsets: offsetsOf(seed, firstStep, count, masks.length),
      losses: emptyShared(count * y.columns),
    }
  }
}

/** Compiles the training for one network, and puts it where other threads see it, if there are any. */
function share(plan: TrainPlan, batch: number, threads: number): SharedTraining {
  const { x, y, seed, weights } = plan
  const layout = layoutOfOne(weights)
  const seen = ({ rows, columns, data }: Rows): Rows => ({
    rows,
    columns,
    data: threads > 1 ? shared(data) : data,
  })
  const vector = () => emptyShared(layout.total)
  const whole = compile(plan, layout, batch)
  const short = x.rows % batch
  const programs = new Map([[batch, whole]])
  if (short > 0) programs.set(short, compile(plan, layout, short))
  return {
    id: trainings++,
    threads,
    x: seen(x),
    y: seen(y),
    programs,
    gather: compileGather(x.columns),
    state: Array.from({ length: y.columns }, () => ({
      parameters: vector(),
      first: vector(),
      second: vector(),
    })),
    pools: poolsFor(seed, whole.masks, y.columns),
    queue: StepQueue.wordsFor(y.columns),
  }
}

function compile({ loss, optimizer, x }: TrainPlan, layout: Layout, batch: number): Program {
  const common = { layout, loss, features: x.columns, targets: 1, batch, ordered: true }
  return compileTraining(optimizer ? { ...common, optimizer } : common)
}

/** Pools for layers of so many networks together. */
function poolsFor(seed: number, masks: Mask[], networks: number): Map<string, Float32Array> {
  const pools = new Map<string, Float32Array>()
  for (const rate of new Set(masks.map((mask) => mask.rate))) {
    const own = masks.filter((mask) => mask.rate === rate).map((mask) => mask.size)
    pools.set(poolName(rate), shared(dropoutPool(seed, rate, Math.max(...own) * networks)))
  }
  return pools
}
