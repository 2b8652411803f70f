/**
 * Finds Electron's binary, fetching it once with its own installer where it is missing. A failure is remembered for a day, so that a
 * machine without a network does not wait at every start.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PATIENCE_MS = 20_000
const REMEMBERED_MS = 24 * 3_600_000

/** Path of the binary, or null where it is not to be had. @param root the program's folder */
export function electronBinary(root: string, tell: (line: string) => void): string | null {
  const found = installed(root)
  if (found) return found
  const note = join(root, 'node_modules/.cache/tribunal/electron-not-to-be-had')
  const installer = join(root, 'node_modules/electron/install.js')
  if (!existsSync(installer) || failedLately(note)) return null
  tell('Fetching Electron (at most 20 seconds) …')
  // Its output is of no use to a person here: either the window opens, or the next line says why it does not.
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: PATIENCE_MS, killSignal: 'SIGKILL' })
  const fetched = installed(root)
  if (!fetched) remember(note)
  return fetched
}

function installed(root: string): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const usual = process.platform === 'win32' ? 'electron.exe' : 'electron'
  // The installer writes the binary's path within its folder as its last act.
  const note = join(root, 'node_modules/electron/path.txt')
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : override && usual
  if (!name) return null
  const path = join(override ?? join(root, 'node_modules/electron/dist'), name)
  return existsSync(path) ? path : null
}

function failedLately(note: string): boolean {
  const noted = statSync(note, { throwIfNoEntry: false })
  return noted !== undefined && Date.now() - noted.mtimeMs < REMEMBERED_MS
}

function remember(note: string): void {
  try {
    mkdirSync(join(note, '..'), { recursive: true })
    writeFileSync(
      note,
      'The installer of Electron failed. Delete this file to have it tried again at the next start.\n',
    )
  } catch {
    // A read-only installation asks again at each start, which is merely slower.
  }
}
