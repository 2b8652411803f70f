/** Opens the user's browser, where there is one to open. */
import { spawn } from 'node:child_process'

/** Program and arguments that open an address in the default browser; null where none can be shown. */
export function browserCommand(
  url: string,
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): [string, string[]] | null {
  if (env['TRIBUNAL_NO_BROWSER'] || env['CI']) return null
  // Over SSH the browser would open on the wrong machine, if at all.
  if (env['SSH_CONNECTION']) return null
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', [url]] : null
}

/** Tries; the printed address is there for when it does not work. */
export function openBrowser(url: string): void {
  const command = browserCommand(url)
  if (!command) return
  const child = spawn(command[0], command[1], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
