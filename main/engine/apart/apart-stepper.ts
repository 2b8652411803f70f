/**
 * Steps of networks that share nothing, by several threads: each takes some networks for some steps, and they meet only at the end of
 * a chunk (docs/decisions/0060-networks-apart.md). The short batch of an epoch and validation are the business of the
 * stepper for whole plans; the state goes there and back. Weights are the same bits as there, whoever computed what.
 */
import { dropoutPool, offsetsOf } from '../training/dropout.ts'
import { layoutOf, startingVectors, type Layout } from '../training/layout.ts'
import type { Host } from '../onnxruntime/session.ts'
import { OnnxStepper } from '../onnxruntime/cpu-stepper.ts'
import type { Block, Chunk, Stepper, Vectors } from '../training/stepper.ts'
import { compileTraining, poolName, type Mask } from '../trace/compile.ts'
import type { TrainPlan } from '../types.ts'
import { cut, groupsOf, join, layoutOfSome } from './groups.ts'
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
  readonly #whole: OnnxStepper
  readonly #training: SharedTraining
  readonly #parts: Parts
  readonly #helpers: Helper[]
  #opened: Promise<void> | null = null
  /** Where the rows of a chunk are put in order. */
  #rows = emptyShared(0)
  /** The state of all networks, as it was before the chunk under way. */
  #vectors: Vectors

  /** @param helpers those that may take part, as soon as they can */
  constructor(host: Host, plan: TrainPlan, helpers: Helper[]) {
    this.#plan = plan
    this.#layout = layoutOf(plan.weights)
    this.#whole = new OnnxStepper(host, plan)
    this.#training = share(plan, helpers.length + 1)
    this.#parts = new Parts(host.runtime, this.#training)
    this.#helpers = helpers
    this.#vectors = startingVectors(plan.weights, this.#layout)
    for (const helper of helpers) helper.open(this.#training)
  }

  /** Helpers that take part by now. */
  get helping(): number {
    return this.#helpers.filter((helper) => helper.has(this.#training.id)).length
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    if (chunk.batch !== this.#training.batch) return this.#runWhole(chunk)
    await (this.#opened ??= this.#parts.open())
    const common = this.#share(chunk)
    while (!(await this.#runParts(chunk.count, common)));
    this.#training.groups.forEach((group, i) => {
      for (const name of VECTORS)
        join(this.#training.state[i]![name], this.#layout, group, this.#vectors[name])
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

  async #runWhole(chunk: Chunk): Promise<Float32Array> {
    this.#whole.restore(this.#vectors)
    const losses = await this.#whole.run(chunk)
    this.#vectors = this.#whole.vectors()
    return losses
  }

  /** Everybody's part of the chunk, from the state before it. False when a helper failed on the way: then again, without it. */
  async #runParts(steps: number, chunk: SharedChunk): Promise<boolean> {
    const { groups, state, id } = this.#training
    groups.forEach((group, i) => cut(this.#vectors, this.#layout, group, state[i]!))
    this.#parts.fill(steps)
    const others = this.#helpers.filter((helper) => helper.has(id)).map((helper) => helper.work(id, chunk))
    const [own, ...done] = await Promise.allSettled([this.#parts.work(chunk), ...others])
    if (own.status === 'rejected') throw own.reason
    return done.every((result) => result.status === 'fulfilled' && result.value)
  }

  #share({ count, firstStep, order, rates }: Chunk): SharedChunk {
    const [program] = this.#training.programs.values()
    const { seed, x, y } = this.#plan
    const size = order.length * x.columns
    if (this.#rows.length < size) this.#rows = emptyShared(size)
    return {
      order: order.slice(),
      rows: { x: this.#rows, words: OrderedRows.wordsFor(count) },
      rates,
      offsets: offsetsOf(seed, firstStep, count, program!.masks.length),
      losses: emptyShared(count * y.columns),
    }
  }
}

/** Puts the training where other threads see it, and compiles it for the groups. */
function share(plan: TrainPlan, threads: number): SharedTraining {
  const { x, y } = plan
  const batch = Math.min(plan.batchSize, x.rows)
  const groups = groupsOf(y.columns, threads)
  const programs = new Map<number, Program>()
  for (const { size } of groups) if (!programs.has(size)) programs.set(size, compile(plan, batch, size))
  const state = groups.map(({ size }) => {
    const { total } = layoutOfSome(plan.weights, size)
    return { parameters: emptyShared(total), first: emptyShared(total), second: emptyShared(total) }
  })
  const [[size, { masks }]] = [...programs] as [[number, Program]]
  return {
    id: trainings++,
    threads,
    x: { rows: x.rows, columns: x.columns, data: shared(x.data) },
    y: { rows: y.rows, columns: y.columns, data: shared(y.data) },
    batch,
    groups,
    programs,
    state,
    pools: poolsFor(plan.seed, masks, y.columns / size),
    queue: StepQueue.wordsFor(groups.length),
  }
}

function compile({ weights, loss, optimizer, x }: TrainPlan, batch: number, size: number): Program {
  const layout = layoutOfSome(weights, size)
  const common = { layout, loss, features: x.columns, targets: size, batch, ordered: true }
  return compileTraining(optimizer ? { ...common, optimizer } : common)
}

/** Pools for layers of all networks together: `times` as large as these. */
function poolsFor(seed: number, masks: Mask[], times: number): Map<string, Float32Array> {
  const pools = new Map<string, Float32Array>()
  for (const rate of new Set(masks.map((mask) => mask.rate))) {
    const own = masks.filter((mask) => mask.rate === rate).map((mask) => mask.size)
    pools.set(poolName(rate), shared(dropoutPool(seed, rate, Math.max(...own) * times)))
  }
  return pools
}
