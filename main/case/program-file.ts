/** Where the program of a thread or a process of ours lies: beside the file that starts it as source, among the built files when built. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * @param from `import.meta.url` of whoever starts it
 * @param source its file relative to that, in the source
 * @param built its name among the built files, which lie beside the starter's or in the folder above
 * @returns null where it was not built
 */
export function programFile(from: string, source: string, built: string): string | null {
  const places = [source, `./${built}`, `../${built}`].map((place) => new URL(place, from))
  const found = places.find((url) => url.protocol === 'file:' && existsSync(fileURLToPath(url)))
  return found ? fileURLToPath(found) : null
}
