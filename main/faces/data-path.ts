/** Where the program keeps what outlives a run and is no case: recent cases, practice cases. */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder, made if need be. `TRIBUNAL_DATA` overrides the system's usual place. */
export function dataPath(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const path = env['TRIBUNAL_DATA'] || usualPath(env, platform)
  mkdirSync(path, { recursive: true })
  return path
}

function usualPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'Tribunal')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tribunal')
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'tribunal')
}
