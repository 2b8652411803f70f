/**
 * The engine that runs traced models in ONNX Runtime on the processor: the same functions as the eager engine, many
 * times as fast. `session.run` holds the thread while it works, so training runs in chunks with pauses between them.
 */
import { ApartStepper } from '../apart/apart-stepper.ts'
import { isApart, TrainingCrew } from '../apart/crew.ts'
import { layoutOf } from '../training/layout.ts'
import { OnnxModel } from './model.ts'
import { threadsHere, type Host, type Runtime } from './session.ts'
import { OnnxStepper } from './cpu-stepper.ts'
import { checkTable, checkWeights } from '../training/plan.ts'
import { isForEach, SCORING_ROWS, scoreInBlocks } from '../scoring/scoring.ts'
import { ScoringCrew } from '../scoring/crew.ts'
import type { Stepper } from '../training/stepper.ts'
import { compileForward } from '../trace/compile.ts'
import { train } from '../training/loop.ts'
import type { Engine, ScoreJob, TrainPlan } from '../types.ts'

/** Loads ONNX Runtime's native library; rejects with its own error where there is none. */
export async function createOnnxEngine(): Promise<Engine> {
  return engineOf('onnxruntime-cpu', {
    runtime: await import('onnxruntime-node'),
    threads: threadsHere(),
    paces: new Map(),
  })
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
  return engineOf('onnxruntime-web', { runtime: runtime as unknown as Runtime, threads: 1, paces: new Map() })
}

function engineOf(name: string, host: Host): Engine {
  const crew = new ScoringCrew(host.runtime, host.threads)
  const trainers = new TrainingCrew(host)
  return {
    name,
    device: 'CPU',
    train: (plan) => train(plan, () => stepperFor(host, trainers, plan)),
    score: (job) => score(host, crew, job),
    dispose: () => {
      trainers.dispose()
      return crew.dispose()
    },
  }
}

function stepperFor(host: Host, trainers: TrainingCrew, plan: TrainPlan): Stepper {
  return isApart(plan) ? new ApartStepper(host, plan, trainers.helpersFor(plan)) : new OnnxStepper(host, plan)
}

async function score(host: Host, crew: ScoringCrew, job: ScoreJob): Promise<Float32Array> {
  checkTable('scoring', 'scoring', job.x)
  checkWeights('scoring', job.weights)
  const layout = layoutOf(job.weights)
  if (isForEach(layout)) return crew.score(job)
  const rows = SCORING_ROWS / 2
  const bytes = compileForward(job.weights, job.forward, rows, job.x.columns)
  const model = new OnnxModel(host, bytes, { what: 'score', rows, layout })
  try {
    const forward = async (x: Float32Array) => {
      const results = await model.run({ x: new host.runtime.Tensor('float32', x, [rows, job.x.columns]) }, 1)
      return Object.values(results)[0]!.data as Float32Array
    }
    return await scoreInBlocks(job, forward, rows)
  } finally {
    await model.release()
  }
}
