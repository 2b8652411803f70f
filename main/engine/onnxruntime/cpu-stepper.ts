/** The training steps of one plan, compiled and run in ONNX Runtime. */
import type { Tensor } from 'onnxruntime-node'
import { dropoutPool, offsetsOf, poolLength } from '../training/dropout.ts'
import { layoutOf, startingVectors, type Layout } from '../training/layout.ts'
import { OnnxModel } from './model.ts'
import { isLarge, type Host } from './session.ts'
import { ADAM } from '../training/optimizer.ts'
import { takeRows } from '../training/rows.ts'
import type { Block, Chunk, Stepper, Vectors } from '../training/stepper.ts'
import {
  compileEvaluation,
  compileTraining,
  poolName,
  STATE,
  type Mask,
  type TrainingShape,
} from '../trace/compile.ts'
import type { TrainPlan } from '../types.ts'

type Feeds = Record<string, Tensor>

/** Takes the steps of one plan by running its compiled step in ONNX Runtime. */
export class OnnxStepper implements Stepper {
  readonly #host: Host
  readonly #plan: TrainPlan
  readonly #layout: Layout
  readonly #x: Tensor
  /** Models by rows a step; the last step of an epoch has its own. */
  readonly #training = new Map<number, { model: OnnxModel; masks: Mask[] }>()
  readonly #evaluation = new Map<number, OnnxModel>()
  /** Mask values by dropout rate, under their input names. */
  readonly #pools: Feeds = {}
  #state: Feeds

  constructor(host: Host, plan: TrainPlan) {
    this.#host = host
    this.#plan = plan
    this.#layout = layoutOf(plan.weights, plan.carried)
    this.#x = this.#floats(plan.x.data, [plan.x.rows, plan.x.columns])
    this.#state = this.#feeds(startingVectors(plan.weights, this.#layout))
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    const { model, masks } = this.#program(chunk.batch)
    await this.#makeRoom(chunk.batch)
    const feeds: Feeds = {
      ...this.#state,
      x: this.#x,
      y: this.#targets(chunk),
      order: new this.#host.runtime.Tensor('int32', chunk.order, [chunk.count, chunk.batch]),
      rates: this.#floats(chunk.rates, [chunk.count, 2]),
      ...this.#dropout(chunk, masks),
    }
    const results = await model.run(feeds, chunk.count)
    this.#state = Object.fromEntries(STATE.map((name) => [name, results[`${name}_next`]!]))
    return results['losses']!.data as Float32Array
  }

  async evaluate({ rows, x, y }: Block): Promise<Float32Array> {
    let model = this.#evaluation.get(rows)
    if (!model) {
      model = this.#open('evaluate', compileEvaluation(this.#shape(rows)), rows)
      this.#evaluation.set(rows, model)
    }
    const feeds = {
      x: this.#floats(x, [rows, this.#plan.x.columns]),
      y: this.#floats(y, [rows, this.#plan.y.columns]),
      parameters: this.#state['parameters']!,
    }
    const [losses] = Object.values(await model.run(feeds, rows))
    return losses!.data as Float32Array
  }

  parameters(): Float32Array {
    return this.#state['parameters']!.data as Float32Array
  }

  vectors(): Vectors {
    const read = (name: keyof Vectors) => (this.#state[name]!.data as Float32Array).slice()
    return { parameters: read('parameters'), first: read('first'), second: read('second') }
  }

  restore(vectors: Vectors): void {
    this.#state = this.#feeds(vectors)
  }

  async dispose(): Promise<void> {
    for (const { model } of this.#training.values()) await model.release()
    for (const model of this.#evaluation.values()) await model.release()
  }

  /** Two large models would take twice the memory: what the others keep goes back while the short batch has its turn. */
  async #makeRoom(batch: number): Promise<void> {
    if (!isLarge(batch, this.#layout)) return
    for (const [rows, { model }] of this.#training) if (rows !== batch) await model.rest()
  }

  #program(batch: number): { model: OnnxModel; masks: Mask[] } {
    const known = this.#training.get(batch)
    if (known) return known
    const { bytes, masks } = compileTraining(this.#shape(batch))
    const program = { model: this.#open('train', bytes, batch), masks }
    this.#training.set(batch, program)
    return program
  }

  #open(what: string, bytes: Uint8Array, rows: number): OnnxModel {
    const seldom = what === 'evaluate' || rows < Math.min(this.#plan.batchSize, this.#plan.x.rows)
    return new OnnxModel(this.#host, bytes, { what, rows, layout: this.#layout, seldom })
  }

  #shape(batch: number): TrainingShape {
    const { loss, x, y, optimizer = ADAM } = this.#plan
    return { layout: this.#layout, loss, optimizer, features: x.columns, targets: y.columns, batch }
  }

  /** Narrow rows are put in order here: a Gather takes longer to find one than to copy it. */
  #targets({ order, count, batch }: Chunk): Tensor {
    const { y } = this.#plan
    const ordered = new Float32Array(order.length * y.columns)
    takeRows(y, order, ordered)
    return this.#floats(ordered, [count, batch, y.columns])
  }

  #dropout(chunk: Chunk, masks: Mask[]): Feeds {
    if (masks.length === 0) return {}
    for (const rate of new Set(masks.map((mask) => mask.rate))) this.#fillPool(rate, masks)
    const offsets = offsetsOf(this.#plan.seed, chunk.firstStep, chunk.count, masks.length)
    const shape = [chunk.count, masks.length]
    return { ...this.#pools, offsets: new this.#host.runtime.Tensor('int64', offsets, shape) }
  }

  /** A training that was resumed at the short batch of an epoch meets its larger layers later. */
  #fillPool(rate: number, masks: Mask[]): void {
    const largest = Math.max(...masks.filter((mask) => mask.rate === rate).map((mask) => mask.size))
    const known = this.#pools[poolName(rate)]
    if (known && known.size >= poolLength(largest)) return
    const pool = dropoutPool(this.#plan.seed, rate, largest)
    this.#pools[poolName(rate)] = this.#floats(pool, [pool.length])
  }

  #feeds(vectors: Vectors): Feeds {
    return Object.fromEntries(STATE.map((name) => [name, this.#floats(vectors[name], [this.#layout.total])]))
  }

  #floats(data: Float32Array, shape: number[]): Tensor {
    return new this.#host.runtime.Tensor('float32', data, shape)
  }
}
