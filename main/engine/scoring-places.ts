/** What a scoring thread and its helper tell each other. */

/** Places in the shared memory: set before the process ends; 1 while something is being done here. */
export const STOP = 0
export const BUSY = 1

export type Request =
  | { kind: 'open'; model: number; bytes: Uint8Array }
  | { kind: 'close'; model: number }
  | { kind: 'score'; model: number; id: number; x: Float32Array; rows: number }
  | { kind: 'end' }

/** `ready` comes once, when models can be opened. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'scores'; id: number; scores: Float32Array }
  | { kind: 'failed'; id: number | null; message: string }
