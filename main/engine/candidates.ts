/** The engines there could be on this machine, and how each is opened. */
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import util from 'node:util'
import { createEagerEngine } from './eager.ts'
import { createOnnxEngine } from './onnx-engine.ts'
import { tf } from './tensorflow.ts'
import type { Engine } from './types.ts'

export type EngineName = 'onnxruntime-cpu' | 'tfjs-cpu' | 'tensorflow'

export interface Candidate {
  name: EngineName
  device: 'CPU' | 'GPU'
  /** Rejects with an error whose message says why it can't be used here. */
  open(): Promise<Engine>
}

/** In the order in which they are shown. */
export const candidates: Candidate[] = [
  { name: 'onnxruntime-cpu', device: 'CPU', open: createOnnxEngine },
  { name: 'tfjs-cpu', device: 'CPU', open: async () => createEagerEngine('tfjs-cpu', 'cpu', 'CPU') },
  { name: 'tensorflow', device: 'GPU', open: openTensorFlow },
]

/** The package is optional and its native part comes by a separate command (docs/engine.md); CUDA 11, Linux and Windows. */
const PACKAGE = '@tensorflow/tfjs-node-gpu'

async function openTensorFlow(): Promise<Engine> {
  const require = createRequire(import.meta.url)
  let folder: string
  try {
    folder = dirname(require.resolve(`${PACKAGE}/package.json`))
  } catch {
    throw new Error(`The package ${PACKAGE} is not installed`)
  }
  if (!hasBinding(join(folder, 'lib'))) throw new Error('The native library of TensorFlow is not installed')
  putBackUtilities()
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  require(PACKAGE)
  const backend = tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null
  if (backend?.isUsingGpuDevice !== true) throw new Error('TensorFlow loads, but finds no GPU')
  return createEagerEngine('tensorflow', 'tensorflow', 'GPU')
}

function hasBinding(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((version) => existsSync(join(folder, version, 'tfjs_binding.node')))
}

/** Node 23 took away functions that this package still calls. */
function putBackUtilities(): void {
  const target = util as unknown as Record<string, unknown>
  target['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  target['isArray'] ??= Array.isArray
}
