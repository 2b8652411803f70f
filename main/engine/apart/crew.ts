/** The threads that train beside the leading one. They are started by the first training that is large enough, and stay until the engine is disposed of. */
import { ALONE, isLarge, type Host } from '../onnxruntime/session.ts'
import { layoutOf } from '../training/layout.ts'
import type { TrainPlan } from '../types.ts'
import { TrainingHelper, trainingEntry } from './helper.ts'

/** Multiplications of a training, forward pass only, from which starting a thread pays: half a second of work. */
const MUCH = 3e9
/** Bytes of tables, at most: they are copied once, to where all threads see them. */
const MOST_BYTES = 2 ** 29

export class TrainingCrew {
  readonly #host: Host
  #helpers: TrainingHelper[] = []

  constructor(host: Host) {
    this.#host = host
  }

  /** Threads that a training should be cut for, the leading one included; 1 when it is to stay whole. */
  threadsFor(plan: TrainPlan): number {
    const networks = plan.y.columns
    const threads = Math.min(this.#host.threads, networks)
    if (!plan.apart || threads < 2 || trainingEntry() === null) return 1
    const layout = layoutOf(plan.weights)
    const batch = Math.min(plan.batchSize, plan.x.rows)
    const worthIt =
      batch * layout.total >= ALONE &&
      !isLarge(batch, layout) &&
      plan.x.rows * plan.epochs * layout.total >= MUCH
    return worthIt && 4 * (plan.x.data.length + plan.y.data.length) <= MOST_BYTES ? threads : 1
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
