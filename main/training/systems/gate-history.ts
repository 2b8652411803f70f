/**
 * How a joint system's gate came to its weights: after each epoch, the weights over a sample of validation rows.
 *
 * The parameters of each epoch are kept while training goes on and scored when it is over, so that training itself
 * does nothing else. They are kept with the checkpoints too, so that a resumed training has its whole history.
 */
import type { WeightSpread } from '../../../preload/contract/evaluation.ts'
import { layoutOf, unpack } from '../../engine/training/layout.ts'
import type { Rows, TrainPlan, TrainState, Weights } from '../../engine/types.ts'
import { pickRows } from '../../features/matrix.ts'
import type { Beside } from '../checkpoints.ts'
import { spreadOf } from './spread.ts'

/** Epochs that are kept at most, evenly spread; rows that they are looked at with. */
const MOST_EPOCHS = 20
const MOST_ROWS = 1000

export interface GateEpoch {
  epoch: number
  experts: WeightSpread[]
}

type Keeper = Pick<TrainPlan, 'onState'>

export class GateHistory implements Beside {
  readonly #every: number
  readonly #kept = new Map<number, Float32Array>()
  #pending: number[] = []

  constructor(epochs: number) {
    this.#every = Math.ceil(epochs / MOST_EPOCHS)
  }

  /** Listens before the keeper of checkpoints, so that an epoch is kept with the state that follows it. */
  listen({ onState }: Keeper): Required<Keeper> {
    return {
      onState: (take, moment) => {
        if (moment === 'epoch' || moment === 'end') this.#look(take())
        onState?.(take, moment)
      },
    }
  }

  #look({ epoch, parameters }: Pick<TrainState, 'epoch' | 'parameters'>): void {
    const ended = epoch - 1
    if ((ended - 1) % this.#every !== 0 || this.#kept.has(ended)) return
    this.#kept.set(ended, parameters)
    this.#pending.push(ended)
  }

  pending(): { name: string; vectors: Float32Array }[] {
    return this.#pending.map((epoch) => ({ name: String(epoch), vectors: this.#kept.get(epoch)! }))
  }

  kept(): void {
    this.#pending = []
  }

  restore(name: string, vectors: Float32Array): void {
    this.#kept.set(Number(name), vectors)
  }

  /** @param gate gives rows x experts of weights for a set of parameters */
  async tell(
    start: Weights,
    carried: readonly string[],
    rows: Rows,
    gate: (weights: Weights, x: Rows) => Promise<Float32Array>,
  ): Promise<GateEpoch[]> {
    if (rows.rows === 0) return []
    const sample = Int32Array.from({ length: Math.min(rows.rows, MOST_ROWS) }, (_, i) =>
      Math.floor((i * rows.rows) / Math.min(rows.rows, MOST_ROWS)),
    )
    const x = pickRows({ ...rows, names: [] }, sample)
    const layout = layoutOf(start, carried)
    const history: GateEpoch[] = []
    for (const [epoch, parameters] of [...this.#kept].sort(([a], [b]) => a - b)) {
      const weights = await gate(unpack(parameters, layout), x)
      history.push({ epoch, experts: spreadOf(weights, x.rows) })
    }
    return history
  }
}
