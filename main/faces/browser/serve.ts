/** Runs the browser face until it is told to stop. */
import { join } from 'node:path'
import { Workspace } from '../../api/workspace.ts'
import { browserPlatform } from './platform.ts'
import { openBrowser } from './open-browser.ts'
import { startServer } from './server.ts'

export interface ServeOptions {
  /** A case to open at the start. */
  casePath?: string
  /** A free port when left out. */
  port?: number
  /** Told the address once the server answers. */
  ready: (url: string) => void
}

/** Ends when the process gets SIGINT or SIGTERM; engine processes end with it. */
export async function serve({ casePath, port = 0, ready }: ServeOptions): Promise<void> {
  const workspace = new Workspace(browserPlatform())
  try {
    if (casePath) workspace.open(casePath)
    const running = await startServer({
      workspace,
      port,
      assets: join(import.meta.dirname, '../../../out/renderer'),
      note: (error) => console.error(error),
    })
    ready(running.url)
    openBrowser(running.url)
    await stopSignal()
    await running.close()
  } finally {
    workspace.shutDown()
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
