/**
 * Finds a Chromium for the end-to-end tests: environment, PATH, Playwright's own; as root on Debian it installs the
 * `chromium` package. Answers null with the reason when there is none to be had.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function onPath(): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name + suffix)))
    .find(executable)
}

function playwrightOwn(): string | undefined {
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : undefined
}

function installOnDebian(): string | undefined {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined
  console.log('No Chromium found: installing Debian’s package, once')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300']
  spawnSync('apt-get', ['update', ...options], { env, stdio: 'ignore' })
  const done = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...options, 'chromium'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return done.status === 0 ? onPath() : undefined
}

/** Path of a Chromium that runs, or why there is none. */
export function findChromium(): { path: string } | { path: null; reason: string } {
  const path = process.env['TRIBUNAL_CHROMIUM'] ?? onPath() ?? playwrightOwn() ?? installOnDebian()
  if (!path)
    return {
      path: null,
      reason:
        'no Chromium: install one (Debian: apt-get install chromium) or set TRIBUNAL_CHROMIUM to its path, then run again',
    }
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 })
    return { path }
  } catch {
    return { path: null, reason: `${path} does not run` }
  }
}
