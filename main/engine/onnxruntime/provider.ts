/**
 * ONNX Runtime's execution providers, those on graphics cards first of all: how a session is opened on one, and what
 * really ran there.
 *
 * A provider that is missing throws or is dropped without a word and the processor does its work; so what ran where is
 * read from a profile of ONNX Runtime's own, never taken from what was asked for.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { Runtime } from './session.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import { compileFunction } from '../trace/compile.ts'

/** ONNX Runtime's names of providers, and what they are called in its profiles. */
const PROFILE_NAME = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  dml: 'DmlExecutionProvider',
} as const

export type ProviderName = keyof typeof PROFILE_NAME

export interface Provider {
  name: ProviderName
  runtime: Runtime
}

/** Opens a model on the provider; what it cannot compute runs on the processor. Rejects where there is none. */
export async function openOn(
  { name, runtime }: Provider,
  model: Uint8Array,
  profile?: string,
): Promise<InferenceSession> {
  return runtime.InferenceSession.create(model, {
    executionProviders: [name],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // DirectML wants it so; the others gain nothing from patterns of memory across few shapes.
    enableMemPattern: name !== 'dml',
    logSeverityLevel: 4,
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
  })
}

/** Whether every node of a small network really ran on the provider. Rejects where there is none. */
export async function runsOn(provider: Provider): Promise<boolean> {
  const inputs = { x: { shape: [8, 4] }, w: { shape: [4, 4] } }
  const model = compileFunction(
    'small',
    inputs,
    {},
    ({ x, w }) => [tf.softplus(tf.relu(tf.matMul(x!, w!)))],
    'standard',
  )
  const folder = await mkdtemp(join(tmpdir(), 'tribunal-profile-'))
  try {
    const session = await openOn(provider, model, join(folder, 'run'))
    const floats = (shape: number[]) =>
      new provider.runtime.Tensor('float32', new Float32Array(shape[0]! * shape[1]!).fill(0.5), shape)
    await session.run({ x: floats(inputs.x.shape), w: floats(inputs.w.shape) })
    session.endProfiling()
    await session.release()
    const ran = await profiled(folder)
    return ran.length > 0 && ran.every(({ on }) => on === PROFILE_NAME[provider.name])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface ProfileEvent {
  cat?: string
  args?: { provider?: string; op_name?: string }
}

/** The operators in the profiles that lie in the folder, and who computed each; copies to and from the card left out. */
export async function profiled(folder: string): Promise<{ op: string; on: string }[]> {
  const files = await readdir(folder)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts
    .flatMap((text) => JSON.parse(text) as ProfileEvent[])
    .flatMap(({ cat, args }) =>
      cat === 'Node' && args?.provider ? [{ op: args.op_name ?? '', on: args.provider }] : [],
    )
    .filter(({ op }) => !op.startsWith('Memcpy'))
}
