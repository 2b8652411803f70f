/**
 * How a joint system's gate came to its weights: after each epoch, the weights over a sample of validation rows.
 *
 * The parameters of each epoch are kept while training goes on and scored when it is over, so that training itself
 * does nothing else. A training resumed from a checkpoint has a history from there on.
 */
import type { WeightSpread } from '../../../preload/contract/evaluation.ts'
import { layoutOf, unpack } from '../../engine/layout.ts'
import type { TrainPlan, Weights } from '../../engine/types.ts'
import type { Rows } from '../../engine/types.ts'
import { pickRows } from '../../features/matrix.ts'
import { spreadOf } from './spread.ts'

/** Epochs that are kept at most, evenly spread; rows that they are looked at with. */
const MOST_EPOCHS = 50
const MOST_ROWS = 1000

export interface GateEpoch {
  epoch: number
  experts: WeightSpread[]
}

type Keeper = Pick<TrainPlan, 'onState'>

export class GateHistory {
  readonly #every: number
  readonly #kept: { epoch: number; parameters: Float32Array }[] = []

  constructor(epochs: number) {
    this.#every = Math.ceil(epochs / MOST_EPOCHS)
  }

  /** Listens beside the keeper of checkpoints. */
  listen({ onState }: Keeper): Required<Keeper> {
    return {
      onState: (take, moment) => {
        onState?.(take, moment)
        if (moment !== 'epoch' && moment !== 'end') return
        const { epoch, parameters } = take()
        if ((epoch - 1) % this.#every === 0) this.#kept.push({ epoch: epoch - 1, parameters })
      },
    }
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
    for (const { epoch, parameters } of this.#kept) {
      const weights = await gate(unpack(parameters, layout), x)
      history.push({ epoch, experts: spreadOf(weights, x.rows) })
    }
    return history
  }
}
