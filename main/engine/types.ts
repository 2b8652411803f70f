/**
 * What the engine is asked and what it answers. Models are pure functions over TensorFlow.js ops; an engine runs them
 * eagerly or traced, and gives the same numbers within a stated tolerance. Arrays are row-major float32.
 */
import type * as tf from '@tensorflow/tfjs'
import type { Optimizer } from './training/optimizer.ts'

/** One array with its shape; `data.length` is the product of `shape`. */
export interface NamedArray {
  shape: number[]
  data: Float32Array
}

/** The parameters of one network, by name. Order of keys is the order in memory. */
export type Weights = Record<string, NamedArray>

/** Parameters as tensors, under the names of `Weights`. */
export type TensorMap = Record<string, tf.Tensor>

/** A dense table; cell (r, c) is `data[r * columns + c]`. */
export interface Rows {
  rows: number
  columns: number
  data: Float32Array
}

/** What only the engine can give to a loss function. */
export interface Aids {
  /** Inverted dropout with a seeded, resumable mask; the identity while validating. `rate` is in [0, 1). */
  dropout(x: tf.Tensor, rate: number): tf.Tensor
  /** True in a training step, false while validating. */
  training: boolean
  /** The value that a carried weight has after this step (`TrainPlan.carried`); does nothing while validating. */
  carry(name: string, value: tf.Tensor): void
}

/** The part of the aids that a stepper gives. */
export type Dropout = Pick<Aids, 'dropout'>

/**
 * Mean loss over the batch, of pure tfjs ops: a scalar, or one value per network when several independent networks
 * train as one (their sum is minimized, so each trains as if alone). It must not read values nor keep tensors.
 */
export type LossFunction = (
  params: TensorMap,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  aids: Aids,
) => tf.Scalar | tf.Tensor1D

/** Logits or outputs, one line per row of x. */
export type ForwardFunction = (params: TensorMap, x: tf.Tensor2D) => tf.Tensor2D

/** Losses of one epoch. With several networks, `train` and `validation` are means over `networks`. */
export interface EpochLoss {
  /** From 1. */
  epoch: number
  train: number
  validation: number | null
  /** One entry per network of the loss function; a single one for a scalar loss. */
  networks: { train: number; validation: number | null }[]
}

/**
 * Where a training stands between two steps. Resumed from it, the rest gives the bits of a training that never stopped;
 * the state after the last epoch is one too, from which nothing is left to do.
 */
export interface TrainState {
  /** Steps taken. */
  step: number
  /** The epoch under way, from 1; one more than the last when all are done. */
  epoch: number
  /** Rows of that epoch done. */
  row: number
  /** Losses of those rows added up, per network; empty before the first. */
  sums: number[]
  /** Of the epochs done. */
  losses: EpochLoss[]
  /** Lowest validation loss so far and the parameters that gave it, where the plan keeps them. */
  best: { loss: number; parameters: Float32Array } | null
  /** All weights in one vector, in the order of `Weights`, and Adam's two moments (adam.ts). */
  parameters: Float32Array
  first: Float32Array
  second: Float32Array
}

/** When a training offers its state: after some steps, after an epoch, after the last, before it stops for the signal. */
export type StateMoment = 'steps' | 'epoch' | 'end' | 'stop'

export interface TrainPlan {
  /** What is trained, for messages: `gate`, `experts`. */
  name: string
  /** Names of the networks when the loss gives several, for messages. */
  networks?: string[]
  /** Starting weights; never written to. */
  weights: Weights
  /**
   * Names of weights that the loss hands on from step to step by `aids.carry` instead of Adam training them, such as
   * batch norm's running statistics. They stand last in `weights`.
   */
  carried?: readonly string[]
  x: Rows
  y: Rows
  loss: LossFunction
  /**
   * The networks share nothing: the first axis of every weight and the columns of y count them, and given the weights and the column
   * of one network the loss gives its loss. An engine may then train each by itself, on several threads.
   */
  apart?: boolean
  epochs: number
  /** Rows a step; smaller when there are fewer rows. The last step of an epoch takes what is left. */
  batchSize: number
  learningRate: number
  /** Adam when left out. */
  optimizer?: Optimizer
  /** Decides the order of rows and every dropout mask. */
  seed: number
  validation?: { x: Rows; y: Rows }
  /** Give back the weights of the epoch with the lowest validation loss instead of the last. */
  keepBest?: boolean
  onEpoch?(point: EpochLoss): void
  /** Share of all steps done, 0 to 1, a few times a second. */
  onStep?(fraction: number): void
  /** Goes on from here instead of from `weights`; the plan must be the one that the state came from. */
  resume?: TrainState
  /** Offered the state, many times a second: `take` copies it, so call it only when it is to be kept. */
  onState?(take: () => TrainState, moment: StateMoment): void
  /** Aborting it rejects with the signal's reason, within a second. */
  signal?: AbortSignal
}

export interface Trained {
  weights: Weights
  losses: EpochLoss[]
  /** Optimizer steps taken. */
  steps: number
}

export interface ScoreJob {
  weights: Weights
  forward: ForwardFunction
  x: Rows
  /** Width of what `forward` gives. */
  columns: number
  /** Widths that cut it into tables, together `columns`: the answer is one table after the other. One table when left out. */
  parts?: readonly number[]
  /** Memory of rows × columns numbers that an engine may write its answer to instead of taking new memory. */
  into?: Float32Array
  signal?: AbortSignal
}

export interface Engine {
  /** One of ENGINE_NAMES (preload/contract/engines.ts), or two where one took over from the other. */
  readonly name: string
  readonly device: 'CPU' | 'GPU'
  /** What went wrong on the way and was made good, for people; e.g. that a GPU failed and the processor went on. */
  readonly trouble?: string | null
  /** The plan's optimizer on minibatches. Problems: `bad-training-data`, `bad-training-plan`, `loss-not-finite`. */
  train(plan: TrainPlan): Promise<Trained>
  /** `forward` over all rows; rows × columns. A row's result does not depend on the rows beside it. */
  score(job: ScoreJob): Promise<Float32Array>
  dispose(): Promise<void>
}
