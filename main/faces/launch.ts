/**
 * `npm start`: the Electron face where its binary is to be had and there is a screen, else the browser face, saying so in
 * one line. Builds the window first when it is missing or older than its sources.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { placeText, toProblem } from '../../preload/contract/problem.ts'
import { ensureBuilt, root } from './built.ts'
import { serve } from './browser/serve.ts'
import { electronBinary } from './electron-binary.ts'

const tell = (line: string): void => void process.stdout.write(`${line}\n`)

/** How an Electron process ended: `early` when it never showed a window, so that another face may be tried. */
interface Ended {
  code: number
  early: boolean
}
/** Electron without a usable display or sandbox ends within this time. */
const EARLY_MS = 4000

function runElectron(binary: string, casePath: string | undefined): Promise<Ended> {
  const started = performance.now()
  const env = { ...process.env, ...(casePath && { TRIBUNAL_CASE: casePath }) }
  return new Promise((resolve) => {
    const child = spawn(binary, [root], { stdio: ['ignore', 'ignore', 'ignore'], env })
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward)
    const end = (code: number): void => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, forward)
      resolve({ code, early: code !== 0 && performance.now() - started < EARLY_MS })
    }
    child.once('error', () => end(1))
    child.once('exit', (code, signal) => end(signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : (code ?? 1)))
  })
}

/** Why Electron is not even tried, or null. */
function withoutElectron(wanted: boolean): string | null {
  if (wanted) return 'as asked'
  const headless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
  return headless ? 'this machine has no screen' : null
}

async function launch(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { browser: { type: 'boolean' }, port: { type: 'string' } },
  })
  const [casePath] = positionals
  ensureBuilt(tell)
  let reason = withoutElectron(values.browser ?? false)
  if (!reason) {
    const binary = electronBinary(root, tell)
    const ended = binary && (await runElectron(binary, casePath))
    if (ended && !ended.early) return ended.code
    reason = binary ? 'Electron does not run on this machine' : 'Electron is not to be had on this machine'
  }
  await serve({
    ...(casePath && { casePath }),
    port: values.port === undefined ? 0 : Number(values.port),
    ready: (url) => tell(`Tribunal runs in the browser (${reason}): ${url}  Ctrl-C ends it.`),
  })
  return 0
}

try {
  process.exitCode = await launch()
} catch (error) {
  const { message, where, advice } = toProblem(error)
  const place = placeText(where)
  process.stderr.write(`error: ${message}${place && ` (${place})`}\n${advice ? `  ${advice}\n` : ''}`)
  process.exitCode = 1
}
