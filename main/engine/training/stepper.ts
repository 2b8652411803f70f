/** What an engine must be able to do for the training loop of `loop.ts`, which is the same for all. */

/** Some consecutive steps of one batch size. */
export interface Chunk {
  /** Rows a step. */
  batch: number
  /** Steps. */
  count: number
  /** Number of the first step since training began; decides dropout. */
  firstStep: number
  /** Row numbers, count × batch. */
  order: Int32Array
  /** The optimizer's two numbers per step, count × 2. */
  rates: Float32Array
}

/** Consecutive rows of a table pair; views, not copies. */
export interface Block {
  rows: number
  x: Float32Array
  y: Float32Array
}

/** What a training carries from step to step, one number per parameter in each. */
export interface Vectors {
  parameters: Float32Array
  first: Float32Array
  second: Float32Array
}

export interface Stepper {
  /** Takes the steps; their losses, count × networks. */
  run(chunk: Chunk): Promise<Float32Array>
  /** Mean loss of a block per network, nothing dropped. */
  evaluate(block: Block): Promise<Float32Array>
  /** The parameters now, valid until the next `run`. */
  parameters(): Float32Array
  /** A copy of all that is carried. */
  vectors(): Vectors
  /** Goes on from these instead; they are not written to. */
  restore(vectors: Vectors): void
  dispose(): Promise<void>
}
