/** The training steps of one plan on a graphics card: a few at a time, each few as one graph without a loop. */
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { dropoutOffsets, dropoutPool } from '../training/dropout.ts'
import { layoutOf, startingVectors, type Layout } from '../training/layout.ts'
import { openOn, type Provider } from './provider.ts'
import { ADAM } from '../training/optimizer.ts'
import { takeRows } from '../training/rows.ts'
import type { Block, Chunk, Stepper, Vectors } from '../training/stepper.ts'
import { compileEvaluation, STATE, type Mask, type TrainingShape } from '../trace/compile.ts'
import { compileSteps } from '../trace/unrolled.ts'
import type { Rows, TrainPlan } from '../types.ts'

/** Steps written out in one graph: enough that carrying the state in and out is nothing, few enough to compile soon. */
const STEPS = 8

type Feeds = Record<string, Tensor>

export class GpuStepper implements Stepper {
  readonly #provider: Provider
  readonly #plan: TrainPlan
  readonly #layout: Layout
  /** By steps and rows a step. */
  readonly #programs = new Map<string, { session: InferenceSession; masks: Mask[] }>()
  readonly #evaluation = new Map<number, InferenceSession>()
  #state: Feeds

  constructor(provider: Provider, plan: TrainPlan) {
    this.#provider = provider
    this.#plan = plan
    this.#layout = layoutOf(plan.weights, plan.carried)
    this.#state = this.#feeds(startingVectors(plan.weights, this.#layout))
  }

  async run(chunk: Chunk): Promise<Float32Array> {
    const parts: Float32Array[] = []
    for (let from = 0; from < chunk.count;) {
      const steps = chunk.count - from >= STEPS ? STEPS : 1
      parts.push(await this.#take(chunk, from, steps))
      from += steps
    }
    const losses = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
    let at = 0
    for (const part of parts) {
      losses.set(part, at)
      at += part.length
    }
    return losses
  }

  async evaluate({ rows, x, y }: Block): Promise<Float32Array> {
    let session = this.#evaluation.get(rows)
    if (!session) {
      session = await openOn(this.#provider, compileEvaluation(this.#shape(rows), 'standard'))
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

  vectors(): Vectors {
    const read = (name: keyof Vectors) => (this.#state[name]!.data as Float32Array).slice()
    return { parameters: read('parameters'), first: read('first'), second: read('second') }
  }

  restore(vectors: Vectors): void {
    this.#state = this.#feeds(vectors)
  }

  async dispose(): Promise<void> {
    for (const { session } of this.#programs.values()) await session.release()
    for (const session of this.#evaluation.values()) await session.release()
  }

  async #take(chunk: Chunk, from: number, steps: number): Promise<Float32Array> {
    const { batch } = chunk
    const { session, masks } = await this.#program(batch, steps)
    const rows = chunk.order.subarray(from * batch, (from + steps) * batch)
    const { x, y } = this.#plan
    const feeds: Feeds = {
      ...this.#state,
      x: this.#floats(ordered(x, rows), [steps, batch, x.columns]),
      y: this.#floats(ordered(y, rows), [steps, batch, y.columns]),
      rates: this.#floats(chunk.rates.slice(2 * from, 2 * (from + steps)), [steps, 2]),
    }
    if (masks.length > 0) feeds['offsets'] = this.#offsets(chunk.firstStep + from, steps, masks.length)
    const results = await session.run(feeds)
    this.#state = Object.fromEntries(STATE.map((name) => [name, results[`${name}_next`]!]))
    return results['losses']!.data as Float32Array
  }

  async #program(batch: number, steps: number) {
    const key = `${steps} of ${batch}`
    const known = this.#programs.get(key)
    if (known) return known
    const pools = (rate: number, largest: number) => dropoutPool(this.#plan.seed, rate, largest)
    const { bytes, masks } = compileSteps(this.#shape(batch), steps, pools)
    const program = { session: await openOn(this.#provider, bytes), masks }
    this.#programs.set(key, program)
    return program
  }

  #shape(batch: number): TrainingShape {
    const { loss, x, y, optimizer = ADAM } = this.#plan
    return { layout: this.#layout, loss, optimizer, features: x.columns, targets: y.columns, batch }
  }

  #offsets(firstStep: number, steps: number, layers: number): Tensor {
    const offsets = new BigInt64Array(steps * layers)
    for (let step = 0, at = 0; step < steps; step++) {
      const nextOffset = dropoutOffsets(this.#plan.seed, firstStep + step)
      for (let layer = 0; layer < layers; layer++) offsets[at++] = BigInt(nextOffset())
    }
    return new this.#provider.runtime.Tensor('int64', offsets, [steps, layers])
  }

  #feeds(vectors: Vectors): Feeds {
    return Object.fromEntries(STATE.map((name) => [name, this.#floats(vectors[name], [this.#layout.total])]))
  }

  #floats(data: Float32Array, shape: number[]): Tensor {
    return new this.#provider.runtime.Tensor('float32', data, shape)
  }
}

function ordered(table: Rows, rows: Int32Array): Float32Array {
  const picked = new Float32Array(rows.length * table.columns)
  takeRows(table, rows, picked)
  return picked
}
