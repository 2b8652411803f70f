/**
 * Trains S2's published mixture for some steps and a validation, beside a table of 250,000 rows as published, and prints the largest
 * memory of this process in GB.
 */
import { createOnnxEngine } from '../../main/engine/onnxruntime/cpu-engine.ts'
import { flowsPlan } from './flow-works.ts'

const STEPS = 6

const engine = await createOnnxEngine()
const table = new Float32Array(250_000 * 72).fill(1)
const plan = flowsPlan(STEPS * 256, 1)
const { x, y } = flowsPlan(512, 1)
table.set(plan.x.data)
const own = { ...plan.x, data: table.subarray(0, plan.x.data.length) }
await engine.train({ ...plan, x: own, validation: { x, y } })
console.log((process.resourceUsage().maxRSS / 1e6).toFixed(3))
