/** The engines there could be on this machine, and how each is opened. */
import type { EngineName } from '../../../preload/contract/engines.ts'
import { createEagerEngine } from '../tensorflow/eager.ts'
import { createGpuEngine } from '../onnxruntime/gpu-engine.ts'
import { missing } from './missing.ts'
import { createOnnxEngine, createWebEngine } from '../onnxruntime/cpu-engine.ts'
import { openTensorFlow } from '../tensorflow/gpu.ts'
import type { Engine } from '../types.ts'

export interface Candidate {
  name: EngineName
  device: 'CPU' | 'GPU'
  /** Why it cannot be here, found out without loading anything; null when it is worth a try. */
  missing(): string | null
  /** Rejects with an error whose message says why it can't be used here. */
  open(): Promise<Engine>
}

/** In the order in which they are shown. Those on GPUs are tried in a process of their own: drivers crash and hang. */
export const candidates: Candidate[] = [
  { name: 'onnxruntime-cpu', device: 'CPU', missing: () => null, open: createOnnxEngine },
  gpu('onnxruntime-cuda', () => createGpuEngine('cuda')),
  gpu('onnxruntime-webgpu', () => createGpuEngine('webgpu')),
  gpu('onnxruntime-dml', () => createGpuEngine('dml')),
  gpu('tensorflow', openTensorFlow),
  { name: 'onnxruntime-web', device: 'CPU', missing: () => null, open: createWebEngine },
  {
    name: 'tfjs-cpu',
    device: 'CPU',
    missing: () => null,
    open: async () => createEagerEngine('tfjs-cpu', 'cpu', 'CPU'),
  },
]

function gpu(name: keyof typeof missing, open: Candidate['open']): Candidate {
  return { name, device: 'GPU', missing: missing[name], open }
}
