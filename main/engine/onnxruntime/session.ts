/** Sessions of ONNX Runtime on the processor: how they are set up, and the numbers of threads that may pay. */
import { availableParallelism } from 'node:os'
import type { InferenceSession } from 'onnxruntime-node'
import type { Layout } from '../training/layout.ts'
import type { Pace } from './pace.ts'

/** The package, loaded only when it is wanted: its native library may be missing. */
export type Runtime = typeof import('onnxruntime-node')

/** ONNX Runtime in one of its packages, how many threads it may use, and what is known of that by kind of work. */
export interface Host {
  runtime: Runtime
  threads: number
  paces: Map<string, Pace>
}

/** Threads that ONNX Runtime's native library may use on this machine. */
export const threadsHere = () => Math.min(MOST_THREADS, availableParallelism())

/** Threads, and whether waiting ones spin for a moment before they sleep. Results are the same bits for all. */
export interface Threads {
  count: number
  spin: boolean
}

/**
 * How a session takes memory: `planned` finds a place for every value of a step beforehand, which is quickest for small
 * models and takes a third more; `reused` keeps what it took for the next run; `returned` gives it back after each use.
 */
export type Memory = 'planned' | 'reused' | 'returned'

/** Multiplications and additions a step below which a second thread never pays (measured). */
export const ALONE = 2e6
/** Above it, it always does, and products are so long that waiting threads may sleep. */
const TOGETHER = 5e7
const MOST_THREADS = 4
/** Longer than the pauses between products, much shorter than those between chunks of steps. */
const SPIN_MICROSECONDS = '200'

/** Whether a step of `rows` rows is so much work that memory counts for more than what managing it takes. */
export const isLarge = (rows: number, { total }: Layout) => rows * total >= TOGETHER

/**
 * The ways to run a model that works on `rows` rows at once with the parameters of `layout` on up to `count` threads: one or two. Between the bounds
 * it depends on what else the machine does: waiting threads that spin win much on an idle one and lose more on a busy one.
 */
export function waysFor(count: number, rows: number, layout: Layout): Threads[] {
  if (count === 1 || rows * layout.total < ALONE) return [{ count: 1, spin: false }]
  if (isLarge(rows, layout)) return [{ count, spin: false }]
  return [
    { count: 1, spin: false },
    { count, spin: true },
  ]
}

/** The shape in which a session takes its only input. */
export function inputShape({ inputMetadata: [input] }: InferenceSession): number[] {
  if (!input?.isTensor) throw new Error('The model takes no table')
  return input.shape.map(Number)
}

/**
 * Denormal numbers are left as they are: ONNX Runtime's switch that flushes them to zero also changes the thread it
 * is called from, and with it all arithmetic of this process (docs/decisions/0010-trace-into-onnx.md).
 */
export async function openSession(
  runtime: Runtime,
  model: Uint8Array,
  { count, spin }: Threads,
  memory: Memory,
): Promise<InferenceSession> {
  const waiting = spin
    ? { allow_spinning: '1', spin_duration_us: SPIN_MICROSECONDS }
    : { allow_spinning: '0' }
  return runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: count,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    enableMemPattern: memory === 'planned',
    enableCpuMemArena: memory !== 'returned',
    extra: { session: { intra_op: waiting } },
  })
}
