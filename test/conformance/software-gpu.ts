/** A graphics card in software, so that WebGPU can be checked on machines that have none. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** SwiftShader as Chromium brings it along; Mesa's lavapipe lacks what WebGPU asks for. */
const PLACES = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  ...(process.env['TRIBUNAL_CHROMIUM'] ? [dirname(process.env['TRIBUNAL_CHROMIUM'])] : []),
]

/** Environment under which Vulkan finds the driver; null where none lies around or a driver is named already. */
export function softwareGpu(): { driver: string; env: NodeJS.ProcessEnv } | null {
  const { env } = process
  if (process.platform !== 'linux' || env['VK_DRIVER_FILES'] || env['VK_ICD_FILENAMES']) return null
  const driver = PLACES.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((file) =>
    existsSync(file),
  )
  if (driver === undefined) return null
  return { driver, env: { ...env, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver } }
}
