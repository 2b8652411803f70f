/**
 * ONNX Runtime's execution providers on graphics cards: how a session is opened on one, and what really ran there.
 *
 * A provider that is missing throws or is dropped without a word and the processor does its work; so what ran where is
 * read from a profile of ONNX Runtime's own, never taken from what was asked for.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { Runtime } from './onnx-session.ts'
import { tf } from './tensorflow.ts'
import { compileFunction } from './trace/compile.ts'

/** ONNX Runtime's names of providers, and what they are called in its profiles. */
const PROFILE_NAME = {
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

/** Share of the nodes of a small network that ran on the provider and not on the processor, 0 to 1. */
export async function shareOn(provider: Provider): Promise<number> {
  const inputs = { x: { shape: [8, 4] }, w: { shape: [4, 4] } }
  const model = compileFunction(
    'share',
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
    return await shareIn(folder, PROFILE_NAME[provider.name])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface ProfileEvent {
  cat?: string
  args?: { provider?: string; op_name?: string }
}

async function shareIn(folder: string, wanted: string): Promise<number> {
  const [file] = await readdir(folder)
  if (file === undefined) throw new Error('ONNX Runtime left no profile')
  const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as ProfileEvent[]
  const ran = events
    .filter(({ cat, args }) => cat === 'Node' && args?.provider && !args.op_name?.startsWith('Memcpy'))
    .map(({ args }) => args!.provider)
  return ran.length === 0 ? 0 : ran.filter((name) => name === wanted).length / ran.length
}
