/**
 * The engine that runs traced models in ONNX Runtime on the processor: the same functions as the eager engine, many
 * times as fast. `session.run` holds the thread while it works, so training runs in chunks with pauses between them.
 */
import { layoutOf } from './layout.ts'
import { openSession, type Runtime } from './onnx-session.ts'
import { OnnxStepper } from './onnx-stepper.ts'
import { checkRows, checkWeights } from './plan.ts'
import { SCORING_ROWS, scoreInBlocks } from './scoring.ts'
import { compileForward } from './trace/compile.ts'
import { train } from './training-loop.ts'
import type { Engine, ScoreJob } from './types.ts'

/** Loads ONNX Runtime's native library; rejects with its own error where there is none. */
export async function createOnnxEngine(): Promise<Engine> {
  return engineOf('onnxruntime-cpu', await import('onnxruntime-node'))
}

/**
 * The same in WebAssembly, for machines that no native library was built for (Macs with Intel's processors). One thread,
 * and its binary comes from the installed package, never from a network.
 */
export async function createWebEngine(): Promise<Engine> {
  const runtime = await import('onnxruntime-web')
  runtime.env.wasm.numThreads = 1
  runtime.env.logLevel = 'error'
  // Both packages have one interface, but each declares its classes for itself.
  return engineOf('onnxruntime-web', runtime as unknown as Runtime)
}

function engineOf(name: string, runtime: Runtime): Engine {
  return {
    name,
    device: 'CPU',
    train: (plan) => train(plan, () => new OnnxStepper(runtime, plan)),
    score: (job) => score(runtime, job),
    dispose: async () => {},
  }
}

async function score(runtime: Runtime, job: ScoreJob): Promise<Float32Array> {
  checkRows('scoring', 'scoring', job.x)
  checkWeights('scoring', job.weights)
  const model = compileForward(job.weights, job.forward, SCORING_ROWS, job.x.columns)
  const session = await openSession(runtime, model, { rows: SCORING_ROWS, layout: layoutOf(job.weights) })
  try {
    return await scoreInBlocks(job, async (x, rows) => {
      const results = await session.run({ x: new runtime.Tensor('float32', x, [rows, job.x.columns]) })
      return results[session.outputNames[0]!]!.data as Float32Array
    })
  } finally {
    await session.release()
  }
}
