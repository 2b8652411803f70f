/** TensorFlow.js on an NVIDIA card through TensorFlow's own library: CUDA 11, Linux and Windows, each op at once. */
import { createRequire } from 'node:module'
import util from 'node:util'
import { createEagerEngine } from './eager.ts'
import { TFJS_GPU } from '../choice/missing.ts'
import { tf } from './tensorflow.ts'
import type { Engine } from '../types.ts'

/** Rejects where the package, its native library or a card is missing. */
export async function openTensorFlow(): Promise<Engine> {
  putBackUtilities()
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  createRequire(import.meta.url)(TFJS_GPU)
  const backend = tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null
  if (backend?.isUsingGpuDevice !== true) throw new Error('TensorFlow loads, but finds no GPU')
  return createEagerEngine('tensorflow', 'tensorflow', 'GPU')
}

/** Node 23 took away functions that this package still calls. */
function putBackUtilities(): void {
  const target = util as unknown as Record<string, unknown>
  target['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  target['isArray'] ??= Array.isArray
}
