/**
 * Epochs, order of rows, chunks of steps, progress, cancel, the best epoch, and the guard against numbers that are
 * not finite. The engine below takes the steps; all engines go through this loop and so do the same work.
 */
import { setImmediate } from 'node:timers/promises'
import { adamRates } from './adam.ts'
import { guardChunk, guardValidation } from './guard.ts'
import { layoutOf, unpack } from './layout.ts'
import { checkPlan } from './plan.ts'
import { mixSeed, permutation } from './random.ts'
import type { Block, Chunk, Stepper } from './stepper.ts'
import type { EpochLoss, Rows, Trained, TrainPlan } from './types.ts'

/** A chunk should take about this long, so that a cancel is seen soon and progress moves. */
const CHUNK_MILLISECONDS = 60
const LONGEST_CHUNK = 1024
const PROGRESS_MILLISECONDS = 100
const EVALUATION_ROWS = 4096

/** Trains `plan` with the stepper that `open` gives for it, and disposes of that. */
export async function train(plan: TrainPlan, open: () => Stepper): Promise<Trained> {
  checkPlan(plan)
  plan.signal?.throwIfAborted()
  const stepper = open()
  try {
    return await new TrainingLoop(plan, stepper).run()
  } finally {
    await stepper.dispose()
  }
}

class TrainingLoop {
  readonly #plan: TrainPlan
  readonly #stepper: Stepper
  readonly #batch: number
  readonly #total: number
  #step = 0
  #chunk = 1
  #reported = 0

  constructor(plan: TrainPlan, stepper: Stepper) {
    this.#plan = plan
    this.#stepper = stepper
    this.#batch = Math.min(plan.batchSize, plan.x.rows)
    this.#total = plan.epochs * Math.ceil(plan.x.rows / this.#batch)
  }

  async run(): Promise<Trained> {
    const plan = this.#plan
    const losses: EpochLoss[] = []
    let best: { loss: number; vector: Float32Array } | null = null
    for (let epoch = 1; epoch <= plan.epochs; epoch++) {
      const point = await this.#epoch(epoch)
      losses.push(point)
      if (plan.keepBest && (best === null || point.validation! < best.loss)) {
        best = { loss: point.validation!, vector: this.#stepper.parameters().slice() }
      }
      plan.onEpoch?.(point)
    }
    plan.onStep?.(1)
    const vector = best ? best.vector : this.#stepper.parameters()
    return { weights: unpack(vector, layoutOf(plan.weights)), losses, steps: this.#step }
  }

  async #epoch(epoch: number): Promise<EpochLoss> {
    const plan = this.#plan
    const rows = plan.x.rows
    const order = permutation(rows, mixSeed(plan.seed, 'order', epoch))
    const sums: number[] = []
    for (let row = 0; row < rows;) {
      const left = rows - row
      const batch = Math.min(this.#batch, left)
      const count = Math.min(this.#chunk, Math.floor(left / batch))
      const chunk = this.#cut(order.subarray(row, row + count * batch), batch, count)
      addLosses(sums, await this.#take(chunk, epoch), count, batch)
      row += count * batch
    }
    const validation = plan.validation ? await this.#validate(plan.validation, epoch) : null
    const networks = sums.map((sum, k) => ({ train: sum / rows, validation: validation?.[k] ?? null }))
    return {
      epoch,
      train: mean(networks.map((network) => network.train)),
      validation: validation && mean(validation),
      networks,
    }
  }

  #cut(order: Int32Array, batch: number, count: number): Chunk {
    const rates = adamRates(this.#plan.learningRate, this.#step, count)
    return { batch, count, firstStep: this.#step, order, rates }
  }

  /** Runs a chunk, looks at what came out, and lets others have a turn. */
  async #take(chunk: Chunk, epoch: number): Promise<Float32Array> {
    const started = performance.now()
    const losses = await this.#stepper.run(chunk)
    guardChunk(this.#plan, chunk, epoch, losses, this.#stepper.parameters())
    this.#step += chunk.count
    const now = performance.now()
    this.#chunk = nextLength(chunk.count, this.#chunk, now - started)
    if (now - this.#reported > PROGRESS_MILLISECONDS) {
      this.#reported = now
      this.#plan.onStep?.(this.#step / this.#total)
    }
    await setImmediate()
    this.#plan.signal?.throwIfAborted()
    return losses
  }

  async #validate({ x, y }: { x: Rows; y: Rows }, epoch: number): Promise<number[]> {
    const sums: number[] = []
    for (let row = 0; row < x.rows; row += EVALUATION_ROWS) {
      const block = cutBlock(x, y, row, Math.min(EVALUATION_ROWS, x.rows - row))
      addLosses(sums, await this.#stepper.evaluate(block), 1, block.rows)
      await setImmediate()
      this.#plan.signal?.throwIfAborted()
    }
    const means = sums.map((sum) => sum / x.rows)
    guardValidation(this.#plan, epoch, means)
    return means
  }
}

/** How many steps the next chunk takes. It changes when work is reported, never what is computed. */
function nextLength(count: number, longest: number, milliseconds: number): number {
  const ideal = (count * CHUNK_MILLISECONDS) / Math.max(milliseconds, 0.1)
  // A chunk at the end of an epoch can be short; it must not shrink those of the next.
  return Math.max(1, Math.min(LONGEST_CHUNK, longest * 2, Math.round(ideal)))
}

/** Adds losses (steps × networks), each times the rows of its step, to the sums per network. */
function addLosses(sums: number[], losses: Float32Array, steps: number, rows: number): void {
  const networks = losses.length / steps
  for (let i = 0; i < losses.length; i++) {
    const network = i % networks
    sums[network] = (sums[network] ?? 0) + losses[i]! * rows
  }
}

function cutBlock(x: Rows, y: Rows, from: number, rows: number): Block {
  return {
    rows,
    x: x.data.subarray(from * x.columns, (from + rows) * x.columns),
    y: y.data.subarray(from * y.columns, (from + rows) * y.columns),
  }
}

function mean(values: number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}
