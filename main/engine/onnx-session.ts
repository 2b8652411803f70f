/** Sessions of ONNX Runtime on the processor: how they are set up, and how many threads they get. */
import { availableParallelism } from 'node:os'
import type { InferenceSession } from 'onnxruntime-node'
import type { Layout } from './layout.ts'

/** The package, loaded only when it is wanted: its native library may be missing. */
export type Runtime = typeof import('onnxruntime-node')

/**
 * Threads by work: below this many multiplications and additions a step, handing work to a second thread costs more
 * than it saves (measured). Results are the same bits for any number of threads.
 */
const WORK_FOR_THREADS = 5e7
const MOST_THREADS = 4

function threadsFor(rows: number, { total }: Layout): number {
  return rows * total < WORK_FOR_THREADS ? 1 : Math.min(MOST_THREADS, availableParallelism())
}

/**
 * Opens a model that works on `rows` rows at once with the parameters of `layout`.
 *
 * Denormal numbers are left as they are: ONNX Runtime's switch that flushes them to zero also changes the thread it
 * is called from, and with it all arithmetic of this process (docs/decisions/0010-trace-into-onnx.md).
 */
export async function openSession(
  runtime: Runtime,
  model: Uint8Array,
  work: { rows: number; layout: Layout },
): Promise<InferenceSession> {
  return runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threadsFor(work.rows, work.layout),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Waiting threads sleep: the window and the server need the processor too.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
}
