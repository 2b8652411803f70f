/**
 * The engine that runs traced models on a graphics card through ONNX Runtime: the same functions and the same training
 * loop as on the processor, in standard operators.
 */
import { GpuStepper } from './gpu-stepper.ts'
import { checkTable, checkWeights } from '../training/plan.ts'
import { openOn, runsOn, type Provider, type ProviderName } from './provider.ts'
import { SCORING_ROWS, scoreInBlocks } from '../scoring/scoring.ts'
import { compileForward } from '../trace/compile.ts'
import { train } from '../training/loop.ts'
import type { Engine, ScoreJob } from '../types.ts'

/** Rejects with its own error where ONNX Runtime has no such provider, or the provider leaves the work to the processor. */
export async function createGpuEngine(name: ProviderName): Promise<Engine> {
  // NVIDIA cards shorten products to 10 bits of mantissa unless they are told not to.
  process.env['NVIDIA_TF32_OVERRIDE'] ??= '0'
  const provider: Provider = { name, runtime: await import('onnxruntime-node') }
  if (!(await runsOn(provider))) throw new Error(`ONNX Runtime leaves the work for ${name} to the processor`)
  return {
    name: `onnxruntime-${name}`,
    device: name === 'cpu' ? 'CPU' : 'GPU',
    train: (plan) => train(plan, () => new GpuStepper(provider, plan)),
    score: (job) => score(provider, job),
    dispose: async () => {},
  }
}

async function score(provider: Provider, job: ScoreJob): Promise<Float32Array> {
  checkTable('scoring', 'scoring', job.x)
  checkWeights('scoring', job.weights)
  const model = compileForward(job.weights, job.forward, SCORING_ROWS, job.x.columns, 'standard')
  const session = await openOn(provider, model)
  try {
    return await scoreInBlocks(job, async (x, rows) => {
      const input = new provider.runtime.Tensor('float32', x, [rows, job.x.columns])
      const results = await session.run({ x: input })
      return results[session.outputNames[0]!]!.data as Float32Array
    })
  } finally {
    await session.release()
  }
}
