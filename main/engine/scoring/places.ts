/** What a scoring thread and its helper tell each other, and the memory that both see. */

export type Request =
  | {
      kind: 'open'
      model: number
      bytes: Uint8Array
      rows: number
      desk: SharedArrayBuffer
      sizes: DeskSizes
    }
  /** `parts` as in a ScoreJob. */
  | { kind: 'work'; model: number; parts: readonly number[] }
  | { kind: 'close'; model: number }
  | { kind: 'end' }

/** `ready` comes once, when models can be opened; `left` when the thread has left the desk it worked at. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'opened'; model: number }
  | { kind: 'left' }
  | { kind: 'failed'; message: string }

/**
 * A desk: a ring of slots, each for one block of rows and its scores. One side fills slots in their order, the other takes
 * them in that order, and writes the scores beside. Nobody sends a message for a block, so nobody waits for an event loop.
 */
export interface Desk {
  /** The state of each slot, then two more places: BELL and OVER. */
  states: Int32Array
  /** Rows of a block, and their scores, dealt into parts. */
  slots: { x: Float32Array; scores: Float32Array }[]
}

export interface DeskSizes {
  /** Numbers of a block's rows, and of its scores. */
  x: number
  scores: number
}

/** Blocks that wait at a desk or are worked on: the other side fills up again between two of its own. */
export const SLOTS = 4

/**
 * States of a slot. A taken one is being worked on; the other side may take back what is full and not taken yet. Refused are
 * rows that hold a number that is not finite.
 */
export const EMPTY = 0
export const FULL = 1
export const TAKEN = 2
export const DONE = 3
export const REFUSED = 4

/** Counts up whenever there is something new at the desk; who found nothing waits for it to change. */
export const BELL = SLOTS
/** 1 when nothing more will come. */
export const OVER = SLOTS + 1

const HEAD_BYTES = 4 * (SLOTS + 2)

export function deskMemory({ x, scores }: DeskSizes): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + 4 * SLOTS * (x + scores))
}

export function deskIn(memory: SharedArrayBuffer, { x, scores }: DeskSizes): Desk {
  const slots = Array.from({ length: SLOTS }, (_, at) => {
    const start = HEAD_BYTES + 4 * at * (x + scores)
    return {
      x: new Float32Array(memory, start, x),
      scores: new Float32Array(memory, start + 4 * x, scores),
    }
  })
  return { states: new Int32Array(memory, 0, SLOTS + 2), slots }
}

/** Has the other side look at the desk again. */
export function ring({ states }: Desk): void {
  Atomics.add(states, BELL, 1)
  Atomics.notify(states, BELL)
}
