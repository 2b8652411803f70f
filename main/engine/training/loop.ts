/**
 * Epochs, order of rows, chunks of steps, progress, cancel, resume, the best epoch, and the guard against numbers that
 * are not finite. The engine below takes the steps; all engines go through this loop and so do the same work.
 */
import { setImmediate } from 'node:timers/promises'
import { guardChunk, guardValidation } from './guard.ts'
import { layoutOf, unpack } from './layout.ts'
import { ADAM, ratesOf } from './optimizer.ts'
import { checkPlan, checkState } from './plan.ts'
import { mixSeed, permutation } from '../random.ts'
import type { Block, Chunk, Stepper, Vectors } from './stepper.ts'
import { isSmall } from '../scoring/scoring.ts'
import type { EpochLoss, Rows, Trained, TrainPlan, TrainState, Weights } from '../types.ts'

/** A chunk should take about this long, so that a cancel is seen soon and progress moves. */
const CHUNK_MILLISECONDS = 100
const LONGEST_CHUNK = 1024
const PROGRESS_MILLISECONDS = 100
/** Rows of a validation block: fewer for a large network, as what it computes on the way would fill the memory. */
const evaluationRows = (weights: Weights) => (isSmall(layoutOf(weights)) ? 4096 : 256)

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
  readonly #at: Omit<TrainState, keyof Vectors>
  #chunk = 1
  #reported = 0

  constructor(plan: TrainPlan, stepper: Stepper) {
    this.#plan = plan
    this.#stepper = stepper
    this.#batch = Math.min(plan.batchSize, plan.x.rows)
    this.#total = plan.epochs * Math.ceil(plan.x.rows / this.#batch)
    const { resume } = plan
    this.#at = { step: 0, epoch: 1, row: 0, sums: [], losses: [], best: null }
    if (!resume) return
    checkState(plan, resume)
    stepper.restore(resume)
    const { step, epoch, row, sums, losses, best } = resume
    this.#at = { step, epoch, row, sums: [...sums], losses: [...losses], best }
  }

  async run(): Promise<Trained> {
    const [plan, at] = [this.#plan, this.#at]
    for (const point of at.losses) plan.onEpoch?.(point)
    while (at.epoch <= plan.epochs) await this.#epoch()
    plan.onStep?.(1)
    const vector = at.best?.parameters ?? this.#stepper.parameters()
    return { weights: unpack(vector, layoutOf(plan.weights)), losses: at.losses, steps: at.step }
  }

  async #epoch(): Promise<void> {
    const [plan, at] = [this.#plan, this.#at]
    const { rows } = plan.x
    const order = permutation(rows, mixSeed(plan.seed, 'order', at.epoch))
    while (at.row < rows) {
      const left = rows - at.row
      const batch = Math.min(this.#batch, left)
      const steps = Math.floor(left / batch)
      // A few steps that would be left over are taken along: to begin a chunk takes time.
      const count = steps <= 1.5 * this.#chunk ? steps : this.#chunk
      const chunk = this.#cut(order.subarray(at.row, at.row + count * batch), batch, count)
      addLosses(at.sums, await this.#take(chunk), count, batch)
      at.row += count * batch
      plan.onState?.(this.#state, 'steps')
      await this.#breathe()
    }
    const validation = plan.validation ? await this.#validate(plan.validation) : null
    this.#close(validation)
  }

  /** Writes down the epoch that is done and stands before the next. */
  #close(validation: number[] | null): void {
    const [plan, at] = [this.#plan, this.#at]
    const networks = at.sums.map((sum, k) => ({
      train: sum / plan.x.rows,
      validation: validation?.[k] ?? null,
    }))
    const point: EpochLoss = {
      epoch: at.epoch,
      train: mean(networks.map((network) => network.train)),
      validation: validation && mean(validation),
      networks,
    }
    at.losses.push(point)
    if (plan.keepBest && (at.best === null || point.validation! < at.best.loss)) {
      at.best = { loss: point.validation!, parameters: this.#stepper.parameters().slice() }
    }
    Object.assign(at, { epoch: at.epoch + 1, row: 0, sums: [] })
    plan.onEpoch?.(point)
    plan.onState?.(this.#state, at.epoch > plan.epochs ? 'end' : 'epoch')
  }

  #cut(order: Int32Array, batch: number, count: number): Chunk {
    const { step } = this.#at
    const { optimizer = ADAM, learningRate } = this.#plan
    const rates = ratesOf(optimizer, learningRate, step, count)
    return { batch, count, firstStep: step, order, rates }
  }

  /** Runs a chunk and looks at what came out. */
  async #take(chunk: Chunk): Promise<Float32Array> {
    const at = this.#at
    const started = performance.now()
    const losses = await this.#stepper.run(chunk)
    guardChunk(this.#plan, chunk, at.epoch, losses, this.#stepper.parameters())
    at.step += chunk.count
    const now = performance.now()
    this.#chunk = nextLength(chunk.count, this.#chunk, now - started)
    if (now - this.#reported > PROGRESS_MILLISECONDS) {
      this.#reported = now
      this.#plan.onStep?.(at.step / this.#total)
    }
    return losses
  }

  async #validate({ x, y }: { x: Rows; y: Rows }): Promise<number[]> {
    const sums: number[] = []
    const most = evaluationRows(this.#plan.weights)
    for (let row = 0; row < x.rows; row += most) {
      const block = cutBlock(x, y, row, Math.min(most, x.rows - row))
      addLosses(sums, await this.#stepper.evaluate(block), 1, block.rows)
      await this.#breathe()
    }
    const means = sums.map((sum) => sum / x.rows)
    guardValidation(this.#plan, this.#at.epoch, means)
    return means
  }

  /** Lets others have a turn, and stops here when told to. Whenever it is called, the state is whole. */
  async #breathe(): Promise<void> {
    await setImmediate()
    if (this.#plan.signal?.aborted) this.#plan.onState?.(this.#state, 'stop')
    this.#plan.signal?.throwIfAborted()
  }

  readonly #state = (): TrainState => ({
    ...this.#at,
    sums: [...this.#at.sums],
    losses: [...this.#at.losses],
    ...this.#stepper.vectors(),
  })
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
