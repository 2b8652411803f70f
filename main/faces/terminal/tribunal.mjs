#!/usr/bin/env node
/**
 * Starts the terminal face under a Node that can run it. Plain JavaScript, because an older Node must be able to read it: there it starts
 * the Node 24 that came as a package with the program, if it did.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const entry = join(dirname(fileURLToPath(import.meta.url)), 'bin.ts')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6)) {
  await import(new URL('./bin.ts', import.meta.url).href)
} else {
  const newer = bundledNode()
  if (newer) runUnder(newer)
  else {
    process.stderr.write(
      `error: Tribunal needs Node 22.18 or later; this is ${process.versions.node}\n` +
        '  Run `npm ci` in its folder without --omit=optional, which brings Node 24 along, or install a newer Node.\n',
    )
    process.exitCode = 1
  }
}

/** Path of the Node binary that came as an optional dependency, or null. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`)
    const path = join(dirname(manifest), name)
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** @param {string} node */
function runUnder(node) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Signals reach the whole group from a terminal; those sent to this process alone are passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
