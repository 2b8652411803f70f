/** The engines that the conformance cases are run on, each with the tolerance that it is held to. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { EngineName } from '../../preload/contract/engines.ts'
import { candidates } from '../../main/engine/choice/candidates.ts'
import type { Dialect } from '../../main/engine/onnx/graph.ts'
import { openOn, profiled, runsOn, type ProviderName } from '../../main/engine/onnxruntime/provider.ts'
import type { Runtime } from '../../main/engine/onnxruntime/session.ts'
import { compileFunction } from '../../main/engine/trace/compile.ts'
import { eagerSubject, outputs, type Subject } from './check.ts'

/** Engines that compute traced kernels or tfjs's own; plain JavaScript is the oracle and not among them. */
export const SUBJECTS = [
  'onnxruntime-cpu',
  'onnxruntime-cpu, standard operators',
  'onnxruntime-web',
  'onnxruntime-cuda',
  'onnxruntime-webgpu',
  'onnxruntime-dml',
  'tensorflow',
] as const
export type SubjectName = (typeof SUBJECTS)[number]

/** Processors differ from the oracle in the order of float32 sums only; GPUs also approximate functions. */
export const TOLERANCE: Record<SubjectName, number> = {
  'onnxruntime-cpu': 1e-5,
  'onnxruntime-cpu, standard operators': 1e-5,
  'onnxruntime-web': 1e-5,
  'onnxruntime-cuda': 2e-5,
  'onnxruntime-webgpu': 2e-5,
  'onnxruntime-dml': 2e-5,
  tensorflow: 2e-5,
}
/** Shaders owe sine and cosine to an absolute error of 2^-11 only (WGSL, accuracy of built-in functions). */
const SHADERS: SubjectName[] = ['onnxruntime-webgpu', 'onnxruntime-dml']
export const toleranceOf = (name: SubjectName, kernels: string[]): number =>
  SHADERS.includes(name) && kernels.some((kernel) => kernel === 'Sin' || kernel === 'Cos')
    ? 2 ** -11
    : TOLERANCE[name]

/** The engine that a column belongs to. */
export const engineOf = (name: SubjectName) => name.split(',')[0] as EngineName

/** Those that may crash or hang with their drivers. */
export const onGpu = (name: SubjectName): boolean =>
  candidates.some((one) => one.name === engineOf(name) && one.device === 'GPU')

/**
 * Rejects with why the engine is not here.
 * @param left is told each operator that the engine left to the processor
 */
export async function openSubject(name: SubjectName, left: (op: string) => void): Promise<Subject> {
  const candidate = candidates.find((one) => one.name === engineOf(name))!
  const missing = candidate.missing()
  if (missing !== null) throw new Error(missing)
  if (name === 'tensorflow') {
    await candidate.open()
    return eagerSubject('tensorflow')
  }
  if (name === 'onnxruntime-web') {
    await candidate.open()
    return traced((await import('onnxruntime-web')) as unknown as Runtime, 'cpu', 'runtime')
  }
  const runtime = await import('onnxruntime-node')
  if (name === 'onnxruntime-cpu') return traced(runtime, 'cpu', 'runtime')
  if (name === 'onnxruntime-cpu, standard operators') return traced(runtime, 'cpu', 'standard')
  const provider = engineOf(name).replace('onnxruntime-', '') as ProviderName
  if (!(await runsOn({ name: provider, runtime }))) throw new Error('the processor did its work')
  return profiledOn(runtime, provider, left)
}

function traced(runtime: Runtime, provider: ProviderName, dialect: Dialect): Subject {
  return async (one, values) => {
    const model = compileFunction('case', one.inputs, {}, (tensors) => outputs(one, tensors), dialect)
    const session = await openOn({ name: provider, runtime }, model)
    try {
      return await run(runtime, session, one.inputs, values)
    } finally {
      await session.release()
    }
  }
}

/** On a graphics card; ONNX Runtime's profile tells what the processor did in its place. */
function profiledOn(runtime: Runtime, provider: ProviderName, left: (op: string) => void): Subject {
  return async (one, values) => {
    const model = compileFunction('case', one.inputs, {}, (tensors) => outputs(one, tensors), 'standard')
    const folder = await mkdtemp(join(tmpdir(), 'tribunal-conformance-'))
    const session = await openOn({ name: provider, runtime }, model, join(folder, 'run'))
    try {
      const results = await run(runtime, session, one.inputs, values)
      session.endProfiling()
      for (const { op, on } of await profiled(folder)) if (on === 'CPUExecutionProvider') left(op)
      return results
    } finally {
      await session.release()
      await rm(folder, { recursive: true })
    }
  }
}

async function run(
  runtime: Runtime,
  session: InferenceSession,
  inputs: Parameters<Subject>[0]['inputs'],
  values: Parameters<Subject>[1],
) {
  const tensors = Object.entries(inputs)
    // A case may have inputs that its graph does not need.
    .filter(([name]) => session.inputNames.includes(name))
    .map(([name, { shape, dtype }]) => [name, new runtime.Tensor(dtype, values[name]!, shape)] as const)
  const results = await session.run(Object.fromEntries(tensors))
  return session.outputNames.map((name) => {
    const { dims, data } = results[name]!
    return { dims, data: data as Float32Array }
  })
}
