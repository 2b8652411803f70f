/** The version of the code that decides a training's numbers, as precise as a state of it must be to go on from. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../case/hash.ts'
import { VERSION } from '../case/version.ts'

const ROOMS = ['case', 'engine', 'features', 'models', 'training']
let known: string | undefined

/**
 * A text that differs where a training might come to other bits: source text (or the bundle it was built into),
 * version, Node and processor.
 */
export function codeVersion(): string {
  known ??= [VERSION, process.version, process.platform, process.arch, cpus()[0]?.model, sourceHash()].join(
    ' ',
  )
  return known
}

function sourceHash(): string {
  const above = join(import.meta.dirname, '..')
  const rooms = ROOMS.map((room) => join(above, room)).filter((room) => existsSync(room))
  // Bundled, the rooms are no folders any more, and all code lies around this file.
  const folders = rooms.length === ROOMS.length ? rooms : [import.meta.dirname]
  const files = folders.flatMap((folder) =>
    globSync('**/*.{ts,js}', { cwd: folder })
      .sort()
      .map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}`),
  )
  return sha256(files.join('\n')).slice(0, 16)
}
