/**
 * Checkpoints of one experiment: which states are worth keeping, and where a repeated experiment goes on.
 *
 * An experiment is a row of trainings (stages); for each the newest state is kept, a finished one too. Resumed, each
 * stage starts from its state, so finished ones are over at once. A state is only found again under the same key:
 * config, data, engine and code. Keeping states is a help and never a duty: when it fails, training goes on without.
 */
import type { CaseFile } from '../case/case-file.ts'
import {
  dropCheckpoints,
  readCheckpoints,
  saveCheckpoints,
  type Checkpoint,
} from '../case/results/checkpoints.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import type { Engine, StateMoment, TrainPlan, TrainState } from '../engine/types.ts'
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

/** What a training keeps beside its state: pieces that only grow, such as the parameters after each epoch. */
export interface Beside {
  /** Pieces since the last call to `kept`, by a name of their own. */
  pending(): { name: string; vectors: Float32Array }[]
  kept(): void
  /** Those of an earlier try, of epochs that are not trained again. */
  restore(name: string, vectors: Float32Array): void
}

/** Where a system keeps the states of its trainings. */
export interface Stages {
  stage(name: string, epochs: number, beside?: Beside): Stage
}

/** What earlier tries told, and must not be lost with them. */
export interface Told {
  /** Seconds up to the state that this try goes on from. */
  seconds: number
  /** Names of the engines, and what went wrong with one. */
  engine: string
  trouble: string | null
}

/** Stage of what is told; no training is called so. */
const TOLD = '(told)'
const BESIDE = ' | '

export class Checkpoints {
  readonly #c: CaseFile
  readonly #fresh: boolean
  readonly #started = performance.now()
  #key = ''
  #engine: Pick<Engine, 'name' | 'trouble'> | null = null
  #earlier: Told | null = null
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

  /** What earlier tries told whose states this one goes on from; null when it began at the beginning. */
  get earlier(): Told | null {
    return this.#resumedAt === null ? null : this.#earlier
  }

  /** Looks for the states of the experiment with this key; see {@link experimentKey}. */
  open(key: string, engine: Pick<Engine, 'name' | 'trouble'>): void {
    this.#key = key
    this.#engine = engine
    this.#attempt('No checkpoint could be read', () => {
      if (this.#fresh) dropCheckpoints(this.#c, key)
      else this.#found = readCheckpoints(this.#c, key)
    })
    this.#earlier = (this.#found.get(TOLD)?.state as Told | undefined) ?? null
  }

  /** For trainings of the same names that are kept apart. */
  under(prefix: string): Stages {
    return { stage: (name, epochs, beside) => this.stage(`${prefix}: ${name}`, epochs, beside) }
  }

  /** What all tries tell together, this one included. */
  told(): Told {
    const [before, engine] = [this.earlier, this.#engine]
    const seconds = (performance.now() - this.#started) / 1000 + (before?.seconds ?? 0)
    return {
      seconds,
      engine: inTurn(before?.engine, engine?.name ?? ''),
      trouble: [before?.trouble, engine?.trouble].filter(Boolean).join('. Resumed later: ') || null,
    }
  }

  /** For the plan of one training: what to resume from, and the keeper of its states and of what is `beside` them. */
  stage(name: string, epochs: number, beside?: Beside): Stage {
    const onState = (take: () => TrainState, moment: StateMoment): void =>
      this.#offer(name, take, moment, beside)
    const found = this.#found.get(name)
    if (!found) return { onState }
    const resume = thaw(found)
    for (const [piece, { vectors }] of this.#found)
      if (piece.startsWith(name + BESIDE)) beside?.restore(piece.slice((name + BESIDE).length), vectors)
    this.#resumedAt = resume.epoch > epochs ? `the end of ${name}` : `${name}, epoch ${resume.epoch}`
    return { onState, resume }
  }

  /** Removes the experiment's states: its run is stored. For the transaction that stores it. */
  drop(): void {
    if (this.#key !== '') dropCheckpoints(this.#c, this.#key)
  }

  #offer(name: string, take: () => TrainState, moment: StateMoment, beside?: Beside): void {
    const now = performance.now()
    const atOnce = (moment === 'end' || moment === 'stop') && this.#trouble === null
    const wait = moment === 'steps' ? Math.max(INSIDE_MS, this.#pause) : this.#pause
    if (!atOnce && now - this.#saved < wait) return
    const kept = this.#attempt('No checkpoint could be saved', () => {
      const pieces = (beside?.pending() ?? []).map((piece) => ({
        stage: name + BESIDE + piece.name,
        state: {},
        vectors: piece.vectors,
      }))
      const told: Checkpoint = { stage: TOLD, state: this.told(), vectors: new Float32Array() }
      saveCheckpoints(this.#c, this.#key, [freeze(name, take()), ...pieces, told])
    })
    if (kept) beside?.kept()
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

/** `a, then b`, where the last one of those before is not the same. */
function inTurn(before: string | undefined, now: string): string {
  return before === undefined || before === now || before.endsWith(`, then ${now}`)
    ? (before ?? now)
    : `${before}, then ${now}`
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
