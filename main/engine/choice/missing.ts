/** Why an engine on a GPU cannot be here, as far as files tell: cheap, and nothing is loaded that could crash. */
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** TensorFlow.js with TensorFlow's own library; optional, and its native part comes by a separate command. */
export const TFJS_GPU = '@tensorflow/tfjs-node-gpu'

const require = createRequire(import.meta.url)
const { platform, arch, env } = process

/** Each answers null when the engine is worth a try. How to install what is missing stands in docs/engine.md. */
export const missing = {
  'onnxruntime-cuda': (): string | null => {
    if (platform !== 'linux' || arch !== 'x64') return 'ONNX Runtime has CUDA on Linux x64 only'
    const library = join(libraries() ?? '', 'libonnxruntime_providers_cuda.so')
    return existsSync(library) ? null : 'Its CUDA library is not installed (see docs/engine.md)'
  },
  'onnxruntime-webgpu': (): string | null => {
    if (platform === 'linux' && arch !== 'x64') return 'ONNX Runtime has no WebGPU on this kind of processor'
    return platform === 'linux' && !hasCard() ? 'This machine shows no graphics card' : null
  },
  'onnxruntime-dml': (): string | null => (platform === 'win32' ? null : 'DirectML is a part of Windows'),
  tensorflow: (): string | null => {
    const folder = folderOf(TFJS_GPU)
    if (folder === null) return `The package ${TFJS_GPU} is not installed`
    return hasBinding(join(folder, 'lib'))
      ? null
      : 'TensorFlow’s own library is not installed (see docs/engine.md)'
  },
}

/** Linux shows cards as devices; a driver in software is named by the environment. */
function hasCard(): boolean {
  const named = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES']
  return named !== undefined || ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some((path) => existsSync(path))
}

function libraries(): string | null {
  const folder = folderOf('onnxruntime-node')
  return folder && join(folder, 'bin/napi-v6', platform, arch)
}

function folderOf(name: string): string | null {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return null
  }
}

function hasBinding(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((version) => existsSync(join(folder, version, 'tfjs_binding.node')))
}
