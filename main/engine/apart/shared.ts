/**
 * A training as its threads share it: tables, masks and state lie in shared memory, and each thread opens the programs for itself.
 * What threads import must not load TensorFlow.js: it would take them longer to start than to train.
 */
import type { Vectors } from '../training/stepper.ts'
import type { Mask } from '../trace/compile.ts'
import type { Rows } from '../types.ts'

/** What is carried from step to step; programs take these names and give them back with `_next`. */
export const VECTORS = ['parameters', 'first', 'second'] as const

/** The steps of one network. */
export interface Program {
  bytes: Uint8Array
  masks: Mask[]
}

export interface SharedTraining {
  id: number
  threads: number
  x: Rows
  /** A column per network. */
  y: Rows
  /** By rows a step: those of all steps but the last of an epoch, which may be short, and its own. */
  programs: Map<number, Program>
  /** The program that puts rows of x in order. */
  gather: Uint8Array
  /** Per network. */
  state: Vectors[]
  /** Mask values, by the names of the programs' inputs. */
  pools: Map<string, Float32Array>
  /** Of the StepQueue. */
  queue: Int32Array
}

/** A chunk of steps: what `Chunk` has, and where losses go. */
export interface SharedChunk {
  /** Rows a step. */
  batch: number
  /** Row numbers, steps × batch. */
  order: Int32Array
  /** Those rows of x, steps × batch × columns, as far as they were needed (ordered.ts). */
  rows: { x: Float32Array; words: Int32Array }
  /** Steps × 2. */
  rates: Float32Array
  /** Where the dropout layers of all networks together begin, steps × layers. */
  offsets: BigInt64Array
  /** Steps × networks. */
  losses: Float32Array
}

/** The numbers in memory that other threads see, too. */
export function shared(data: Float32Array): Float32Array<SharedArrayBuffer> {
  const copy = emptyShared(data.length)
  copy.set(data)
  return copy
}

export const emptyShared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length))

export type Request =
  | { kind: 'open'; training: SharedTraining; batch: number }
  | { kind: 'chunk'; training: number; chunk: SharedChunk }
  | { kind: 'close'; training: number }
  | { kind: 'end' }

/** `ready` comes once; `failed` is the last that is heard. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'opened'; training: number }
  | { kind: 'done'; training: number }
  | { kind: 'failed'; message: string }
