/**
 * `npm run conformance [-- --engine NAME …] [--no-software] [--json]`: every kernel on every engine that loads here,
 * forward and gradient, against plain JavaScript. Exits non-zero when a cell is red. Engines that are not here are named.
 *
 * Where there is no graphics card, WebGPU runs on a Vulkan driver in software if one lies around (Chromium brings one).
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { kernels } from '../../main/engine/trace/kernels.ts'
import { columnApart, type Column } from './column.ts'
import { matrixText, red } from './matrix.ts'
import { softwareGpu } from './software-gpu.ts'
import { SUBJECTS } from './subjects.ts'

const { values } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    'no-software': { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const chosen = SUBJECTS.filter((name) => values.engine?.some((part) => name.startsWith(part)) ?? true)
const card = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some((path) => existsSync(path))
const software = card || values['no-software'] ? null : softwareGpu()

const columns: Column[] = []
for (const name of chosen) {
  const start = performance.now()
  const env = name === 'onnxruntime-webgpu' && software ? software.env : process.env
  columns.push(await columnApart(name, env))
  console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
if (software) console.error(`WebGPU ran in software, on ${software.driver}`)
console.log(values.json ? JSON.stringify(columns, null, 2) : matrixText(columns, Object.keys(kernels).sort()))
process.exitCode = columns.some((one) => red(one).length > 0) ? 1 : 0
