/** Whether the built window is there and newer than what it was built from; and building it. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'

export const root = join(import.meta.dirname, '../..')

/** Everything the build reads; the newest change decides. */
const sources = [
  'main',
  'preload',
  'renderer',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const products = [
  'out/main/index.js',
  'out/main/engine.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

/** True when every product is there and none is older than the newest source; also where there are no sources to build. */
export function isBuilt(folder = root): boolean {
  const made = products.map((path) => changedAt(join(folder, path)))
  if (made.includes(0)) return false
  return Math.min(...made) >= newest(sources.map((path) => join(folder, path)))
}

/** Builds the window if need be. @param tell told one line when a build begins */
export function ensureBuilt(tell: (line: string) => void, folder = root): void {
  if (isBuilt(folder)) return
  tell('Building the window (about ten seconds, only after a change) …')
  const script = join(folder, 'node_modules/electron-vite/bin/electron-vite.js')
  const built = spawnSync(process.execPath, [script, 'build', '--logLevel', 'error'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (built.status === 0) return
  throw new Problem(
    'not-built',
    `The window cannot be built: ${lastLines(built.stderr || built.stdout || '')}`,
    {
      where: { file: folder },
      advice: 'Run `npm ci`, then `npm run build` to see all of what the build says.',
    },
  )
}

function newest(paths: string[]): number {
  let latest = 0
  for (const path of paths) {
    const about = statSync(path, { throwIfNoEntry: false })
    if (!about) continue
    const inside = about.isDirectory()
      ? newest(readdirSync(path).map((name) => join(path, name)))
      : about.mtimeMs
    latest = Math.max(latest, inside)
  }
  return latest
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n')
}
