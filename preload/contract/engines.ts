/** The engines there can be, and what was found about one of them. */
import { z } from 'zod'

/** In the order in which they are shown: processor first, then graphics cards, then what works where nothing else does. */
export const ENGINE_NAMES = [
  'onnxruntime-cpu',
  'onnxruntime-cuda',
  'onnxruntime-webgpu',
  'onnxruntime-dml',
  'tensorflow',
  'onnxruntime-web',
  'tfjs-cpu',
] as const
export const EngineName = z.enum(ENGINE_NAMES)
export type EngineName = z.infer<typeof EngineName>

export const EngineInfo = z.object({
  name: EngineName,
  device: z.enum(['CPU', 'GPU']),
  loads: z.boolean(),
  /** Largest relative error of the numeric self-test; null when it did not run. */
  error: z.number().nullable(),
  /** Training rows a second in the timed probe; null when it did not run. */
  rate: z.number().nullable(),
  /** The same through networks a thousand times as large; measured only where an engine on a GPU works. */
  largeRate: z.number().nullable(),
  /** Whether `auto` takes it for small networks, and for large ones. */
  chosen: z.boolean(),
  chosenLarge: z.boolean(),
  /** Why it was or was not chosen. */
  reason: z.string(),
})
export type EngineInfo = z.infer<typeof EngineInfo>
