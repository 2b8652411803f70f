/**
 * An engine on a GPU that may fail, and one on the processor that takes over. Cards get lost, drivers are reset, memory
 * runs out; a training that was hours on its way goes on from its last state, and whoever asks is told.
 *
 * A loss that is not finite may be the card's fault too: the processor repeats from the last state, and has the last word.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import { said } from './said.ts'
import type { Engine, ScoreJob, Trained, TrainPlan, TrainState } from '../types.ts'

/** States are copied at most this often; those of an epoch that is over sooner are as good as the ones before. */
const KEEP_MILLISECONDS = 1000

/** @param open opens the engine that takes over; called once, when the first fails. */
export function withFallback(first: Engine, open: () => Promise<Engine>): Engine {
  return new FallbackEngine(first, open)
}

class FallbackEngine implements Engine {
  readonly #first: Engine
  readonly #open: () => Promise<Engine>
  #spare: Engine | null = null
  #trouble: string | null = null

  constructor(first: Engine, open: () => Promise<Engine>) {
    this.#first = first
    this.#open = open
  }

  /** Both names when both had a part in it. */
  get name(): string {
    return this.#spare ? `${this.#first.name}, then ${this.#spare.name}` : this.#first.name
  }

  get device(): 'CPU' | 'GPU' {
    return (this.#spare ?? this.#first).device
  }

  get trouble(): string | null {
    return this.#trouble
  }

  async train(plan: TrainPlan): Promise<Trained> {
    if (this.#spare) return this.#spare.train(plan)
    const kept = keepStates(plan)
    try {
      return await this.#first.train(kept.plan)
    } catch (error) {
      const spare = await this.#instead(
        error,
        plan.signal,
        () => `training ${plan.name}, ${wentOn(kept.last())}`,
      )
      const resume = kept.last()
      return spare.train({ ...kept.plan, ...(resume && { resume }) })
    }
  }

  async score(job: ScoreJob): Promise<Float32Array> {
    if (this.#spare) return this.#spare.score(job)
    try {
      return await this.#first.score(job)
    } catch (error) {
      const spare = await this.#instead(error, job.signal, () => 'scoring, which began again')
      return spare.score(job)
    }
  }

  async dispose(): Promise<void> {
    await this.#first.dispose()
    await this.#spare?.dispose()
  }

  /** The engine that takes over; throws the error again where it is no fault of the card. */
  async #instead(error: unknown, signal: AbortSignal | undefined, during: () => string): Promise<Engine> {
    if (signal?.aborted || (error instanceof Problem && error.code !== 'loss-not-finite')) throw error
    const spare = await this.#open()
    this.#spare = spare
    this.#trouble = `The engine ${this.#first.name} failed while ${during()} on ${spare.name}: ${said(error)}`
    return spare
  }
}

const wentOn = (state: TrainState | undefined) =>
  state ? `which went on from step ${state.step}` : 'which began again'

/** The plan with its newest state kept, and no epoch told twice when it is trained again from there. */
function keepStates(plan: TrainPlan): { plan: TrainPlan; last(): TrainState | undefined } {
  let last = plan.resume
  let keptAt = performance.now()
  let told = 0
  const onState: TrainPlan['onState'] = (take, moment) => {
    plan.onState?.(take, moment)
    if (performance.now() - keptAt < KEEP_MILLISECONDS) return
    last = take()
    keptAt = performance.now()
  }
  const onEpoch: TrainPlan['onEpoch'] = (point) => {
    if (point.epoch <= told) return
    told = point.epoch
    plan.onEpoch?.(point)
  }
  return { plan: { ...plan, onState, onEpoch }, last: () => last }
}
