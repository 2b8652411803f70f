/** The threads that train beside the leading one. They are started by the first training that is large enough, and stay until the engine is disposed of. */
import { ALONE, isLarge, type Host } from '../onnxruntime/session.ts'
import { layoutOf } from '../training/layout.ts'
import type { TrainPlan } from '../types.ts'
import { TrainingHelper, trainingEntry } from './helper.ts'

/** Multiplications of a training, forward pass only, from which starting a thread pays: half a second of work. */
const MUCH = 3e9
/** Bytes of tables, at most: they are copied once, to where all threads see them. */
const MOST_BYTES = 2 ** 29

/**
 * Whether the networks of a plan are to be trained each by itself. The plan alone decides it, not the machine: a network by itself and
 * one among others in a batched product differ in the last bits.
 */
export function isApart({ apart, batchSize, weights, x, y }: TrainPlan): boolean {
  const layout = layoutOf(weights)
  const batch = Math.min(batchSize, x.rows)
  return apart === true && y.columns > 1 && batch * layout.total >= ALONE && !isLarge(batch, layout)
}

export class TrainingCrew {
  readonly #host: Host
  #helpers: TrainingHelper[] = []

  constructor(host: Host) {
    this.#host = host
  }

  /** Those that are to take part in a training of networks apart, started if they were not; none where that does not pay. */
  helpersFor({ epochs, weights, x, y }: TrainPlan): TrainingHelper[] {
    const work = x.rows * epochs * layoutOf(weights).total
    const pays = work >= MUCH && 4 * (x.data.length + y.data.length) <= MOST_BYTES
    return pays ? this.helpers(Math.min(this.#host.threads, y.columns) - 1) : []
  }

  /** So many helpers, started if they were not. */
  helpers(count: number): TrainingHelper[] {
    this.#helpers = this.#helpers.filter((helper) => helper.isThere)
    const entry = trainingEntry()
    if (entry === null) return []
    while (this.#helpers.length < count) this.#helpers.push(new TrainingHelper(entry))
    return this.#helpers.slice(0, count)
  }

  dispose(): void {
    for (const helper of this.#helpers) helper.end()
    this.#helpers = []
  }
}
