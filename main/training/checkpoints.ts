/**
 * Checkpoints of one experiment: which states are worth keeping, and where a repeated experiment goes on.
 *
 * An experiment is a row of trainings (stages); for each the newest state is kept, a finished one too. Resumed, each
 * stage starts from its state, so finished ones are over at once. A state is only found again under the same key:
 * config, data, engine and code. Keeping states is a help and never a duty: when it fails, training goes on without.
 */
import type { CaseFile } from '../case/case-file.ts'
import { dropCheckpoints, readCheckpoints, saveCheckpoint, type Checkpoint } from '../case/checkpoints.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import type { StateMoment, TrainPlan, TrainState } from '../engine/types.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { codeVersion } from './code-version.ts'
import type { Prepared } from './prepare.ts'

/** Milliseconds between two states: inside an epoch, at the ends of epochs, and after a state could not be kept. */
const INSIDE_MS = 3000
const EPOCH_MS = 250
const AFTER_FAILURE_MS = 30_000
/** Keeping states takes at most one part in so many of the time. */
const SHARE = 20
/** Numbers in a state, 256 MiB of them; larger networks train without a checkpoint. */
const MOST_NUMBERS = 2 ** 26

type Stage = Required<Pick<TrainPlan, 'onState'>> & Pick<TrainPlan, 'resume'>

export class Checkpoints {
  readonly #c: CaseFile
  readonly #fresh: boolean
  #key = ''
  #found = new Map<string, Checkpoint>()
  #saved = performance.now()
  #pause = EPOCH_MS
  #resumedAt: string | null = null
  #trouble: string | null = null

  /** @param options `fresh` ignores and removes what an earlier training of the same experiment left */
  constructor(c: CaseFile, options: { fresh?: boolean | undefined } = {}) {
    this.#c = c
    this.#fresh = options.fresh ?? false
  }

  /** Where training went on, e.g. `gate (balanced), epoch 4`; null when it began at the beginning. */
  get resumedAt(): string | null {
    return this.#resumedAt
  }

  /** Why a state could not be kept or read, if that happened. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** Looks for the states of the experiment with this key; see {@link experimentKey}. */
  open(key: string): void {
    this.#key = key
    this.#attempt('No checkpoint could be read', () => {
      if (this.#fresh) dropCheckpoints(this.#c, key)
      else this.#found = readCheckpoints(this.#c, key)
    })
  }

  /** For the plan of one training: what to resume from, and the keeper of its states. */
  stage(name: string, epochs: number): Stage {
    const onState = (take: () => TrainState, moment: StateMoment): void => this.#offer(name, take, moment)
    const found = this.#found.get(name)
    if (!found) return { onState }
    const resume = thaw(found)
    this.#resumedAt = resume.epoch > epochs ? `the end of ${name}` : `${name}, epoch ${resume.epoch}`
    return { onState, resume }
  }

  /** Removes the experiment's states: its run is stored. For the transaction that stores it. */
  drop(): void {
    if (this.#key !== '') dropCheckpoints(this.#c, this.#key)
  }

  #offer(name: string, take: () => TrainState, moment: StateMoment): void {
    const now = performance.now()
    const atOnce = (moment === 'end' || moment === 'stop') && this.#trouble === null
    const wait = moment === 'steps' ? Math.max(INSIDE_MS, this.#pause) : this.#pause
    if (!atOnce && now - this.#saved < wait) return
    const kept = this.#attempt('No checkpoint could be saved', () => {
      saveCheckpoint(this.#c, this.#key, freeze(name, take()))
    })
    this.#saved = performance.now()
    this.#pause = kept ? Math.max(EPOCH_MS, (this.#saved - now) * SHARE) : AFTER_FAILURE_MS
  }

  /** Storage that fails is noted, once; a mistake of ours is thrown. */
  #attempt(what: string, work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.#trouble ??= `${what}: ${error.message}`
      return false
    }
  }
}

/** Equal for experiments whose every number is equal: same config, rows, features, engine and code. */
export function experimentKey(config: ExperimentConfig, prepared: Prepared, engine: string): string {
  const { dataset, matrix, lists, labelSet } = prepared
  const { columns, names } = matrix
  const data = [matrix.data, dataset.labels, dataset.events].map(hashOf)
  const rows = Object.values(lists.regimes).flatMap(({ train, validation }) =>
    [train, validation].map(hashOf),
  )
  const parts = { config, labelSet, classes: dataset.classes, columns, names, data, rows, engine }
  return sha256(canonicalJson({ ...parts, code: codeVersion() }))
}

function hashOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): string {
  return sha256(new Uint8Array(buffer, byteOffset, byteLength))
}

type Frozen = Pick<TrainState, 'step' | 'epoch' | 'row' | 'sums' | 'losses'> & { best: number | null }

/** Plain numbers as JSON, which keeps every bit of a double; the three or four vectors as one. */
function freeze(stage: string, state: TrainState): Checkpoint {
  const { parameters, first, second, best, ...rest } = state
  const all = [parameters, first, second, ...(best ? [best.parameters] : [])]
  const size = parameters.length
  if (size * all.length > MOST_NUMBERS)
    throw new Problem('checkpoint-too-large', `${size} parameters are too many to keep a state of`)
  const vectors = new Float32Array(size * all.length)
  all.forEach((vector, i) => vectors.set(vector, i * size))
  return { stage, state: { ...rest, best: best && best.loss } satisfies Frozen, vectors }
}

function thaw({ state, vectors }: Checkpoint): TrainState {
  const { best, ...rest } = state as Frozen
  const size = vectors.length / (best === null ? 3 : 4)
  const part = (i: number) => vectors.slice(i * size, (i + 1) * size)
  return {
    ...rest,
    parameters: part(0),
    first: part(1),
    second: part(2),
    best: best === null ? null : { loss: best, parameters: part(3) },
  }
}
