/** DuckDB beside us: its npm package with prebuilt binaries, outside the repository, and only when asked for. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = '@duckdb/node-api'
const VERSION = '1.5.6-r.1'
const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
const folder = join(cache, 'tribunal-bench', `duckdb-${VERSION}`)
/** What a peer process imports. */
export const duckdbModule = join(folder, 'node_modules', PACKAGE, 'lib', 'index.js')

export const duckdbThere = (): boolean => existsSync(duckdbModule)

/** Fetches the package with npm into a folder of its own. Throws with npm's words. */
export function installDuckdb(): void {
  if (duckdbThere()) return
  mkdirSync(folder, { recursive: true })
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
  const done = spawnSync('npm', ['install', ...flags, `${PACKAGE}@${VERSION}`], { encoding: 'utf8' })
  if (done.status !== 0 || !duckdbThere()) throw new Error(`npm could not install ${PACKAGE}: ${done.stderr}`)
}

export const howToGetDuckdb = `npm run bench -- --install-peers puts ${PACKAGE} ${VERSION} into a cache folder`
