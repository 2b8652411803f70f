/** Every kind of engine that works on any machine: what holds for one must hold for all. */
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { createGpuEngine } from '../../../main/engine/onnxruntime/gpu-engine.ts'
import { createOnnxEngine, createWebEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import type { Engine } from '../../../main/engine/types.ts'

export const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
export const traced = await createOnnxEngine()
/** What graphics cards are given to do, done by the processor. */
const unrolled: Engine = { ...(await createGpuEngine('cpu')), name: 'onnxruntime, steps for a GPU' }

export const engines: Engine[] = [eager, traced, unrolled, await createWebEngine()]
